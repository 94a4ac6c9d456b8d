"""Rights on the desk: what waits, the page before an erasure, and the lights of the health page."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Breach, Client, Erasure, Grievance, Period, User
from accounts.rights.erasing import SEALED, NotErasableError, begin_erasure
from accounts.rights.erasing_forms import SureForm
from accounts.rights.freshness import address_to_prove, is_fresh
from accounts.rights.holdings import person_of
from accounts.rights.periods import KINDS, days_of
from practice import desk, health
from practice.health import Light
from practice.times import say_here

LATE_AFTER = timedelta(days=2)  # without a run of the deletions
NOT_DONE = Q(board_told_at=None) | Q(people_told_at=None) | Q(report_sent_at=None)
BREACH_WORDS = ("happened", "concerned", "effects", "measures")


def register_at_desk() -> None:
    """Give the desk its part, its page and its lights."""
    desk.register_section(desk.Section("rights", "admin/desk_rights.html", what_waits, order=13, is_wide=False))
    desk.register_pages(desk.Page("erase_client", "erase/<uuid:reference>/", erase_client))
    health.register(
        "deletions",
        check_deletions,
        title=gettext_lazy("Deleting what is past its time"),
        advice=gettext_lazy("Look at the worker’s light first. If that is well, tell whoever looks after the site."),
    )
    health.register(
        "complaints",
        check_complaints,
        title=gettext_lazy("Complaints about data"),
        advice=gettext_lazy("Open “Complaints about data” and answer: the day that was promised is over."),
    )
    health.register(
        "breaches",
        check_breaches,
        title=gettext_lazy("Data breaches"),
        advice=gettext_lazy("Open “Data breaches”: the letters stand there to copy, with the clock."),
    )


def what_waits(now: datetime) -> dict[str, Any]:
    """Return the complaints and the breaches that wait, the soonest due first."""
    complaints = list(Grievance.objects.filter(answered_at=None).order_by("due_on").defer("body", "answer"))
    today = localdate(now)
    late = [each for each in complaints if each.due_on < today]
    breaches = list(Breach.objects.filter(NOT_DONE).defer(*BREACH_WORDS))
    return {"complaints": complaints, "late": late, "breaches": breaches}


@require_http_methods(["GET", "HEAD", "POST"])
def erase_client(request: HttpRequest, reference: Any) -> HttpResponse:
    """Say what an erasure does (GET); do it for one client, after a tick and a fresh sign-in (POST)."""
    client = Client.objects.filter(pk=reference).select_related("user").first()
    if client is None or not isinstance(request.user, User):
        raise Http404
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        title = _("Erase what is kept about somebody")
        context = {**desk.context_of(request), "title": title, "form": form, "client": client}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "admin/desk_erase.html", {**context, "days": days_of(SEALED)}, status=status)
    if not is_fresh(request, request.user):
        return redirect(address_to_prove(request.user, back=request.path))
    try:
        now = timezone.now()
        begin_erasure(person=person_of(client=client), by=Erasure.By.PRACTICE, user=request.user, now=now)
    except NotErasableError:
        messages.error(request, _("Not done: this login belongs to the desk."))
    else:
        messages.success(request, _("Done. Nothing of the person is left to see here."))
    return redirect("admin:accounts_client_changelist")


def check_deletions(now: datetime) -> Light:
    """Say when old things were last deleted, and how many of them; counts only."""
    rows = [row for row in Period.objects.filter(key__in=KINDS) if KINDS[row.key].delete is not None]
    runs = [row.last_run_at for row in rows if row.last_run_at]
    overdue = Erasure.objects.filter(deleted_at=None, due_at__lt=now - LATE_AFTER).count()
    if not runs:
        return Light(ok=True, text=_("It has not run yet: the worker does it once a day."))
    deleted = sum(row.last_count for row in rows)
    last = max(runs)
    words = ngettext("%(count)d entry", "%(count)d entries", deleted) % {"count": deleted}
    text = _("Last run on %(when)s; deleted then: %(words)s.") % {"when": say_here(last), "words": words}
    if overdue:
        text += " " + _("Sealed copies wait beyond their day: %d.") % overdue
    return Light(ok=not overdue and now - last <= LATE_AFTER, text=text)


def check_complaints(now: datetime) -> Light:
    """Say whether a complaint waits beyond its day."""
    late = Grievance.objects.filter(answered_at=None, due_on__lt=localdate(now)).count()
    if late:
        words = ngettext("%d complaint waits beyond its day.", "%d complaints wait beyond their day.", late)
        return Light(ok=False, text=words % late)
    return Light(ok=True, text=_("None waits beyond its day."))


def check_breaches(now: datetime) -> Light:
    """Say whether a breach is not dealt with to the end."""
    waiting = Breach.objects.filter(NOT_DONE).count()
    if waiting:
        words = ngettext(
            "%d breach is not dealt with to the end.", "%d breaches are not dealt with to the end.", waiting
        )
        return Light(ok=False, text=words % waiting)
    return Light(ok=True, text=_("None is open."))
