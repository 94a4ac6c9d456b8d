"""Worksheets are built at the desk by forms: prompts added, changed, put in order and taken out, then seen and opened.

Only a draft is built. What is open to clients is read here, and followed by a draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice import desk
from practice.desk import Page
from practice.keeping import keep_words
from worksheets import drafts
from worksheets.drafts import NotADraftError
from worksheets.forms import AnswerForm
from worksheets.kinds import Prompt
from worksheets.lines import fresh_id
from worksheets.models import Version, Worksheet
from worksheets.prompt_forms import KIND_NAMES, PREFIX, PromptForm, form_for
from worksheets.prompts import MOST_PROMPTS, PromptError, parse_prompts
from worksheets.services import copy_version

SEEN = "seen"  # how a prompt stood when its form was opened
ROUTE = "worksheets/version/<int:pk>/"
STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Preview:
    """A worksheet as a client would open it for the first time, without a client."""

    worksheet: Worksheet
    version: Version
    prompts: tuple[Prompt, ...]
    answer: None = None
    is_writable: bool = True


def register_pages() -> None:
    """Put the pages on the desk."""
    desk.register_pages(
        Page("worksheet_build", f"{ROUTE}build/", build),
        Page("worksheet_preview", f"{ROUTE}preview/", preview),
        Page("worksheet_prompt_add", f"{ROUTE}build/add/", add),
        Page("worksheet_prompt", f"{ROUTE}build/<slug:prompt_id>/", edit),
        Page("worksheet_prompt_move", f"{ROUTE}build/<slug:prompt_id>/move/", move),
        Page("worksheet_prompt_remove", f"{ROUTE}build/<slug:prompt_id>/remove/", remove),
        Page("worksheet_draft", f"{ROUTE}draft/", begin),
        Page("worksheet_open", f"{ROUTE}open/", open_to_clients),
        Page("worksheet_drop", f"{ROUTE}drop/", drop),
    )


def get_version(pk: int) -> Version:
    """Return a version with its worksheet, or answer that there is none."""
    return get_object_or_404(Version.objects.select_related("worksheet"), pk=pk)


def page(request: HttpRequest, version: Version, name: str, title: str, **context: Any) -> HttpResponse:
    """Render one of the pages of building."""
    status = context.pop("status", HTTPStatus.OK)
    back = reverse("admin:worksheet_build", args=[version.pk])
    shown = {**desk.context_of(request), "title": title, "version": version, "back": back, **context}
    return render(request, f"admin/worksheet_{name}.html", shown, status=status)


def to_build(version: Version) -> HttpResponseRedirect:
    """Go back to the list of prompts."""
    return redirect("admin:worksheet_build", version.pk)


@require_safe
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a version asks, prompt by prompt; of a draft with the ways to change it."""
    version = get_version(pk)
    prompts = [{**prompt, "kind_name": KIND_NAMES.get(prompt["kind"], "")} for prompt in version.prompts]
    context = {
        "prompts": prompts,
        "kinds": KIND_NAMES.items(),
        "is_full": len(prompts) >= MOST_PROMPTS,
        "others": version.worksheet.versions.exclude(pk=version.pk),
    }
    return page(request, version, "build", version.worksheet.title, **context)


@keep_words(hidden=["kind"], prefix=f"{PREFIX}-")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what a new prompt says (GET, of a `kind`), and put it at the end (POST)."""
    version = get_version(pk)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in KIND_NAMES:
        raise Http404
    prompt_id = fresh_id("q", [prompt["id"] for prompt in version.prompts])
    form = form_for(kind, request.POST if request.method == "POST" else None, prompt_id=prompt_id)
    return written(request, version, form, _("Add a prompt"))


@keep_words(hidden=["kind", SEEN], prefix=f"{PREFIX}-")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, prompt_id: str) -> HttpResponse:
    """Show a prompt's form (GET), and put what was written in its place (POST).

    One that was taken out meanwhile in another tab is put back: nothing that was typed is lost. One that was changed
    there comes back once, with what it says now.
    """
    version = get_version(pk)
    before = next((prompt for prompt in version.prompts if prompt["id"] == prompt_id), None)
    kind = before["kind"] if before else request.POST.get("kind", "")
    if kind not in KIND_NAMES:
        raise Http404
    form = form_for(kind, request.POST if request.method == "POST" else None, before=before, prompt_id=prompt_id)
    return written(request, version, form, _("Change a prompt"), before)


def written(
    request: HttpRequest, version: Version, form: PromptForm, title: str, before: dict[str, Any] | None = None
) -> HttpResponse:
    """Store what was written in a prompt's form, or show it, with what was typed and why it was refused."""
    refusal, status = "", HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        if before and before != form.definition and request.POST.get(SEEN, mark_of(before)) != mark_of(before):
            refusal, status = changed_elsewhere(before), HTTPStatus.CONFLICT
            return prompt_page(request, version, form, title, before=before, refusal=refusal, status=status)
        try:
            drafts.put_prompt(version=version, definition=form.definition)
        except NotADraftError:
            refusal, status = not_a_draft(), HTTPStatus.CONFLICT
        except PromptError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Kept. “%(label)s”") % {"label": form.definition["label"]})
            return to_build(version)
    return prompt_page(request, version, form, title, before=before, refusal=refusal, status=status)


