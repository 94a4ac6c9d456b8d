"""From a file to an essay: which kind it is, how it is read, and what is made of its blocks."""

import re

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Heading, Paragraph, render, text_of
from articles.importing.decoding import decode_text, find_signature
from articles.importing.draft import Draft
from articles.importing.essay import EssayFileError, ImportedEssay, NoteBook
from articles.importing.headings import (
    find_headings,
    has_words,
    report_empty_sections,
    settle_levels,
    take_title,
)
from articles.importing.language import find_language
from articles.importing.links import drop_unsafe_links
from articles.importing.lost_lists import collect_lost_lists
from articles.importing.markdown import read_markdown
from articles.importing.plain_text import read_plain_text
from articles.importing.quotes import collect_quotes
from articles.importing.steps import join_steps
from articles.importing.typed_lists import collect_typed_lists
from articles.importing.verse import join_clusters
from articles.sanitising import clean_html

LARGEST_FILE = 10 * 1024 * 1024
KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".docx": "word",
    ".txt": "text",
}
LOOKS_LIKE_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html[\s>])", re.I)
SEPARATOR = re.compile(r"[\s*_~=#•·.—–❦☙⁂◦+-]+")


def read_essay(name: str, content: bytes) -> ImportedEssay:
    """Return the essay in a file; `name` gives the kind of file and, failing all else, the title.

    Raises:
        EssayFileError: the file cannot be read, is not what its name says, or holds no text.
    """
    notes = NoteBook()
    kind = find_kind(name, content)
    draft = read_draft(kind, content, notes)
    drop_unsafe_links([*draft.blocks, *draft.ending], notes)
    blocks = arrange(draft, notes)
    title = settle_title(draft, blocks, name, notes)
    add_ending(draft, blocks)
    if not blocks:
        raise EssayFileError(_("There is no text in this file."))
    settle_levels(blocks, notes)
    report_empty_sections(blocks, notes)
    html = clean_html(render(blocks))
    language = find_language(" ".join(text_of(block) for block in blocks), draft.language)
    return ImportedEssay(title, html, draft.summary, language, notes.notes, draft.metadata)


def find_kind(name: str, content: bytes) -> str:
    """Return the kind of file: "markdown", "page", "word" or "text".

    Raises:
        EssayFileError: too large, empty, of another kind, or not what its name says.
    """
    if len(content) > LARGEST_FILE:
        raise EssayFileError(_("This file is larger than 10 MB. An essay of words alone is far smaller."))
    if not content.strip():
        raise EssayFileError(_("This file is empty."))
    found = re.search(r"\.[^./\\]*$", name)
    suffix = found[0].strip().lower() if found else ""
    if suffix in (".doc", ".rtf", ".odt", ".pdf", ".pages"):
        raise EssayFileError(
            _("A %(suffix)s file cannot be read. Open it where it was written and save it as .docx.")
            % {"suffix": suffix}
        )
    kind = KINDS.get(suffix)
    if kind is None:
        raise EssayFileError(_("Only files ending in .docx, .html, .md or .txt can be read."))
    if kind != "word" and find_signature(content):
        raise EssayFileError(_("This is not a text: it is another kind of file with the ending of a text."))
    return kind


def read_draft(kind: str, content: bytes, notes: NoteBook) -> Draft:
    """Return the blocks of a file; libraries for Word and web pages are loaded only when needed."""
    if kind == "word":
        from articles.importing.word import read_word

        return read_word(content, notes)
    text = decode_text(content, notes)
    if not text.strip():
        raise EssayFileError(_("There is no text in this file."))
    if kind == "page" or LOOKS_LIKE_PAGE.match(text):
        from articles.importing.page import read_page

        return read_page(text, notes)
    return read_markdown(text, notes) if kind == "markdown" else read_plain_text(text)


def arrange(draft: Draft, notes: NoteBook) -> list[Block]:
    """Return the blocks with the structure found that the file only hinted at."""
    blocks = drop_separators(draft.blocks, notes)
    blocks = join_steps(collect_typed_lists(blocks, notes), notes)
    blocks = collect_lost_lists(blocks, notes)
    blocks = collect_quotes(blocks, notes)
    blocks = find_headings(blocks, notes, by_shape=draft.by_shape)
    return join_clusters(blocks, notes)


def add_ending(draft: Draft, blocks: list[Block]) -> None:
    """Append the ending, its heading as high as the highest in the text."""
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=1)
    for block in draft.ending:
        if isinstance(block, Heading):
            block.level = highest
    blocks.extend(draft.ending)


def drop_separators(blocks: list[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks without lines of signs alone and without empty ones."""
    kept = [block for block in blocks if has_words(block) and not is_separator(block)]
    if dropped := sum(has_words(block) and is_separator(block) for block in blocks):
        notes.did(_("Left out %(count)d lines of signs between parts.") % {"count": dropped})
    return kept


def is_separator(block: Block) -> bool:
    return isinstance(block, Paragraph | Heading) and bool(SEPARATOR.fullmatch(block.text))


def settle_title(draft: Draft, blocks: list[Block], name: str, notes: NoteBook) -> str:
    """Return the title: what the file says, its first heading, its page title, or at last its own name."""
    title = take_title(blocks, draft.title)
    if not title and draft.fallback_title:
        title = take_title(blocks, draft.fallback_title)
    if not title:
        stem = re.sub(r"\.[^.]*$", "", re.split(r"[/\\]", name)[-1])
        title = " ".join(re.sub(r"[_\x00-\x1f-]+", " ", stem).split()).capitalize() or _("Untitled")
        notes.unsure(_("The text has no title; its file name was used."), title)
    return " ".join(title.split())[:200]
