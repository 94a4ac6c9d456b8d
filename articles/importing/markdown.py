"""Markdown to blocks, with an optional block of `key: value` lines between two lines of dashes."""

import re

from django.utils.translation import gettext as _

from articles.importing.blocks import ListBlock
from articles.importing.dialects import settle_dialects, take_footnotes
from articles.importing.draft import Draft
from articles.importing.essay import NoteBook
from articles.importing.footnotes import last_section
from articles.importing.names import names

KNOWN_KEYS = names("title summary topic scene published worksheet content_note crisis_block tonight")
METADATA = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
KEY_LINE = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:\s*(.*)")


def read_markdown(text: str, notes: NoteBook) -> Draft:
    """Return the blocks and metadata of a Markdown text; HTML inside it is read as a browser would."""
    from articles.importing.html_blocks import read_fragment

    metadata, body = take_metadata(text, notes)
    body, footnotes = take_footnotes(settle_dialects(body, notes))
    draft = Draft(read_fragment(render_markdown(body), notes, soft_breaks=True))
    listed = "".join(f"{number}. {note}\n" for number, note in enumerate(footnotes, start=1))
    read = read_fragment(render_markdown(listed), notes)
    draft.ending = last_section([block for block in read if isinstance(block, ListBlock)], notes)
    draft.title = metadata.pop("title", "")
    draft.summary = metadata.pop("summary", "")
    draft.metadata = metadata
    return draft


def render_markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # Left to itself the parser shows the source of a link that it finds unsafe; here the link is made, and
    # loses its address later like those of every other kind of file.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return str(parser.render(text))


def take_metadata(text: str, notes: NoteBook) -> tuple[dict[str, str], str]:
    """Return the metadata and the text after it; a block with other lines in it is part of the text."""
    block = METADATA.match(text)
    if not block:
        return {}, text
    lines = [line for line in block[1].split("\n") if line.strip() and not line.lstrip().startswith("#")]
    pairs: dict[str, str] = {}
    key = ""
    for line in lines:
        found = KEY_LINE.fullmatch(line.strip())
        if line[:1].isspace() and key:
            pairs[key] = f"{pairs[key]} {line.strip()}".strip()
        elif found:
            key = found[1].strip().lower().replace(" ", "_").replace("-", "_")
            pairs[key] = unquote(found[2].strip())
        else:
            return {}, text
    for unknown in sorted(set(pairs) - KNOWN_KEYS):
        notes.unsure(
            _("Unknown entry “%(key)s” at the top of the file; it was left out.") % {"key": unknown}, pairs[unknown]
        )
    return {key: value for key, value in pairs.items() if key in KNOWN_KEYS and value}, text[block.end() :]


def unquote(value: str) -> str:
    """Return a value without the one pair of quotation marks around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
