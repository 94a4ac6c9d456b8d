"""Word files to blocks: what mammoth makes of them, helped where a writer only made text look like structure."""

from __future__ import annotations

import importlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, ListBlock, Paragraph, Quote, Run, text_of, words_in
from articles.importing.draft import Draft
from articles.importing.essay import EssayFileError, NoteBook
from articles.importing.footnotes import last_section
from articles.importing.headings import LARGER
from articles.importing.html_blocks import read_fragment
from articles.importing.word_package import WordPackage, WordStyle, open_package

STYLE_MAP = "\n".join(
    [
        "p[style-name='import title'] => h1.import-title:fresh",
        "p[style-name='import subtitle'] => p.import-subtitle:fresh",
        "p[style-name='import quote'] => blockquote > p:fresh",
        "p[style-name='import large'] => p.import-large:fresh",
        *(f"p[style-name='import heading {level}'] => h{level}:fresh" for level in range(1, 7)),
        "br[type='page'] => ",
    ],
)
FOOTNOTES = re.compile(r"<ol><li id=\"(?:foot|end)note-.*\Z", re.DOTALL)
RETURN_ARROW = re.compile(r"\s*<a href=\"#(?:foot|end)note-ref-[^\"]*\">↑</a>")
TITLE_TAG = re.compile(r"<h1 class=\"import-title\">(.*?)</h1>", re.DOTALL)
SUBTITLE_TAG = re.compile(r"<p class=\"import-subtitle\">(.*?)</p>", re.DOTALL)
DEFAULT_POINTS = 11.0
# Dropped text of more words than this is named.
NAMED_WORDS = 15


def read_word(content: bytes, notes: NoteBook) -> Draft:
    """Return the blocks of a .docx file.

    Raises:
        EssayFileError: not a Word file, an old or protected one, damaged, or swollen beyond reason.
    """
    package = open_package(content)
    html = convert(content, package.styles)
    text, footnotes = part_footnotes(html)
    title, text = take_tag(TITLE_TAG, text)
    subtitle, text = take_tag(SUBTITLE_TAG, text)
    blocks = read_fragment(text, notes)
    blocks += find_lost_boxes(package, blocks, notes)
    report_package(package, notes)
    if subtitle:
        notes.did(_("Took the subtitle as the summary."), subtitle)
    ending = read_footnotes(footnotes, notes)
    return Draft(blocks, title, package.title, subtitle, ending=ending)


def convert(content: bytes, styles: dict[str, WordStyle]) -> str:
    """Return the document as HTML.

    Raises:
        EssayFileError: the document's parts contradict each other or are cut short.
    """
    mammoth: Any = importlib.import_module("mammoth")

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=STYLE_MAP,
            include_embedded_style_map=False,
            transform_document=make_transform(styles),
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
        )
    except Exception as error:
        # A damaged file makes the library fail in as many ways as there are damages.
        raise EssayFileError(_("This Word file is damaged and cannot be read.")) from error
    return str(result.value)


def make_transform(styles: dict[str, WordStyle]) -> Callable[[Any], Any]:
    """Return a function that renames the styles of a document's paragraphs to what they mean."""
    mammoth: Any = importlib.import_module("mammoth")

    def transform(document: Any) -> Any:
        sizes: Counter[float] = Counter()
        for paragraph in iterate(document, "Paragraph"):
            style = styles.get(paragraph.style_id or "", WordStyle())
            for run in iterate(paragraph, "Run"):
                sizes[run.font_size or style.points or DEFAULT_POINTS] += count_letters(run)
        body = max(sizes, key=lambda size: sizes[size], default=DEFAULT_POINTS)
        return mammoth.transforms.paragraph(lambda paragraph: rename(paragraph, styles, body))(document)

    return transform


def rename(paragraph: Any, styles: dict[str, WordStyle], body: float) -> Any:
    """Return a paragraph whose style tells its meaning, and whose runs are bold where its style is."""
    style = styles.get(paragraph.style_id or "", WordStyle())
    if paragraph.numbering is None and style.role:
        return paragraph.copy(style_id=None, style_name=f"import {style.role}")
    if paragraph.numbering is not None and style.list_depth > int(paragraph.numbering.level_index) + 1:
        documents: Any = importlib.import_module("mammoth.documents")
        level = documents.numbering_level(style.list_depth - 1, paragraph.numbering.is_ordered)
        return paragraph.copy(numbering=level)
    runs = [run for run in iterate(paragraph, "Run") if count_letters(run)]
    sizes = [run.font_size or style.points or DEFAULT_POINTS for run in runs]
    if paragraph.numbering is None and sizes and min(sizes) >= body * LARGER:
        paragraph = paragraph.copy(style_id=None, style_name="import large")
    if style.is_bold:
        return paragraph.copy(children=[embolden(child) for child in paragraph.children])
    return paragraph


def embolden(child: Any) -> Any:
    return child.copy(is_bold=True) if type(child).__name__ == "Run" else child


def iterate(element: Any, name: str) -> Iterator[Any]:
    """Yield the elements of a kind inside a mammoth element, in order."""
    for child in getattr(element, "children", ()):
        if type(child).__name__ == name:
            yield child
        else:
            yield from iterate(child, name)


def count_letters(run: Any) -> int:
    return sum(len(piece.value.strip()) for piece in iterate(run, "Text"))


def part_footnotes(html: str) -> tuple[str, str]:
    """Return the text and the list of footnotes that mammoth puts after it."""
    found = FOOTNOTES.search(html)
    return (html[: found.start()], RETURN_ARROW.sub("", found[0])) if found else (html, "")


def read_footnotes(html: str, notes: NoteBook) -> list[Block]:
    """Return the footnotes as a last section; their numbers stay in the text in brackets."""
    read = read_fragment(html, notes) if html else []
    return last_section([block for block in read if isinstance(block, ListBlock)], notes)


def take_tag(tag: re.Pattern[str], html: str) -> tuple[str, str]:
    """Return the plain text of the first such tag and the HTML without it."""
    import html as markup

    found = tag.search(html)
    if not found:
        return "", html
    inner = markup.unescape(re.sub(r"<[^>]*>", " " if "<br" in found[0] else "", found[1]))
    return " ".join(inner.split()), html[: found.start()] + html[found.end() :]


def find_lost_boxes(package: WordPackage, blocks: Iterable[Block], notes: NoteBook) -> list[Block]:
    """Return the text boxes that the conversion passed over, as quotations at the end."""
    have = squash(" ".join(text_of(block) for block in blocks))
    lost: list[Block] = []
    for box in package.text_boxes:
        if squash(box) in have:
            notes.did(_("Moved the text of a text box into the flow of the text."), box)
        else:
            notes.unsure(_("Put the text of a text box at the end; check its place."), box)
            lost.append(Quote([Paragraph((Run(box),))]))
    return lost


def squash(text: str) -> str:
    return "".join(text.split())


def report_package(package: WordPackage, notes: NoteBook) -> None:
    """Note what of the file did not become text of the essay."""
    if package.insertions or package.deletions:
        notes.did(
            _("Accepted all tracked changes: %(added)d insertions, %(removed)d deletions.")
            % {"added": package.insertions, "removed": package.deletions}
        )
    for comment in package.comments:
        notes.did(_("Left out a comment in the margin (%(count)d words):") % {"count": words_in(comment)}, comment)
    for edge in package.page_edges:
        if words_in(edge) > NAMED_WORDS:
            notes.unsure(_("Left out a page header or footer (%(count)d words):") % {"count": words_in(edge)}, edge)
