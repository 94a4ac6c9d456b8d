"""What a file of an old site holds, whichever platform wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import ngettext


class SiteFileError(Exception):
    """A file that cannot be read as an old site; the message is for the person who chose it."""


@dataclass(frozen=True, slots=True)
class OldPicture:
    """A picture that a post shows: the address that it had, and the words beside it."""

    address: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class OldPost:
    """One post as the file says it. `html` still holds its pictures and all that will be left out.

    `identity` is what the platform itself tells posts apart by. `addresses` are all that led to it, the main one first,
    whole or as paths. `skipped` says why no draft is made of it; `remarks` is what to say of it in the report.
    """

    identity: str
    title: str
    html: str
    addresses: tuple[str, ...] = ()
    slug: str = ""
    summary: str = ""
    published_at: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cover: OldPicture | None = None
    skipped: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class OldSite:
    """All posts of one file. `hosts` are those of the old site, as far as the file tells; `language` as declared.

    `topic_paths` are the old addresses of categories with their names, `feed_paths` those of its feeds, `list_paths`
    those of its list of posts. `remarks` is what the file held beside posts.
    """

    kind: str
    posts: list[OldPost] = field(default_factory=list)
    address: str = ""
    hosts: frozenset[str] = frozenset()
    language: str = ""
    topic_paths: dict[str, str] = field(default_factory=dict)
    feed_paths: tuple[str, ...] = ()
    list_paths: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)


def say_authors(names: Iterable[str]) -> list[str]:
    """Return what the report says of the authors that a file names: an essay here has no by-line."""
    number = len({name for name in names if name.strip()})
    words = ngettext(
        "The name of %(number)d author was left out.", "The names of %(number)d authors were left out.", number
    )
    return [words % {"number": number}] if number else []
