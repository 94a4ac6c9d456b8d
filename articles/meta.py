"""What the essays' pages tell search engines and link previews about themselves."""

from typing import Any

from django.urls import reverse

from articles.models import Essay, Series, Topic
from practice.meta import SCHEMA, PageMeta, absolute, known


def describe_essay(essay: Essay, practice_name: str) -> dict[str, Any]:
    """Return the essay as schema.org has it. No person is named as its author: it bears no by-line."""
    organisation = {"@type": "Organization", "@id": absolute("/#practice"), "name": practice_name}
    return {
        "@context": SCHEMA,
        "@type": "Article",
        "mainEntityOfPage": absolute(essay.get_absolute_url()),
        "headline": essay.title,
        "author": organisation,
        "publisher": organisation,
        **known(
            description=essay.summary,
            image=absolute(reverse("art", args=[essay.slug, "png"])),
            inLanguage=essay.language,
            articleSection=essay.topic.name if essay.topic else "",
            datePublished=essay.publish_at,
            dateModified=max(essay.updated_at, essay.publish_at) if essay.publish_at else None,
        ),
    }


def essay_meta(essay: Essay, practice_name: str) -> PageMeta:
    """Return the head of an essay's page; search engines are asked to wait until it was read as a clinician."""
    return PageMeta(
        path=essay.get_absolute_url(),
        title=essay.title,
        description=essay.summary,
        picture=reverse("art", args=[essay.slug, "png"]),
        kind="article",
        is_indexed=essay.reviewed_on is not None,
        data=describe_essay(essay, practice_name),
    )


def list_meta(title: str, topic: Topic | None, number: int) -> PageMeta:
    """Return the head of one page of a list of essays."""
    path = topic.get_absolute_url() if topic else reverse("essays")
    return PageMeta(
        path=path if number == 1 else f"{path}?page={number}",
        title=title,
        description=topic.summary if topic else "",
        picture=reverse("art", args=["essays", "png"]),
    )


def series_meta(series: Series) -> PageMeta:
    """Return the head of the page of a series."""
    return PageMeta(
        path=series.get_absolute_url(),
        title=series.title,
        description=series.summary,
        picture=reverse("art", args=["essays", "png"]),
    )
