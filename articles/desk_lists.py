"""What topics and series have in common at the desk: a page of their own, with an address that may change."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import OldListAddress
from articles.old_lists import Listed, kind_of, save_listed
from articles.slugs import NO_ADDRESS

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class ListedForm(forms.ModelForm[Any]):
    """A topic or a series, with an address of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.error_messages["invalid"] = NO_ADDRESS
            slug.help_text = _("An address that was public goes on leading here.") if self.instance.pk else ""

    def clean_slug(self) -> str:
        """Return the address in small letters; one that leads to another topic or series is refused."""
        slug = str(self.cleaned_data["slug"]).lower()
        kind = kind_of(self.instance)
        held = OldListAddress.objects.filter(slug=slug).exclude(**{kind: None}).exclude(**{kind: self.instance.pk})
        if found := held.select_related(kind).first():
            words = _("This address leads to “%(title)s”, which used to be there. Choose another one.")
            raise ValidationError(words, code="old", params={"title": getattr(found, kind)})
        return slug


class ListedAdmin(Base):
    """Save a topic or a series so that its old address leads on; ask in calm words before one is deleted."""

    form = ListedForm

    def save_model(self, request: HttpRequest, obj: Listed, form: Any, change: bool) -> None:
        """Save it, and lead on from where it was."""
        save_listed(listed=obj, now=timezone.now())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask first, by its name."""
        found = self.get_object(request, unquote(object_id))
        asked = {"title": _("Delete “%(title)s”?") % {"title": found}} if found else {}
        return super().delete_view(request, object_id, {**(extra_context or {}), **asked})
