"""The therapist's list of questionnaires, giving one to a client, ending a schedule. Never whether one was begun."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from practice import desk
from practice.keeping import keep_words
from worksheets.access import therapist_only
from worksheets.measures import services
from worksheets.measures.asking import rhythm_of
from worksheets.measures.forms import GiveForm
from worksheets.measures.models import Measure, MeasurePlan
from worksheets.measures.rhythm import is_over
from worksheets.telling import is_to_tell, say_told

GIVEN = ("client", "every", "first_on", "last_on", "note")


@require_safe
@therapist_only
def measure_list(request: HttpRequest, user: User) -> HttpResponse:
    """Show every questionnaire with its newest wording, and the schedules that go on."""
    today = timezone.localdate()
    rows = []
    for measure in Measure.objects.prefetch_related("versions"):
        versions = list(measure.versions.all())
        opened = next((version for version in versions if not version.is_draft), None)
        draft = next((version for version in versions if version.is_draft), None)
        rows.append({"measure": measure, "opened": opened, "draft": draft})
    plans = MeasurePlan.objects.going_on().select_related("client", "measure").order_by("client__name", "pk")
    context = {
        "title": _("Questionnaires"),
        "rows": rows,
        "plans": [plan for plan in plans if not is_over(rhythm_of(plan), today)],
    }
    return render(request, "admin/measure_list.html", desk.context_of(request) | context)


@keep_words(written=["note"], hidden=["client", "every", "first_on", "last_on", "tells"])
@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def give_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Ask to whom and how often a questionnaire is given (GET), and give it (POST)."""
    measure = get_object_or_404(Measure.objects.filter(versions__opened_at__isnull=False).distinct(), pk=pk)
    today = timezone.localdate()
    form = GiveForm(request.POST if request.method == "POST" else None, today=today)
    if not form.is_bound or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"title": _("Give to a client"), "form": form, "measure": measure}
        return render(request, "admin/measure_give.html", desk.context_of(request) | context, status=status)
    chosen: dict[str, Any] = {name: form.cleaned_data[name] for name in GIVEN}
    tells = is_to_tell(form.cleaned_data["tells"], chosen["client"])
    plan = services.give(measure=measure, **chosen, now=timezone.now(), tells=tells)
    done = _("Given to %(name)s.") % {"name": plan.client.name}
    messages.success(request, f"{done} {say_told(plan.client, tells=tells)}")
    return redirect("admin:measures")


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Ask (GET), then end a schedule (POST)."""
    plan = get_object_or_404(MeasurePlan.objects.going_on().select_related("client", "measure"), pk=pk)
    if request.method != "POST":
        words = _("%(name)s is not asked “%(title)s” any more. What was begun stays with the client.")
        said = {"name": plan.client.name, "title": plan.measure.title}
        context = {
            "title": _("End this schedule"),
            "question": {"words": words % said, "button": _("End it")},
            "back": reverse("admin:measures"),
        }
        return render(request, "admin/worksheet_question.html", desk.context_of(request) | context)
    services.end_plan(plan=plan, now=timezone.now())
    messages.success(request, _("Ended."))
    return redirect("admin:measures")
