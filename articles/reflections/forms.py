"""What a reader fills in, and what the therapist does."""

from datetime import datetime
from typing import Any, Self, cast
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practice.fields import LineField, ParagraphField
from practice.form_age import is_stale, new_token, read_token, why_not_sent

SALT = "articles.reflections.form"
LONGEST, LONGEST_NAME, LONGEST_REPLY = 3000, 120, 3000


class ReflectionForm(forms.Form):
    """Words, and a name if one likes. The key makes sure that sending them twice stores them once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(widget=forms.HiddenInput, required=False)  # the trap; includes/trap.html draws it
    name = LineField(
        label=_("First name"),
        help_text=_("Shown with your words. Without one it says “A reader”."),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": _("This name is too long: 120 letters are the most.")},
    )
    body = ParagraphField(
        label=_("Your words"),
        help_text=_("3,000 letters at most. Shown as plain text, so links in it cannot be pressed."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": _("Write your words first."),
            "max_length": _("3,000 letters are the most; this has %(show_value)d. Please shorten it."),
        },
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        for name in ("name", "body"):  # a browser would cut what is pasted without a word
            self.fields[name].widget.attrs.pop("maxlength", None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template prints the token itself
        self.helper.layout = Layout("request_key", "opened", HTML('{% include "includes/trap.html" %}'), "body", "name")
        self.initial.setdefault("request_key", uuid4())
        self.initial.setdefault("opened", new_token(now, salt=SALT))

    def looks_sent_by_a_machine(self) -> bool:
        """Tell whether it was sent too quickly, too late or by what fills in what nobody sees; says so at its head."""
        opened = read_token(self.cleaned_data["opened"], salt=SALT)
        words = why_not_sent(opened, self.cleaned_data["subject"], self.now)
        if words:
            self.add_error(None, ValidationError(words, code="machine"))
        return bool(words)

    @property
    def sent(self) -> dict[str, Any]:
        """What the service takes of a good form."""
        return {name: self.cleaned_data[name] for name in ("request_key", "name", "body")}

    def to_send_again(self, *, has_new_key: bool = False) -> Self:
        """Return the form as typed, so that it can be sent again: what no longer counts of its hidden part is new."""
        values = cast("QueryDict", self.data).copy()
        if has_new_key or "request_key" in self.errors:
            values["request_key"] = str(uuid4())
        if is_stale(read_token(values.get("opened", ""), salt=SALT), self.now):
            values["opened"] = new_token(self.now, salt=SALT)
        self.data = values
        return self


class ReplyForm(forms.Form):
    """The therapist's reply, in plain words."""

    reply = ParagraphField(
        label=_("Your reply"),
        help_text=_(
            "Everybody reads it under the reflection. Answer as you would a stranger: nothing in it may show whether "
            "you know who wrote, or that anybody is a client."
        ),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your reply first."),
            "max_length": _("3,000 letters are the most; this has %(show_value)d. Please shorten it."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].widget.attrs.pop("maxlength", None)
