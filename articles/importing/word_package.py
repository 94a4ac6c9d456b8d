"""The package around a Word document: whether it may be opened, its styles, and what lies beside the text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.decoding import find_signature
from articles.importing.essay import EssayFileError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
LARGEST_PART = 25 * 1024 * 1024
LARGEST_PACKAGE = 100 * 1024 * 1024
MOST_PARTS = 3000
DOCUMENT = "word/document.xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The built-in names of Word, and "quotations" of LibreOffice, which keeps it when it saves as Word does.
ROLES = {
    "title": "title",
    "subtitle": "subtitle",
    **dict.fromkeys(("quote", "intense quote", "block text", "quotations"), "quote"),
}
MADE_UP_TITLES = re.compile(r"(?:microsoft word|word document|document\s*\d*|untitled|blank)\b.*", re.I)


@dataclass(frozen=True, slots=True)
class WordStyle:
    """What a paragraph style says: a role ("heading 2", "title", "quote" or ""), weight, size in points or 0.

    `list_depth` is 2 for "List Bullet 2" and its like, which Word sets in by indent alone; else 0.
    """

    role: str = ""
    list_depth: int = 0
    is_bold: bool = False
    points: float = 0


@dataclass(slots=True)
class WordPackage:
    """Styles by id, and what is in the file beside its running text."""

    styles: dict[str, WordStyle] = field(default_factory=dict)
    title: str = ""
    text_boxes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    page_edges: list[str] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0


def open_package(content: bytes) -> WordPackage:
    """Return what a .docx file holds beside its text, after checking that it is safe to open.

    Raises:
        EssayFileError: see read_word.
    """
    refuse_other_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive)
            return read_package(archive)
    # NotImplementedError is how zipfile says that a member is packed in a way it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise EssayFileError(_("This Word file is damaged and cannot be read.")) from error


def refuse_other_kinds(content: bytes) -> None:
    signature = find_signature(content)
    if signature == "ole" and ENCRYPTED in content:
        raise EssayFileError(_("This Word file is protected by a password. Save it without one and try again."))
    if signature == "ole":
        raise EssayFileError(_("This is an old Word file (.doc). Open it in Word and save it as .docx."))
    if signature == "rtf":
        raise EssayFileError(_("This is a rich text file (.rtf). Open it in Word and save it as .docx."))
    if signature != "zip":
        raise EssayFileError(_("This is not a Word file, though its name ends in .docx."))


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise EssayFileError unless the archive is a Word document of a sensible size."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise EssayFileError(_("This Word file is protected by a password. Save it without one and try again."))
    swollen = any(part.file_size > LARGEST_PART and is_xml(part) for part in parts)
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_PACKAGE:
        raise EssayFileError(_("This Word file unpacks to far more than an essay and was not opened."))
    names = {part.filename for part in parts}
    if DOCUMENT not in names:
        if any(name.endswith("content.opf") or name in ("content.xml", "mimetype") for name in names):
            raise EssayFileError(_("This is a file of another program. Save it there as .docx and try again."))
        raise EssayFileError(_("This is not a Word file, though its name ends in .docx."))
    for part in parts:
        if is_xml(part) and b"<!DOCTYPE" in archive.read(part)[:4096].replace(b"\0", b""):
            raise EssayFileError(_("This Word file holds definitions that Word never writes and was not opened."))


def is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))


def read_package(archive: zipfile.ZipFile) -> WordPackage:
    """Return the package; parts that are missing or broken count as empty, but for the document itself."""
    document = read_part(archive, DOCUMENT)
    if document is None:
        raise EssayFileError(_("This Word file is damaged and cannot be read."))
    package = WordPackage(read_styles(read_part(archive, "word/styles.xml")))
    package.insertions = sum(1 for _one in document.iter(f"{W}ins"))
    package.deletions = sum(1 for _one in document.iter(f"{W}del"))
    package.text_boxes = list(dict.fromkeys(text for text in map(join_text, document.iter(f"{W}txbxContent")) if text))
    core = read_part(archive, "docProps/core.xml")
    if core is not None and (named := (core.findtext(f"{DC}title") or "").strip()):
        package.title = "" if MADE_UP_TITLES.fullmatch(named) else named
    comments = read_part(archive, "word/comments.xml")
    if comments is not None:
        package.comments = [text for text in map(join_text, comments.iter(f"{W}comment")) if text]
    package.page_edges = list(find_page_edges(archive))
    return package


def find_page_edges(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            part = read_part(archive, name)
            if part is not None and (text := join_text(part)):
                yield text


def read_part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the root of an XML part, or None when it is missing or no XML."""
    from lxml import etree

    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError:
        return None


def join_text(element: Element) -> str:
    """Return the text of an element's paragraphs on one line, without deleted text."""
    paragraphs = ("".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in element.iter(f"{W}p"))
    return " ".join(" ".join(paragraphs).split())


def read_styles(root: Element | None) -> dict[str, WordStyle]:
    """Return the paragraph styles by id, with what they inherit; the names of Word's own are English always."""
    if root is None:
        return {}
    raw = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    default = read_points(root.find(f"{W}docDefaults/{W}rPrDefault"))
    return {key: read_style(raw, key, default) for key, style in raw.items() if style.get(f"{W}type") == "paragraph"}


def read_style(raw: dict[str, Element], key: str, default: float) -> WordStyle:
    """Return a style with what it inherits from the styles that it is based on."""
    chain: list[Element] = []
    while key in raw and raw[key] not in chain:
        chain.append(raw[key])
        base = raw[key].find(f"{W}basedOn")
        key = base.get(f"{W}val", "") if base is not None else ""
    role = next((found for style in chain if (found := find_role(style))), "")
    bold = next((mark for style in chain if (mark := style.find(f"{W}rPr/{W}b")) is not None), None)
    points = next((size for style in chain if (size := read_points(style))), default)
    depth = next((level for style in chain if (level := find_list_depth(style))), 0)
    return WordStyle(role, depth, bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off"), points)


def find_role(style: Element) -> str:
    """Return the role that a style has by its name or its place in the outline."""
    name = read_name(style)
    if found := re.fullmatch(r"heading ([1-6])", name):
        return f"heading {found[1]}"
    outline = style.find(f"{W}pPr/{W}outlineLvl")
    level = outline.get(f"{W}val", "9") if outline is not None else "9"
    return ROLES.get(name) or (f"heading {int(level) + 1}" if level in "012345" else "")


def find_list_depth(style: Element) -> int:
    found = re.fullmatch(r"list (?:bullet|number) ([2-5])", read_name(style))
    return int(found[1]) if found else 0


def read_name(style: Element) -> str:
    label = style.find(f"{W}name")
    return (label.get(f"{W}val", "") if label is not None else "").lower()


def read_points(style: Element | None) -> float:
    """Return the size in points that a style sets itself, or 0."""
    size = style.find(f"{W}rPr/{W}sz") if style is not None else None
    value = size.get(f"{W}val", "") if size is not None else ""
    return int(value) / 2 if value.isdigit() and len(value) < 5 else 0
