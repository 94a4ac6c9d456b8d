"""What an essay said before: the list of its versions, what changed from one to the other, and the way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.desk_checks import new_hindrances
from articles.desk_differences import shown_text
from articles.desk_life import essay_of
from articles.differences import Change, Kind, compare, compare_words, count_words
from articles.models import Essay, Revision
from articles.revising import says_the_same, words_of
from articles.services import restore_revision
from practice import desk
from practice.times import say_here

VERSIONS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Version:
    """One line of the list: when and by whom its words were saved, and what of them was new."""

    revision: Revision
    saved: str
    fields: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A short field whose words changed."""

    name: str
    change: Change


@require_safe
def show_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """List every version of an essay, newest first."""
    essay = essay_of(request, pk)
    kept = essay.revisions.select_related("saved_by", "topic")
    page = Paginator(kept, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    rows = list(kept[page.start_index() - 1 : page.end_index() + 1]) if page.object_list else []
    versions = [
        Version(row, say_here(row.saved_at), new_in(row, before), is_newest=page.number == 1 and at == 0)
        for at, (row, before) in enumerate(zip(rows, [*rows[1:], None], strict=True))
    ][:VERSIONS_A_PAGE]
    context = {"essay": essay, "versions": versions, "page": page, "title": _("Versions of “%s”") % essay.title}
    return render(request, "admin/essay_versions.html", {**desk.context_of(request), **context})


def new_in(version: Revision, before: Revision | None) -> str:
    """Return the names of the fields in which a version is not the one before it."""
    if before is None:
        return _("the first that was kept")
    said, earlier = words_of(version), words_of(before)
    return ", ".join(label_of(name) for name in said if name in earlier and said[name] != earlier[name])


def label_of(name: str) -> str:
    """Return what the desk calls a field."""
    return str(getattr(Essay._meta.get_field(name.removesuffix("_id")), "verbose_name", name))


@require_safe
def show_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show what a version changed of the one before it or, asked `with=now`, what has changed since."""
    essay = essay_of(request, pk)
    revision = get_object_or_404(essay.revisions.select_related("saved_by", "topic"), pk=version)
    newest = essay.revisions.first()
    before = previous_of(revision)
    with_now = request.GET.get("with") == "now" or before is None
    old, new = (revision, essay) if with_now else (before or revision, revision)
    text = compare(old.body, new.body)
    lines = [Line(label_of(name), change) for name, change in short_changes(old, new) if not change.is_same]
    context = {
        "title": _("A version of “%s”") % essay.title,
        "essay": essay,
        "revision": revision,
        "saved": say_here(revision.saved_at),
        "has_before": before is not None,
        "with_now": with_now,
        "is_as_now": says_the_same(revision, essay),
        "is_newest": newest == revision,
        "is_public": essay.is_public(timezone.now()),
        "lines": lines,
        "text": shown_text(text),
        **counted([*text, *(line.change for line in lines)]),
    }
    return render(request, "admin/essay_version.html", {**desk.context_of(request), **context})


def previous_of(revision: Revision) -> Revision | None:
    """Return the version that a version took the place of."""
    older = list(Revision.objects.filter(essay=revision.essay_id).values_list("pk", flat=True))
    at = older.index(revision.pk) + 1
    return Revision.objects.select_related("topic").get(pk=older[at]) if at < len(older) else None


def short_changes(old: Essay | Revision, new: Essay | Revision) -> list[tuple[str, Change]]:
    """Return what changed in each field but the text, as far as both are known."""
    known = [name for name in words_of(new) if name != "body" and name in words_of(old)]
    names = [name.removesuffix("_id") for name in known]
    return [(name, compare_words(shown(getattr(old, name)), shown(getattr(new, name)))) for name in names]


def shown(value: object) -> str:
    """Return what stands in a field as words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")


def counted(changes: list[Change]) -> dict[str, int]:
    """Return how many words came and went."""
    return {"came": count_words(changes, Kind.NEW), "went": count_words(changes, Kind.GONE)}


@require_POST
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Bring back the words of a version."""
    essay = essay_of(request, pk)
    revision = get_object_or_404(essay.revisions, pk=version)
    assert request.user.is_authenticated
    if lines := new_hindrances(essay, words_of(revision)):
        messages.error(request, " ".join(str(line.words) for line in lines))
        return redirect("admin:essay_version", pk, version)
    restore_revision(revision=revision, by=request.user, now=timezone.now())
    words = _("The words of %(day)s are back. What stood there is kept among the versions.")
    messages.success(request, words % {"day": say_here(revision.saved_at)})
    return redirect("admin:articles_essay_change", essay.pk)
