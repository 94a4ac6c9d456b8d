"""What the form of an essay asks of its address."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Essay
from articles.slugs import refuse_old, refuse_reserved, unique_slug

if TYPE_CHECKING:
    Form = forms.ModelForm[Essay]
else:
    Form = forms.ModelForm


class PlacedForm(Form):
    """An essay that has an address of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug:
            slug.required = False
            slug.help_text = _("Left empty, it is made of the title. An address that was public goes on leading here.")
            slug.error_messages["unique"] = _("Another essay has this address. Choose another one.")

    def clean_slug(self) -> str:
        """Refuse an address that something else needs; a new essay without one gets one made of its title."""
        slug = str(self.cleaned_data["slug"]).lower()
        if not slug and self.instance.pk is None:
            return unique_slug(str(self.cleaned_data.get("title", "")))
        if not slug:
            raise ValidationError(_("Write an address: small letters, digits and hyphens."), code="required")
        refuse_reserved(slug)
        refuse_old(slug, self.instance)
        return slug
