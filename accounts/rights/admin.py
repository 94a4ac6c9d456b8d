"""Rights at the desk: how long things are kept, erasures, complaints, and the register of breaches."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Breach, Erasure, Grievance, Period
from accounts.rights.breaches import board_letter, clock_of, people_letter
from accounts.rights.complaining import answer_complaint
from accounts.rights.periods import KINDS, write_missing
from practice.desk_columns import said
from practice.desk_filters import DoneFilter
from practice.times import say_zone
from practice.written import WrittenBySiteAdmin

MOST_DAYS = 36_500
LAST_RUN = said(Period, "last_run_at")
ERASED = [said(Erasure, "asked_at"), "by", said(Erasure, "due_at"), said(Erasure, "deleted_at")]
SENT, ANSWERED = said(Grievance, "sent_at"), said(Grievance, "answered_at")
DONE = [said(Breach, name) for name in ("board_told_at", "people_told_at", "report_sent_at")]


class PeriodForm(forms.ModelForm[Period]):
    """A period; a shorter one deletes what nothing brings back, so that is asked for."""

    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=MOST_DAYS)
    is_sure = forms.BooleanField(
        label=gettext_lazy("Fewer days than before: I know that what is older is deleted within a day, for good"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Want a tick where a run would delete more than before."""
        cleaned = super().clean() or {}
        days, deletes = cleaned.get("days"), KINDS[self.instance.key].delete is not None
        if deletes and days is not None and days < self.initial["days"] and not cleaned.get("is_sure"):
            self.add_error("is_sure", _("This is shorter than before. Tick this, or leave the days as they are."))
        return cleaned


@admin.register(Period)
class PeriodAdmin(admin.ModelAdmin[Period]):
    """How long what is kept. The worker deletes by it every day."""

    form = PeriodForm
    list_display = ["title", "days", "basis", "checked_on", LAST_RUN, "last_count"]
    readonly_fields = ["title", LAST_RUN, "last_count"]

    def get_fields(self, request: HttpRequest, obj: Period | None = None) -> Any:
        """Ask about fewer days, and say what the last run did, only where something is deleted by them."""
        deletes = obj is not None and KINDS[obj.key].delete is not None
        sure, runs = (["is_sure"], [LAST_RUN, "last_count"]) if deletes else ([], [])
        return ["title", "days", *sure, "basis", "checked_on", *runs]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Show every kind, also where the worker has not run yet."""
        write_missing()
        return super().get_queryset(request).filter(key__in=KINDS)

    @admin.display(description=gettext_lazy("what"), ordering="key")
    def title(self, period: Period) -> str:
        """What the period is of."""
        return str(KINDS[period.key].title)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The program knows what it keeps."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A period is changed, never left open."""
        return False


@admin.register(Erasure)
class ErasureAdmin(WrittenBySiteAdmin[Erasure]):
    """That somebody was erased and when the sealed copy goes; never who it was, nor what was held."""

    list_display = fields = readonly_fields = ERASED

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The record of it stays."""
        return False


@admin.register(Grievance)
class GrievanceAdmin(admin.ModelAdmin[Grievance]):
    """Complaints about data. The list does not open what they say."""

    list_display = [SENT, "due_on", "email", ANSWERED]
    list_filter = [("answered_at", DoneFilter)]
    fields = [SENT, "due_on", "write_to", "client", "body", "answer", ANSWERED]
    readonly_fields = [SENT, "due_on", "write_to", "client", "body", ANSWERED]

    @admin.display(description=gettext_lazy("email address"))
    def write_to(self, complaint: Grievance) -> str:
        """The address, which opens the therapist's own mail program."""
        return format_html('<a href="mailto:{0}">{0}</a>', complaint.email) if complaint.email else ""

    def get_form(self, request: HttpRequest, obj: Grievance | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which says how the answer reaches whoever complained."""
        words = _("Saving sends nothing: write to the address above yourself, and keep here what you answered.")
        if obj and obj.client_id:
            words = _(
                "It stands in the client’s space once you save it, under what is kept about her. No message is sent: "
                "tell her that it is there."
            )
        return super().get_form(request, obj, change, **{"help_texts": {"answer": words}, **kwargs})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A complaint comes through its form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A complaint goes with its person or its period."""
        return False

    def save_model(self, request: HttpRequest, obj: Grievance, form: Any, change: bool) -> None:
        """Store the answer."""
        answer_complaint(complaint=obj, now=timezone.now())


@admin.register(Breach)
class BreachAdmin(admin.ModelAdmin[Breach]):
    """What went wrong with people's data: the clock, the letters to copy, the marks of what is done."""

    list_display = [said(Breach, "noticed_at"), "clock", *DONE]
    readonly_fields = ["clock", "to_the_board", "to_the_people"]
    fields = [
        "noticed_at",
        "clock",
        "happened",
        "concerned",
        "effects",
        "measures",
        "to_the_board",
        "to_the_people",
        "board_told_at",
        "people_told_at",
        "report_sent_at",
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The register stays."""
        return False

    def get_form(self, request: HttpRequest, obj: Breach | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which says by which clock its hours are meant."""
        zone = say_zone(timezone.now(), ZoneInfo(timezone.get_current_timezone_name()))
        words = _("By the clock of the practice, %(zone)s.") % {"zone": zone}
        helps = dict.fromkeys(("noticed_at", "board_told_at", "people_told_at", "report_sent_at"), words)
        return super().get_form(request, obj, change, **{"help_texts": helps, **kwargs})

    @admin.display(description=gettext_lazy("clock"))
    def clock(self, breach: Breach) -> str:
        """How much of the 72 hours is left."""
        return clock_of(breach, timezone.now())

    @admin.display(description=gettext_lazy("letter to the Board, to copy"))
    def to_the_board(self, breach: Breach) -> str:
        """The letter, once there is something to say."""
        return (
            copied(board_letter(breach), _("Letter to the Board"))
            if breach.pk
            else _("Save first, then it stands here.")
        )

    @admin.display(description=gettext_lazy("letter to the people concerned, to copy"))
    def to_the_people(self, breach: Breach) -> str:
        """The letter, once there is something to say."""
        return (
            copied(people_letter(breach), _("Letter to the people concerned"))
            if breach.pk
            else _("Save first, then it stands here.")
        )


def copied(letter: str, name: str) -> str:
    """Return a letter in a box from which all of it can be taken, on a phone too: its lines break where they must."""
    words = (
        '<textarea class="desk-letter" readonly autocomplete="off" spellcheck="false" aria-label="{}">\n{}</textarea>'
    )
    return format_html(words, name, letter)
