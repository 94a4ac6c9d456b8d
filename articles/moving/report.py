"""What was decided, post by post: kept as plain data, shown as text or on a page of the desk."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

VERDICTS: dict[str, str | Promise] = {
    "made": gettext_lazy("a draft was made"),
    "would": gettext_lazy("a draft would be made"),
    "here": gettext_lazy("already here"),
    "changed": gettext_lazy("already here; it has changed on the old site since"),
    "deleted": gettext_lazy("was deleted here, and not brought back"),
    "same": gettext_lazy("already here under the same title; only its old address was noted"),
    "twice": gettext_lazy("stands twice in what was handed over"),
    "skipped": gettext_lazy("left out"),
    "failed": gettext_lazy("could not be read"),
    "waits": gettext_lazy("not yet its turn"),
}


def say_sum(verdict: str, number: int) -> str:
    """Return how many posts have a verdict, in words."""
    words = {
        "made": ngettext("%(number)d draft was made", "%(number)d drafts were made", number),
        "would": ngettext("%(number)d draft would be made", "%(number)d drafts would be made", number),
        "here": ngettext("%(number)d post is here already", "%(number)d posts are here already", number),
        "changed": ngettext(
            "%(number)d post is here already and has changed on the old site since",
            "%(number)d posts are here already and have changed on the old site since",
            number,
        ),
        "deleted": ngettext(
            "%(number)d post was deleted here and is not brought back",
            "%(number)d posts were deleted here and are not brought back",
            number,
        ),
        "same": ngettext(
            "%(number)d post is here already under the same title",
            "%(number)d posts are here already under the same title",
            number,
        ),
        "twice": ngettext("%(number)d post stands there twice", "%(number)d posts stand there twice", number),
        "skipped": ngettext("%(number)d page or post is left out", "%(number)d pages and posts are left out", number),
        "failed": ngettext("%(number)d post could not be read", "%(number)d posts could not be read", number),
        "waits": ngettext("%(number)d post waits for its turn", "%(number)d posts wait for their turn", number),
    }
    return words[verdict] % {"number": number}


@dataclass(slots=True)
class PostReport:
    """What became of one post.

    `essay` is the number of its essay, 0 for none; `address` where it used to be; `missing` counts the pictures that
    were not handed over with it.
    """

    title: str
    verdict: str
    address: str = ""
    essay: int = 0
    lines: list[str] = field(default_factory=list)
    missing: int = 0

    def words(self) -> str:
        """Return the verdict in words."""
        return str(VERDICTS[self.verdict])


@dataclass(slots=True)
class Report:
    """What became of all posts of some files; `lines` is about the files as a whole."""

    is_dry: bool
    lines: list[str] = field(default_factory=list)
    posts: list[PostReport] = field(default_factory=list)

    def count(self, *verdicts: str) -> int:
        """Return how many posts have one of these verdicts."""
        return sum(post.verdict in verdicts for post in self.posts)

    def missing(self) -> int:
        """Return how many pictures were not handed over with the posts that show them."""
        return sum(post.missing for post in self.posts)

    def summary(self) -> list[str]:
        """Return how many posts have each verdict that occurs, and how many pictures are missing, in words."""
        lines = [say_sum(verdict, number) for verdict in VERDICTS if (number := self.count(verdict))]
        if number := self.missing():
            words = ngettext(
                "%(number)d picture was not handed over, and is left out",
                "%(number)d pictures were not handed over, and are left out",
                number,
            )
            lines.append(words % {"number": number})
        return lines

    def as_data(self) -> dict[str, Any]:
        """Return the report as it is stored."""
        return asdict(self)


def from_data(kept: dict[str, Any]) -> Report:
    """Return a stored report."""
    posts = [PostReport(**post) for post in kept.get("posts", [])]
    return Report(kept.get("is_dry", True), list(kept.get("lines", [])), posts)


def render_report(report: Report) -> str:
    """Return a report as lines for a person: the sum first, then the files, then each post."""
    lines = [_("Nothing was written: this only says what would happen.")] if report.is_dry else []
    lines += report.summary()
    lines += report.lines
    for post in report.posts:
        place = f"  {post.address}" if post.address else ""
        lines += ["", f"{post.title}{place}", f"  {post.words()}"]
        lines += [f"  - {line}" for line in post.lines]
    return "\n".join(lines)
