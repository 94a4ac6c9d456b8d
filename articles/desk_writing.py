"""Writing an essay on the desk: its form, and in it a page to write on, without JavaScript the HTML of the text.

The engine is the build of Tiptap that django-prose-editor brings along. Its own widget is left out: it needs an inline
import map and an inline style, and neither passes the policy of this site (docs/decisions/0035-writing-essays.md).
"""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.desk_checks import hindrances
from articles.desk_fields import PlacedForm
from articles.desk_pictures import refuse_unknown
from articles.models import Essay

FIELDS = (
    *("title", "body", "summary", "topic", "slug", "language", "scene", "series", "part", "content_note"),
    *("has_crisis_block", "tonight", "worksheet_slug", "takes_reflections", "state", "publish_at"),
)
HELP = {
    "title": _("As readers see it, in lists too."),
    "body": _("What you see is what readers see. What you paste comes in clean: headings, lists, strong words, links."),
    "summary": _("One or two sentences: under the title in lists, in search engines, and where somebody shares it."),
    "topic": _("Readers find it there beside others on the same."),
    "language": _("For those who have it read aloud, and for search engines."),
    "scene": _("What is drawn for it. Left open, its first address decides."),
    "content_note": _(
        "Stands before the text: what it touches on, so that readers may choose when to read it, or not to."
    ),
    "has_crisis_block": _("Tick it where a reader may come in distress: the numbers to call stand under the text."),
    "tonight": _("Two minutes, for one reader alone. It keeps and sends nothing."),
    "worksheet_slug": _("Its card stands at the end of the essay, and says that it is for clients."),
    "state": _("Withdrawn: its page says that it is no longer there."),
    "publish_at": _(
        "With a time to come it appears then, by itself. Left open, it appears when you save it. Written as 19/11/2026 "
        "and 18:30."
    ),
}

ENGINE = "django_prose_editor/editor.js"
# The first four wait for the event that the last one sends once there is something to write on.
MODULES = ("writing-tools", "writing-link", "writing-picture", "writing-paste", "writing")


class WritingArea(forms.Textarea):
    """A text area that a browser with JavaScript shows as the page that readers will see."""

    class Media:
        css = {"all": ["css/writing.css"]}
        js = [Script(f"js/{name}.js", type="module") for name in MODULES]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the area with the tools that its scripts lay around it."""
        area = super().render(name, value, attrs, renderer)
        context = {"area": area, "engine": ENGINE, "picture_url": reverse("admin:essay_picture_add")}
        return render_to_string("admin/articles/writing.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was sent with the line ends that are stored: browsers send others."""
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class EssayForm(PlacedForm):
    """What of an essay is written; its text is sanitised when it is saved."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE, help_text=HELP["language"]
    )

    worksheet_slug = forms.ChoiceField(
        label=_("Worksheet that belongs to it"), required=False, help_text=HELP["worksheet_slug"]
    )

    class Meta:
        model = Essay
        fields = FIELDS
        help_texts = HELP
        widgets = {
            "body": WritingArea(attrs={"rows": 30, "cols": 90}),
            "summary": forms.Textarea(attrs={"rows": 3, "cols": 90}),
            "content_note": forms.Textarea(attrs={"rows": 4, "cols": 90}),
            "tonight": forms.Textarea(attrs={"rows": 3, "cols": 90}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.initial.get("publish_at")
        if isinstance(shown, datetime):
            self.initial["publish_at"] = to_the_minute(shown)

    def clean_publish_at(self) -> datetime | None:
        """Return when it appears; the seconds that are stored stay, for the field does not show them."""
        typed: datetime | None = self.cleaned_data["publish_at"]
        stored = self.instance.publish_at
        return stored if stored and typed == to_the_minute(stored) else typed

    def clean_body(self) -> str:
        """Refuse a text that shows a picture which is not kept here."""
        body = str(self.cleaned_data["body"])
        refuse_unknown(body)
        return body

    def _post_clean(self) -> None:
        """Refuse to publish what is not ready; of what is published already, only what would take something away."""
        super()._post_clean()  # type: ignore[misc]
        is_new = self.initial.get("state") != Essay.State.PUBLISHED
        for line in hindrances(self.instance):
            if line.field in self.fields and (is_new or line.field in self.changed_data):
                self.add_error(line.field, line.words)


def to_the_minute(instant: datetime) -> datetime:
    """Return an instant as the form shows it."""
    return instant.replace(second=0, microsecond=0)
