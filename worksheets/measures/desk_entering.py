"""The therapist enters a questionnaire from its official text, sees how it counts and how it looks, and opens it.

None comes with the software: the wording belongs to its owner, so its source and the permission are asked for.
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice import desk
from practice.keeping import keep_words
from worksheets.measures import services
from worksheets.measures.forms import EnterForm, MeasureForm, UploadError, begins_with, text_of
from worksheets.measures.models import Measure, MeasurePlan, MeasureVersion
from worksheets.measures.reading import answers_of, safety_words
from worksheets.measures.scoring import from_data
from worksheets.measures.services import Entered, NotADraftError

WRITTEN = ("title", "source", "permission", "intro", "text")


@dataclass(frozen=True, slots=True)
class Preview:
    """A questionnaire as a client would open it for the first time, without a client."""

    version: MeasureVersion
    plan: MeasurePlan
    asked_on: date
    round: None = None
    is_writable: bool = True


@keep_words(written=WRITTEN, hidden=["may_use"], template="practice/not_sent_signed_out.html")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a new questionnaire (GET), and keep it as a draft (POST)."""
    return entered(request, None, _("Enter a questionnaire"))


@keep_words(written=WRITTEN, hidden=["may_use"], template="practice/not_sent_signed_out.html")
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the draft of a questionnaire, or begin a new wording with the one that is open."""
    return entered(request, get_object_or_404(Measure, pk=pk), _("Change the wording"))


def entered(request: HttpRequest, measure: Measure | None, title: str) -> HttpResponse:
    """Keep what was entered, or show the form, with all that was typed and what is wrong with it, line by line."""
    begins = dict(begins_with(measure)) if measure else {}
    keeps_title = measure is not None and measure.versions.opened().exists()
    if request.method != "POST":
        return show_entering(request, EnterForm(initial=begins, keeps_title=keeps_title), measure, title)
    sent, refusal = request.POST.copy(), ""
    if file := request.FILES.get("file"):
        try:
            sent["text"] = text_of(file)
        except UploadError as error:
            refusal = str(error)
    form = EnterForm(sent, initial=begins, keeps_title=keeps_title)
    if refusal or not form.is_valid() or form.questionnaire is None:
        return show_entering(request, form, measure, title, refusal)
    parts = {name: form.cleaned_data[name] for name in WRITTEN}
    version = services.keep_draft(
        entered=Entered(**parts, questionnaire=form.questionnaire), measure=measure, now=timezone.now()
    )
    messages.success(request, _("Kept as a draft. Only you see it. Look at how it counts, then open it to clients."))
    return redirect("admin:measure_version", version.pk)


def show_entering(
    request: HttpRequest, form: EnterForm, measure: Measure | None, title: str, refusal: str = ""
) -> HttpResponse:
    """Render the form in which a questionnaire is entered."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"title": title, "form": form, "measure": measure, "refusal": refusal}
    return render(request, "admin/measure_enter.html", desk.context_of(request) | context, status=status)


def get_version(pk: int) -> MeasureVersion:
    """Return a wording with its questionnaire, or answer that there is none."""
    return get_object_or_404(MeasureVersion.objects.select_related("measure"), pk=pk)


@require_safe
def version_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a wording counts: every answer with its points, the bands, and which answers show help."""
    version = get_version(pk)
    questionnaire = from_data(version.definition)
    context = {
        "title": version.measure.title,
        "version": version,
        "rows": [
            {"item": item, "answers": list(zip(item.options, item.counted, strict=True))}
            for item in questionnaire.items
        ],
        "questionnaire": questionnaire,
        "bands": sorted(questionnaire.bands, key=lambda band: band.low),
        "safety": safety_words(questionnaire),
        "others": version.measure.versions.exclude(pk=pk),
    }
    return render(request, "admin/measure_version.html", desk.context_of(request) | context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a wording exactly as a client meets it. There is no form on the page, so nothing can be sent."""
    version, today = get_version(pk), timezone.localdate()
    questionnaire = from_data(version.definition)
    context: dict[str, Any] = {
        "sheet": Preview(version, MeasurePlan(measure=version.measure), today),
        "form": MeasureForm(questionnaire),
        "answers": answers_of(version, {}),
        "safety": safety_words(questionnaire),
        "is_preview": True,
    }
    return render(request, "measures/measure_detail.html", context)


@require_POST
def open_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft to clients."""
    version = get_version(pk)
    try:
        services.open_to_clients(version=version, now=timezone.now())
    except NotADraftError:
        messages.error(request, _("It is open to clients already."))
    else:
        messages.success(request, _("Open. Whoever begins from now on is asked this; what was begun stays as it was."))
    return redirect("admin:measure_version", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then let go of a draft (POST)."""
    version = get_version(pk)
    if not version.is_draft:
        return redirect("admin:measure_version", pk)
    if request.method != "POST":
        words = _("All of this draft goes. What is open to clients stays as it is.")
        context = {
            "title": _("Drop this draft"),
            "question": {"words": words, "button": _("Drop this draft")},
            "back": reverse("admin:measure_version", args=[pk]),
        }
        return render(request, "admin/worksheet_question.html", desk.context_of(request) | context)
    if services.drop_draft(version=version):
        messages.success(request, _("The draft is gone."))
    return redirect("admin:measures")
