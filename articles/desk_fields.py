"""What the form of an essay asks of its address, of its place in a series, and of the worksheet that it names."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.companions import worksheets_offered
from articles.models import Essay, Series
from articles.series import holder_of
from articles.slugs import NO_ADDRESS, refuse_old, refuse_reserved, unique_slug

if TYPE_CHECKING:
    Form = forms.ModelForm[Essay]
else:
    Form = forms.ModelForm


class PlacedForm(Form):
    """An essay that has an address of its own, and in a series a place of its own; it may name a worksheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug, part = self.fields.get("slug"), self.fields.get("part")
        if slug:
            slug.required = False
            slug.help_text = _("Left empty, it is made of the title. An address that was public goes on leading here.")
            slug.error_messages["invalid"] = NO_ADDRESS
            slug.error_messages["unique"] = _("Another essay has this address. Choose another one.")
        if part:
            part.help_text = _("Leave it empty for the end of the series.")
        if "worksheet_slug" in self.fields:
            worksheet: Any = self.fields["worksheet_slug"]
            worksheet.choices = partial(worksheet_choices, self.instance.worksheet_slug)

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

    def clean(self) -> dict[str, Any] | None:
        """Refuse a place in the series that another essay has."""
        cleaned = super().clean()
        series, part = self.cleaned_data.get("series"), self.cleaned_data.get("part")
        held = holder_of(series, part, but=self.instance) if isinstance(series, Series) and part is not None else None
        if held is not None:
            words = _("“%(title)s” has this place. Choose another number, or leave it empty for the end.")
            self.add_error("part", ValidationError(words, code="taken", params={"title": held}))
        return cleaned


def worksheet_choices(stored: str) -> list[tuple[str, str]]:
    """Return the worksheets that an essay may name, and the name that is stored, whether or not it is one of them."""
    offered = worksheets_offered()
    if stored and stored not in dict(offered):
        words = _("“%(name)s”: no worksheet of this name is open to clients, so readers see no card")
        offered.append((stored, words % {"name": stored}))
    return [("", _("none")), *offered]
