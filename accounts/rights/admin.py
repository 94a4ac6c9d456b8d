"""Rights at the desk: how long things are kept, erasures, complaints, and the register of breaches."""

from typing import Any

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
from practice.written import WrittenBySiteAdmin

LAST_RUN = said(Period, "last_run_at")
ERASED = [said(Erasure, "asked_at"), "by", said(Erasure, "due_at"), said(Erasure, "deleted_at")]
SENT, ANSWERED = said(Grievance, "sent_at"), said(Grievance, "answered_at")
DONE = [said(Breach, name) for name in ("board_told_at", "people_told_at", "report_sent_at")]


@admin.register(Period)
class PeriodAdmin(admin.ModelAdmin[Period]):
    """How long what is kept. The worker deletes by it every day."""

    list_display = ["title", "days", "basis", "checked_on", LAST_RUN, "last_count"]
    fields = ["title", "days", "basis", "checked_on", LAST_RUN, "last_count"]
    readonly_fields = ["title", LAST_RUN, "last_count"]

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
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    fields = [SENT, "due_on", "email", "client", "body", "answer", ANSWERED]
    readonly_fields = [SENT, "due_on", "email", "client", "body", ANSWERED]

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

    @admin.display(description=gettext_lazy("clock"))
    def clock(self, breach: Breach) -> str:
        """How much of the 72 hours is left."""
        return clock_of(breach, timezone.now())

    @admin.display(description=gettext_lazy("letter to the Board, to copy"))
    def to_the_board(self, breach: Breach) -> str:
        """The letter, once there is something to say."""
        return copied(board_letter(breach)) if breach.pk else _("Save first, then it stands here.")

    @admin.display(description=gettext_lazy("letter to the people concerned, to copy"))
    def to_the_people(self, breach: Breach) -> str:
        """The letter, once there is something to say."""
        return copied(people_letter(breach)) if breach.pk else _("Save first, then it stands here.")


def copied(letter: str) -> str:
    """Return a letter as plain text that keeps its lines."""
    return format_html("<pre>{}</pre>", letter)
