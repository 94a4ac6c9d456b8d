"""The check list of one essay. Pure: what the database knows of its links is handed in."""

from collections.abc import Iterable, Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.checking.destinations import DeadLink, Problem
from articles.checking.lines import Line, Verdict
from articles.checking.reading_level import AIM, measure_level
from articles.checking.shape import heading_faults, links_in, says_nothing
from articles.models import Essay
from articles.pictures.markup import pictures_in
from articles.pictures.words import is_file_name
from articles.reading import Heading, plain_text
from practice.danger import has_danger_words

SHORTEST_SUMMARY, LONGEST_SUMMARY = 60, 160  # letters that search results have room for
MOST_DETAILS = 5
FIRST_WORDS = 9  # of a long sentence, by which it is found again
WHY = {
    Problem.ABSENT: gettext_lazy("nothing is there"),
    Problem.DRAFT: gettext_lazy("that essay is still a draft"),
    Problem.NOT_YET: gettext_lazy("that essay is not published yet"),
    Problem.WITHDRAWN: gettext_lazy("that essay was withdrawn"),
    Problem.NO_SUCH_PART: gettext_lazy("that essay has no such part"),
    Problem.DESK: gettext_lazy("only you can open it"),
}


def check_essay(essay: Essay, dead: Iterable[DeadLink]) -> list[Line]:
    """Return the whole list: what must be there first, then advice. The text is as it is stored."""
    return [
        *required_lines(essay.summary, essay.topic.name if essay.topic else "", essay.body),
        *level_lines(essay),
        heading_line(essay),
        *link_lines(essay.body, list(dead)),
        *care_lines(essay),
    ]


def missing_lines(summary: str, topic: str, html: str) -> list[Line]:
    """Return what keeps an essay from being published; `html` is its text as it is stored."""
    return [line for line in required_lines(summary, topic, html) if line.verdict == Verdict.MISSING]


def required_lines(summary: str, topic: str, html: str) -> Iterator[Line]:
    """Give the lines about what must be there."""
    yield summary_line(summary.strip())
    if topic:
        yield Line(Verdict.GOOD, "topic", _("The topic is “%(topic)s”.") % {"topic": topic})
    else:
        yield Line(Verdict.MISSING, "topic", _("Choose a topic: by it readers find more of the same."))
    if not plain_text(html):
        yield Line(Verdict.MISSING, "body", _("Write the text: there are no words yet."))
    yield from picture_lines([use.alt for use in pictures_in(html)])


def summary_line(summary: str) -> Line:
    """Return the line about the summary."""
    length = {"letters": len(summary), "most": LONGEST_SUMMARY}
    if not summary:
        return Line(Verdict.MISSING, "summary", _("Write a summary: it stands in lists and in search results."))
    if length["letters"] > LONGEST_SUMMARY:
        words = _("The summary has %(letters)d letters. Search results cut it after about %(most)d.")
        return Line(Verdict.ADVICE, "summary", words % length)
    if length["letters"] < SHORTEST_SUMMARY:
        words = _("The summary has %(letters)d letters. Search results have room for about %(most)d.")
        return Line(Verdict.ADVICE, "summary", words % length)
    return Line(Verdict.GOOD, "summary", _("The summary fits search results: %(letters)d letters.") % length)


def picture_lines(pictures: list[str]) -> Iterator[Line]:
    """Give the line about the words for pictures; none where there is no picture."""
    missing = tuple(_("Picture %(number)d") % {"number": at} for at, each in enumerate(pictures, 1) if not each)
    names = tuple(each for each in pictures if is_file_name(each))
    if missing:
        words = _("Describe every picture in its own words, for people who cannot see it.")
        yield Line(Verdict.MISSING, "body", words, missing[:MOST_DETAILS])
    elif names:
        words = _("A picture is described only by the name of its file.")
        yield Line(Verdict.ADVICE, "body", words, names[:MOST_DETAILS])
    elif pictures:
        yield Line(Verdict.GOOD, "body", _("Every picture is described."))


def level_lines(essay: Essay) -> Iterator[Line]:
    """Give the lines about how hard the text is to read; only English is measured."""
    if not essay.language.startswith("en"):
        yield Line(Verdict.UNMEASURED, "body", _("How easily it reads is measured in English only."))
        return
    level = measure_level(essay.body)
    if level.grade is None:
        yield Line(Verdict.UNMEASURED, "body", _("How easily it reads can be said from 100 words on."))
    elif level.grade > AIM:
        words = _(
            "It reads like grade %(grade).1f (Flesch–Kincaid). The aim is %(aim)d or less: shorter sentences help."
        )
        yield Line(Verdict.ADVICE, "body", words % {"grade": level.grade, "aim": AIM})
    else:
        words = _("It reads easily: grade %(grade).1f (Flesch–Kincaid).") % {"grade": max(0.0, level.grade)}
        yield Line(Verdict.GOOD, "body", words)
    if level.long_sentences:
        words = _("Some sentences are very long. They begin:")
        begun = tuple(Truncator(each).words(FIRST_WORDS) for each in level.long_sentences)
        yield Line(Verdict.ADVICE, "body", words, begun[:MOST_DETAILS])


def heading_line(essay: Essay) -> Line:
    """Return the line about the headings."""
    headings = [Heading(each["level"], each["id"], each["text"]) for each in essay.contents]
    faults = heading_faults(headings)
    if not faults:
        return Line(Verdict.GOOD, "body", _("The headings are in order.") if headings else _("There are no headings."))
    details = [_("Before “%(heading)s” a larger heading is missing.") % {"heading": each} for each in faults.skipping]
    details += [_("“%(heading)s” stands there more than once.") % {"heading": each} for each in faults.twice]
    if faults.empty:
        details.append(
            ngettext("%(number)d is empty.", "%(number)d are empty.", faults.empty) % {"number": faults.empty}
        )
    return Line(Verdict.ADVICE, "body", _("The headings mislead who goes by them."), tuple(details[:MOST_DETAILS]))


def link_lines(html: str, dead: list[DeadLink]) -> Iterator[Line]:
    """Give the lines about links: those that lead to nothing on this site, and those that do not say where."""
    links = links_in(html)
    if dead:
        details = tuple(f"“{each.link.text or each.link.href}”: {WHY[each.problem]}" for each in dead)
        yield Line(
            Verdict.ADVICE, "body", _("Some links to this site lead readers to nothing."), details[:MOST_DETAILS]
        )
    elif links:
        yield Line(Verdict.GOOD, "body", _("Every link to this site leads to something."))
    vague = dict.fromkeys(f"“{each.text or each.href}”" for each in links if says_nothing(each))
    if vague:
        words = _("Some links do not say where they lead. Link the words that name it.")
        yield Line(Verdict.ADVICE, "body", words, tuple(vague)[:MOST_DETAILS])


def care_lines(essay: Essay) -> Iterator[Line]:
    """Give the lines about care for readers, where the words of danger occur. That none occur says nothing."""
    if not has_danger_words(f"{essay.title} {essay.summary} {plain_text(essay.body)}"):
        return
    if not essay.has_crisis_block:
        words = _("It speaks of danger to life or of hurting oneself. Show where help is.")
        yield Line(Verdict.ADVICE, "has_crisis_block", words)
    if not essay.content_note:
        words = _(
            "It speaks of danger to life or of hurting oneself. Say so in a content note, so that readers can choose."
        )
        yield Line(Verdict.ADVICE, "content_note", words)
    if essay.has_crisis_block and essay.content_note:
        yield Line(Verdict.GOOD, "content_note", _("What it speaks of is said beforehand, and where help is."))
