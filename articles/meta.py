"""What the essays' pages tell search engines and link previews about themselves."""

from collections.abc import Sequence
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Essay, Series, Topic
from practice.meta import SCHEMA, PageMeta, absolute, known

LONGEST_HEADLINE = 110  # letters; what shows headlines of articles cuts longer ones off
LONGEST_DESCRIPTION = 200  # letters; lists of results show less


def describe_essay(essay: Essay, practice_name: str, address: str, picture: str) -> dict[str, Any]:
    """Return the essay as schema.org has it. No person is named as its author: it bears no by-line."""
    organisation = {
        "@type": "Organization",
        "@id": absolute("/#practice"),
        "name": practice_name,
        "url": absolute("/"),
        "logo": absolute(static("img/icon-512.png")),
    }
    return {
        "@context": SCHEMA,
        "@type": "Article",
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": address,
            "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": way_to(essay, address)},
        },
        "headline": Truncator(essay.title).chars(LONGEST_HEADLINE),
        "author": organisation,
        "publisher": organisation,
        "timeRequired": f"PT{essay.reading_minutes}M",
        **known(
            description=essay.summary,
            image=absolute(picture),
            inLanguage=essay.language,
            articleSection=essay.topic.name if essay.topic else "",
            datePublished=essay.publish_at,
            dateModified=max(essay.updated_at, essay.publish_at) if essay.publish_at else None,
        ),
    }


def way_to(essay: Essay, address: str) -> list[dict[str, Any]]:
    """Return the lists that lead to the essay, from the widest on, and itself at its address."""
    places = [(_("Essays"), absolute(reverse("essays")))]
    if essay.topic:
        places.append((essay.topic.name, absolute(essay.topic.get_absolute_url())))
    places.append((essay.title, address))
    return [
        {"@type": "ListItem", "position": number, "name": name, "item": item}
        for number, (name, item) in enumerate(places, 1)
    ]


def essay_meta(essay: Essay, practice_name: str) -> PageMeta:
    """Return the head of an essay's page; search engines are asked to wait until it was read as a clinician."""
    path, picture = essay.get_absolute_url(), reverse("art", args=[essay.slug, "png"])
    return PageMeta(
        path=path,
        title=essay.title,
        description=essay.summary,
        picture=picture,
        kind="article",
        is_indexed=essay.reviewed_on is not None,
        data=describe_essay(essay, practice_name, absolute(path), picture),
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


def series_meta(series: Series, parts: Sequence[Essay]) -> PageMeta:
    """Return the head of the page of a series; search engines are asked to wait until one of its parts was reviewed."""
    return PageMeta(
        path=series.get_absolute_url(),
        title=series.title,
        description=series.summary or describe_parts(parts),
        picture=reverse("art", args=["essays", "png"]),
        is_indexed=any(part.reviewed_on is not None for part in parts),
    )


def describe_parts(parts: Sequence[Essay]) -> str:
    """Return what a series without a line of its own is about: the titles of its parts."""
    words = ngettext(
        "A series, so far of %(count)d essay: %(titles)s", "A series of %(count)d essays: %(titles)s", len(parts)
    )
    titles = ", ".join(part.title for part in parts)
    return Truncator(words % {"count": len(parts), "titles": titles}).chars(LONGEST_DESCRIPTION)
