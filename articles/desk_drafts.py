"""The desk's page of an essay while it is written: nothing that was typed is lost, and nothing is overwritten unseen.

The page keeps what stands on it by a script; without one, what a form could not save is kept when it comes back.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.desk_checks import check_list, told
from articles.draft_words import differences, essay_as_typed, form_of, initial_of, tell, unsaved_of
from articles.drafts import (
    TOKEN,
    Marks,
    UnknownPageError,
    end_draft,
    find_draft,
    keep_draft,
    marks_in,
    sent_again,
    words_in,
)
from articles.models import Essay, EssayDraft
from articles.reading import lines_of
from practice.keeping import keep_words
from practice.seen_rows import SEEN

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Essay]
else:
    Base = object

CONFLICT = "admin/articles/essay/conflict.html"
TAKEN_UP = "draft"  # in the address: the key of the draft with whose words the page begins


WRITTEN = ("title", "summary", "body", "content_note", "tonight")
gives_words_back = keep_words(written=WRITTEN, keeps_all=True, readable=lines_of)


class KeepsDrafts(Base):
    """The pages on which an essay is added and changed."""

    @gives_words_back
    def add_view(  # type: ignore[override]
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show the form of a new essay; with a sign-in that has ended, what was typed comes back."""
        return super().add_view(request, form_url, extra_context)

    @gives_words_back
    def change_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show the form of an essay; with a sign-in that has ended, what was typed comes back."""
        return super().change_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the list, and over it what was written of new essays that are on no list yet."""
        new_ones = list(unsaved_of(request, None)) if self.has_add_permission(request) else []
        return super().changelist_view(request, {**(extra_context or {}), "new_ones": new_ones})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show the form with what belongs to writing; of what is sent and cannot be saved, keep every word."""
        if request.method == "POST":
            with transaction.atomic():
                essay = lock_essay(self, request, object_id)
                if object_id is not None and essay is None:
                    return go_on_as_new(request)
                response = super().changeform_view(request, object_id, form_url, extra_context)
                return after_sending(request, essay, response)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        return with_writing(request, response) if is_form(response) else response


def lock_essay(desk: Any, request: HttpRequest, object_id: str | None) -> Essay | None:
    """Return the essay of a page, locked, so that of two pages that save at once the second sees the first."""
    found: Essay | None = desk.get_object(request, unquote(object_id)) if object_id else None
    return Essay.objects.select_for_update().filter(pk=found.pk).first() if found else None


def is_form(response: HttpResponseBase) -> bool:
    """Tell whether an answer is the page with the form, for somebody who may change something on it."""
    context = getattr(response, "context_data", None) or {}
    return isinstance(response, TemplateResponse) and "adminform" in context and context["has_change_permission"]


def with_writing(request: HttpRequest, response: Any) -> Any:
    """Add to a fresh page what belongs to writing; begin with the words of a draft where the address names one."""
    context: dict[str, Any] = response.context_data or {}
    form, essay = context["adminform"].form, context.get("original")
    seen = form.seen_row if essay else ""
    draft = draft_named(request, essay)
    if draft:
        form.initial.update(initial_of(form, draft.words))
        seen = draft.based_on
    elif TAKEN_UP in request.GET:
        messages.warning(request, _("Those words are not kept any more: they were saved, or thrown away."))
    follows = (draft.key, draft.count) if draft else None
    marks = Marks(uuid4(), 0, seen, follows)
    typed = essay_as_typed(form_of(request, essay, sent_again(draft.words))) if draft else essay or Essay()
    context["writing"] = writing(essay, marks, typed) | {
        "taken_up": tell(draft) if draft else None,
        "unsaved": [each for each in unsaved_of(request, essay) if draft is None or each.draft.pk != draft.pk],
    }
    return response


def draft_named(request: HttpRequest, essay: Essay | None) -> EssayDraft | None:
    """Return the draft that the address of the page names, if it is one of this essay and this author."""
    draft = find_draft(author_of(request), key) if (key := key_in(request)) else None
    return draft if draft and draft.essay == essay else None


def key_in(request: HttpRequest) -> UUID | None:
    """Return the key that the address names; None where it names none."""
    try:
        return UUID(request.GET.get(TAKEN_UP, ""))
    except ValueError:
        return None


def writing(essay: Essay | None, marks: Marks, typed: Essay) -> dict[str, Any]:
    """Return what the template says of a page that is written on, with the check list of what stands on it."""
    follows = f"{marks.follows[0]}:{marks.follows[1]}" if marks.follows else ""
    checks = told(check_list(typed, timezone.now()))
    return {"essay": essay.pk if essay else "", "marks": marks, "follows": follows, **checks}


def after_sending(request: HttpRequest, essay: Essay | None, response: Any) -> Any:
    """Let go of the page's draft where its words are saved; where they are not, keep them and say so."""
    try:
        marks = marks_in(request.POST)
        if not is_form(response):
            end_draft(marks=marks, author=author_of(request), now=timezone.now())
            return past_the_draft(response)
        kept = keep_draft(
            marks=Marks(marks.key, marks.count + 1, marks.seen, marks.follows),
            words=words_in(request.POST),
            essay=essay,
            author=author_of(request),
            now=timezone.now(),
        )
    except UnknownPageError:  # sent by a program, which has no page that could be shown again
        return response
    return come_back(request, essay, response, kept)


