"""What people fill in to ask for a session; shape and plausibility only, the rules are the services'."""

from datetime import datetime
from typing import Any, Self, cast
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.reach import EMAIL
from accounts.reach_forms import REACH_FIELDS, NameField, ReachFields
from bookings.form_age import is_stale, new_token, terms_in, why_not_sent
from bookings.models import Booking
from bookings.shown_terms import ShownTerms, say_changes
from practice.fields import AddressField, ParagraphField
from practice.naming import with_therapist

YES, NO = "yes", "no"
FOR_GROWN_UPS = "for_grown_ups"


def form_helper() -> FormHelper:
    """Return the helper that every form here shares: the page owns the form element and its one action."""
    helper = FormHelper()
    helper.form_method = "post"
    helper.attrs = {"novalidate": "novalidate"}
    helper.form_tag = False
    return helper


def to_read() -> HTML:
    """Return the links to the two texts: they stand before the ticks that say they were read."""
    return HTML('{% include "bookings/_texts_to_read.html" %}')


class RequestForm(ReachFields):
    """The details of a request. What was chosen before (type, time, way) is in the address of the page.

    Someone `is_known` has said in her space how she may be reached, and is not asked again; nor what is `on_file`, the
    names of fields (`on_file.on_file`). `terms` are those that the page shows now (`shown_terms.terms_shown`).
    """

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(widget=forms.HiddenInput, required=False)  # the trap; includes/trap.html draws it
    name = NameField(help_text=_("Any name is fine."))
    email = AddressField(
        label=_("Email address"), help_text=_("For your code and for changes. Messages are neutral and short.")
    )
    is_adult = forms.ChoiceField(
        label=_("Are you 18 or older?"),
        choices=[(YES, _("Yes")), (NO, _("No, or I am asking for someone younger"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are 18 or older")},
    )
    guardian = forms.ChoiceField(
        label=_("Does a parent or guardian know that you are asking?"),
        help_text=_("Nobody is written to because of this answer."),
        choices=[
            (Booking.GuardianWord.MAY_BE_ASKED, _("Yes, and they may be asked whether they agree")),
            (Booking.GuardianWord.ASKS_THEMSELVES, _("I am the parent or guardian")),
            (Booking.GuardianWord.NOT_YET, _("Not yet, or I would rather not say")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _(
                "You can call these people now. If you would also like to ask for this time, please answer one more "
                "question."
            )
        },
    )
    note = ParagraphField(
        label=with_therapist(_("Anything %(therapist)s should know beforehand?")),
        help_text=_(
            "A few words are plenty, and no clinical detail is needed. "
            "It is read when she answers, so it is not for emergencies."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    limits = forms.BooleanField(
        label=_("I have read what stays between us, and its limits"),
        error_messages={"required": _("Read what stays between us and its limits, and tick the box")},
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and agree to it"),
        error_messages={"required": _("Read the privacy notice and tick the box if you agree")},
    )

    field_order = [
        "request_key",
        "opened",
        "name",
        "email",
        "is_adult",
        "guardian",
        "note",
        *REACH_FIELDS,
        "limits",
        "consent",
    ]

    def __init__(
        self,
        *args: Any,
        terms: ShownTerms,
        is_known: bool = False,
        has_guardian: bool = False,
        on_file: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.terms, self.on_file = terms, on_file
        self.is_for_child = "is_adult" not in on_file and (self["is_adult"].value() or "") == NO
        self.asks_guardian = self.is_for_child and not has_guardian
        self.helper = form_helper()
        trap, reach = HTML('{% include "includes/trap.html" %}'), HTML('{% include "bookings/_reach.html" %}')
        guardian = ["guardian"] if self.asks_guardian else []
        known = HTML('{% include "bookings/_known.html" %}')
        person = [name for name in ("name", "email", "is_adult") if name not in on_file]
        asked = ("request_key", "opened", trap, known, *person, *guardian, "note")
        self.helper.layout = Layout(*asked, *([] if is_known else [reach]), to_read(), *self.ticks)
        for name in [*([] if self.asks_guardian else ["guardian"]), *(REACH_FIELDS if is_known else []), *on_file]:
            del self.fields[name]
        self.initial.setdefault("request_key", uuid4())
        self.initial.setdefault("opened", new_token(timezone.now(), terms))

    def ask_no_address(self) -> None:
        """Leave the address out, for a client who signs in without one: nothing is written to her."""
        del self.fields["email"]
        self.helper.layout.fields.remove("email")  # type: ignore[union-attr]

    @property
    def ticks(self) -> list[str]:
        """The boxes for the texts that have not been agreed to yet, in the versions in force."""
        return [name for name in ("limits", "consent") if name not in self.on_file]

    @property
    def reach_fields(self) -> list[BoundField]:
        """The questions about reaching someone, which stand folded away."""
        return [self[name] for name in REACH_FIELDS]

    @property
    def has_reach_to_show(self) -> bool:
        """Whether something was said there, or has to be mended."""
        has_said = self["reach"].value() not in {None, "", EMAIL} or bool(self["phone"].value())
        return has_said or (self.is_bound and any(name in self.errors for name in REACH_FIELDS))

    def clean(self) -> dict[str, Any]:
        """Stop kindly where a young person asks: whom to call comes first, and no other mistake is held against her."""
        cleaned = super().clean() or {}
        if self.has_error("guardian", "required"):
            for name in [name for name in self.errors if name != "guardian"]:
                del self.errors[name]
        return cleaned

    def take_kind_words(self) -> str:
        """Take what is said to a young person out of the mistakes, and return it; "" where nothing is.

        It is no mistake, so no page shows it as one. Only for the page, after it is known that nothing is sent.
        """
        for name, code in (("guardian", "required"), ("is_adult", FOR_GROWN_UPS)):
            if self.has_error(name, code):
                return str(self.errors.pop(name)[0])
        return ""

    @property
    def guardian_word(self) -> str:
        """What was said of a parent or guardian; "" where it was not asked."""
        return str(self.cleaned_data["guardian"]) if self.asks_guardian else ""

    def with_new_key(self) -> Self:
        """Return the form as typed, to be sent again for another time: with a key of its own."""
        return self._with("request_key", str(uuid4()))

    def with_fresh_token(self, now: datetime) -> Self:
        """Return the form as typed, with a token that can be sent again; one that still counts is kept.

        Where other terms hold now, that is said at its head, and what was ticked has to be ticked for those; as well
        where the token cannot be read, which says nothing of what was shown.
        """
        token = self["opened"].value() or ""
        shown = terms_in(token)
        if shown is None:
            return self._with("opened", new_token(now, self.terms), limits="", consent="")
        if shown != self.terms:
            words = _(
                "This has changed since you opened this page: %(changes)s. Nothing was sent: please read what stands "
                "here now, tick the boxes again and send it."
            )
            if not self.ticks:
                words = _(
                    "This has changed since you opened this page: %(changes)s. Nothing was sent: please read what "
                    "stands here now and send it again."
                )
            changes = {"changes": say_changes(shown, self.terms)}
            self.add_error(None, ValidationError(words, code="terms", params=changes))
            return self._with("opened", new_token(now, self.terms), limits="", consent="")
        is_good = not is_stale(token, now)
        return self if is_good else self._with("opened", new_token(now, self.terms))

    @property
    def shows_other_terms(self) -> bool:
        """Whether it was opened on terms that no longer hold; a token that cannot be read says nothing of them."""
        return terms_in(self["opened"].value() or "") not in {None, self.terms}

    def looks_sent_by_a_machine(self, now: datetime) -> bool:
        """Tell whether the form was sent too quickly, too late or by something that fills in what nobody sees.

        What is wrong is then said at its head.
        """
        words = why_not_sent(self.cleaned_data["opened"], self.cleaned_data["subject"], now)
        if words:
            self.add_error(None, ValidationError(words, code="machine"))
        return bool(words)

    def _with(self, name: str, value: str, **others: str) -> Self:
        values = cast("QueryDict", self.data).copy()
        for each, said in {name: value, **others}.items():
            values[each] = said
        self.data = values
        return self

    @property
    def key(self) -> UUID:
        """The idempotency key."""
        key: UUID = self.cleaned_data["request_key"]
        return key


class CodeForm(forms.Form):
    """The six digits that were mailed."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, from the email."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "pattern": "[0-9 ]*", "maxlength": "12"}
        ),
        error_messages={"required": _("Enter the six digits from the email")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.clear()  # whatever is no code is refused in one sentence
        self.helper = form_helper()

    def clean_code(self) -> str:
        """Accept the digits with blanks between them, and the digits of any script."""
        typed = "".join(self.cleaned_data["code"].split())
        if len(typed) != 6 or not typed.isdecimal():
            raise ValidationError(_("Enter the six digits from the email"), code="invalid")
        return f"{int(typed):06d}"


class FindForm(forms.Form):
    """The address to which the links are to be mailed again."""

    email = AddressField(
        label=_("Email address"), help_text=_("The one you asked with; if you have changed it since, the new one.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper()


class CancelForm(forms.Form):
    """A word to go with a cancellation, if one likes."""

    note = ParagraphField(
        label=with_therapist(_("A word to %(therapist)s")),
        help_text=_("If you like. She reads it when she is next at her desk, so it is not for emergencies."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper()
