"""What note-taking programs write in Markdown beyond its rules: links in brackets, comments, marks, footnotes."""

import re

from django.utils.translation import gettext as _

from articles.importing.essay import NoteBook

COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)
WIKI_LINK = re.compile(r"!?\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~")
CALLOUT = re.compile(r"^((?:>[ \t]*)+)\[![\w-]+\][+-]?[ \t]*(.*)$", re.MULTILINE)
TASK = re.compile(r"^([ \t]*[-*+][ \t]+)\[[ xX]\][ \t]+", re.MULTILINE)
FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.+(?:\n(?:[ \t]{2,}\S.*|[ \t]*$(?=\n[ \t]{2,}\S)))*)", re.MULTILINE)
FOOTNOTE_SIGN = re.compile(r"\[\^([^\]\s]+)\]")


def settle_dialects(text: str, notes: NoteBook) -> str:
    """Return Markdown that says in plain Markdown what these programs mean; what goes is noted."""
    for comment in COMMENT.findall(text):
        notes.did(_("Left out a comment of the writer:"), " ".join(comment.split()))
    text = COMMENT.sub("", text)
    for struck in STRUCK.findall(text):
        notes.did(_("Left out words that were struck through:"), struck)
    text = STRUCK.sub("", text)
    text = WIKI_LINK.sub(lambda found: found[2] or found[1], text)
    text = HIGHLIGHT.sub(r"\1", text)
    text = CALLOUT.sub(lambda found: f"{found[1]}{f'**{found[2]}**' if found[2] else ''}\n{found[1]}", text)
    if TASK.search(text):
        notes.did(_("Left out the boxes of a list to tick off."))
    return TASK.sub(r"\1", text)


def take_footnotes(text: str) -> tuple[str, list[str]]:
    """Return the text with footnotes as numbers in brackets, and the notes in the order of the text.

    A note that nothing in the text leads to stands last; a sign without a note stays as it is.
    """
    written = {key: " ".join(note.split()) for key, note in FOOTNOTE.findall(text)}
    if not written:
        return text, []
    text = FOOTNOTE.sub("", text)
    order = [key for key in dict.fromkeys(FOOTNOTE_SIGN.findall(text)) if key in written]
    order += [key for key in written if key not in order]
    numbers = {key: number for number, key in enumerate(order, start=1)}

    def number(found: re.Match[str]) -> str:
        return rf"\[{numbers[found[1]]}\]" if found[1] in numbers else found[0]

    return FOOTNOTE_SIGN.sub(number, text), [written[key] for key in order]