def past_the_draft(response: Any) -> Any:
    """Return an answer that leads on without the draft that the page began with: it is over, its words are saved."""
    to = urlsplit(response.headers.get("Location", ""))
    asked = QueryDict(to.query, mutable=True)
    if asked.pop(TAKEN_UP, None):
        response.headers["Location"] = to._replace(query=asked.urlencode()).geturl()
    return response


def come_back(request: HttpRequest, essay: Essay | None, response: TemplateResponse, kept: EssayDraft) -> Any:
    """Show the form once more, or both versions where the essay was changed elsewhere meanwhile."""
    context: dict[str, Any] = response.context_data or {}
    form = context["adminform"].form
    seen = form.seen_row if essay else ""
    if form.has_error(NON_FIELD_ERRORS, code=SEEN):
        return show_conflict(request, response, form, kept)
    marks = Marks(kept.key, kept.count, seen)
    context["writing"] = writing(essay, marks, essay_as_typed(form)) | {"unsaved": [], "taken_up": None}
    return response


def show_conflict(request: HttpRequest, response: TemplateResponse, form: Any, kept: EssayDraft) -> TemplateResponse:
    """Show what stands there now beside what was typed, and let her choose; both are kept until she does."""
    left_out = {TOKEN, "draft_count", "seen_row"}
    sent = [(name, each) for name, values in request.POST.lists() if name not in left_out for each in values]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Changed elsewhere meanwhile"),
        "opts": Essay._meta,
        "essay": form.instance,
        "differences": differences(form),
        "sent": [*sent, ("draft_count", kept.count), ("seen_row", form.seen_row)],
        "stands_url": reverse("admin:articles_essay_change", args=[form.instance.pk]),
    }
    return TemplateResponse(request, CONFLICT, context, status=409)


def go_on_as_new(request: HttpRequest) -> HttpResponseRedirect:
    """Keep what was typed about an essay that was deleted elsewhere, and go on with it as a new one."""
    add = reverse("admin:articles_essay_add")
    try:
        marks = marks_in(request.POST)
        marks = Marks(marks.key, marks.count + 1, "", marks.follows)
        now = timezone.now()
        draft = keep_draft(marks=marks, words=words_in(request.POST), essay=None, author=author_of(request), now=now)
    except UnknownPageError:
        return HttpResponseRedirect(add)
    words = _("This essay was deleted elsewhere meanwhile. Your words are here: saved, they become a new essay.")
    messages.warning(request, words)
    return HttpResponseRedirect(f"{add}?{urlencode({TAKEN_UP: str(draft.key)})}")


def author_of(request: HttpRequest) -> AbstractBaseUser:
    """Return who writes; the desk's guard lets nobody in without a name."""
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