def prompt_page(
    request: HttpRequest, version: Version, form: PromptForm, title: str, *, before: dict[str, Any] | None, **also: Any
) -> HttpResponse:
    """Render a prompt's form, which keeps how the prompt stood when it was opened."""
    seen = mark_of(before) if before else ""
    return page(request, version, "prompt", title, form=form, kind_name=KIND_NAMES[form.kind_name], seen=seen, **also)


def mark_of(definition: Mapping[str, Any]) -> str:
    """Return a scramble by which a prompt that was changed is told from the one that was shown."""
    stored = json.dumps(definition, sort_keys=True)
    return salted_hmac("worksheets.builder", stored, algorithm="sha256").hexdigest()


def changed_elsewhere(before: Mapping[str, Any]) -> str:
    """Say why nothing was kept yet, and what stands there now."""
    words = _(
        "This prompt was changed elsewhere since you opened it, so nothing is kept yet. It now asks “%(label)s”. What "
        "you typed is below: keep it once more to put it in that place."
    )
    return words % {"label": before["label"]}


def not_a_draft() -> str:
    """Say why nothing was changed."""
    return _("This version is open to clients by now, so it was not changed. What you typed is below, to copy.")


def open_by_now() -> str:
    """Say why nothing was changed where nothing was typed."""
    return _("This version is open to clients by now, so it was not changed.")


@require_POST
def move(request: HttpRequest, pk: int, prompt_id: str) -> HttpResponse:
    """Move a prompt up or down by one place."""
    version = get_version(pk)
    by = STEPS.get(request.POST.get("to", ""))
    if by is None:
        raise Http404
    try:
        drafts.move_prompt(version=version, prompt_id=prompt_id, by=by)
    except NotADraftError:
        messages.error(request, open_by_now())
    return to_build(version)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, prompt_id: str) -> HttpResponse:
    """Ask (GET), then take a prompt out (POST)."""
    version = get_version(pk)
    prompt = next((prompt for prompt in version.prompts if prompt["id"] == prompt_id), None)
    if prompt is None or not version.is_draft:
        return to_build(version)
    if request.method != "POST":
        question = {
            "words": _("“%(label)s” is taken out of this draft.") % {"label": prompt["label"]},
            "button": _("Take it out"),
        }
        return page(request, version, "question", _("Take out a prompt"), question=question)
    try:
        drafts.remove_prompt(version=version, prompt_id=prompt_id)
    except NotADraftError:
        messages.error(request, open_by_now())
    else:
        messages.success(request, _("Taken out. “%(label)s”") % {"label": prompt["label"]})
    return to_build(version)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the draft of this worksheet, or begin one that asks what this version asks."""
    draft = copy_version(version=get_version(pk), now=timezone.now())
    messages.success(request, _("This is a draft. Clients see it once you open it."))
    return to_build(draft)


@require_POST
def open_to_clients(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft to clients."""
    version = get_version(pk)
    try:
        drafts.open_draft(version=version)
    except PromptError as error:
        messages.error(request, str(error))
    except NotADraftError:
        messages.error(request, _("It is open to clients already."))
    else:
        messages.success(request, _("Open. Whoever begins from now on is asked this; what was begun stays as it was."))
    return to_build(version)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then let go of a draft (POST)."""
    version = get_version(pk)
    if not version.is_draft:
        return to_build(version)
    if request.method != "POST":
        question = {
            "words": _("All of this draft goes. What is open to clients stays as it is."),
            "button": _("Drop this draft"),
        }
        return page(request, version, "question", _("Drop this draft"), question=question)
    if not drafts.drop_draft(version=version):
        messages.error(request, open_by_now())
        return to_build(version)
    messages.success(request, _("The draft is gone."))
    return redirect("admin:worksheets_worksheet_change", version.worksheet_id)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version exactly as a client meets it. There is no form on the page, so nothing can be sent."""
    version = get_version(pk)
    try:
        sheet = Preview(version.worksheet, version, parse_prompts(version.prompts))
    except PromptError as error:
        messages.error(request, str(error))
        return to_build(version)
    context = {"sheet": sheet, "form": AnswerForm(sheet.prompts), "is_preview": True}
    return render(request, "worksheets/worksheet_detail.html", context)
