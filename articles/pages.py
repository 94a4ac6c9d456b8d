"""What the page of an essay shows: the same for a reader, at a preview, and while it is being written."""

from typing import Any, NamedTuple

from django.urls import reverse

from articles.meta import essay_meta
from articles.models import Essay
from articles.reflections.selectors import is_open, shown_under
from articles.selectors import Surroundings
from practice.models import Practice

CONTENTS_LEVEL = 2


class Chapter(NamedTuple):
    """One line of the contents list; `id` is the target without the number sign."""

    id: str
    title: str


def page_of_essay(essay: Essay, around: Surroundings) -> dict[str, Any]:
    """Return what `articles/essay_detail.html` shows of an essay; one query, one more for reflections."""
    practice = Practice.load()
    return {
        "essay": essay,
        "contents": chapters(essay),
        "previous": around.previous,
        "next": around.next,
        "related": around.related,
        "reflections": shown_under(essay),
        "takes_reflections": is_open(essay, practice),
        "place": around.place,
        "art_url": reverse("art", args=[essay.slug, "svg"]),
        "practice": practice,
        "meta": essay_meta(essay, practice.name),
    }


def page_for_few(essay: Essay, around: Surroundings, picture: str) -> dict[str, Any]:
    """Return what the page shows of an essay that strangers may not read: nothing of it leads to where it is not yet.

    No head tells search engines and link previews of it, nobody may write under it, and `picture` is the address of its
    picture, which has none of its own before the essay is published.
    """
    return page_of_essay(essay, around) | {"meta": None, "takes_reflections": False, "art_url": picture}


def chapters(essay: Essay) -> tuple[Chapter, ...]:
    """Return the headings that the contents list shows."""
    return tuple(Chapter(each["id"], each["text"]) for each in essay.contents if each["level"] == CONTENTS_LEVEL)
