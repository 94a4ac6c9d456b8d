"""What the tests of the importer share: the committed files, Word files made on the spot, and how to compare."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.html import HtmlElement, fragment_fromstring

from articles.importing import ImportedEssay, read_essay

FILES = Path(__file__).parent / "imports"
BLOCKS = ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td")

Structure = list[tuple[str, str]]


# Its paragraphs stay on the line on which a file would have them.
BODY = (
    "The kettle was on, and nobody in the house had asked for tea yet, but it is good to hear a kettle in another room."
)


def large_file(size: int, ending: str = "") -> bytes:
    """Return a text of at least `size` bytes with headings, lists and paragraphs."""
    part = f"What the kettle said\n\n{BODY}\n{BODY}\n\n{BODY}\n\n• one cup\n• two cups\n\n" + f"{BODY}\n\n" * 8
    return (part * (size // len(part) + 1) + ending).encode()


def read_file(name: str) -> ImportedEssay:
    return read_essay(name, (FILES / name).read_bytes())


def list_structure(html: str) -> Structure:
    """Return each piece of text with the tags around it: ("ul li ul li", "text of an inner item")."""
    found: Structure = []

    def walk(element: HtmlElement, path: str) -> None:
        text = " ".join(own_text(element).split())
        if text:
            found.append((path, text))
        for child in element:
            if child.tag in BLOCKS:
                walk(child, f"{path} {child.tag}".strip())

    walk(fragment_fromstring(html, create_parent="div"), "")
    return found


def own_text(element: HtmlElement) -> str:
    """Return the text of an element outside inner blocks, a line break as a slash."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append(" / ")
        elif child.tag not in BLOCKS:
            parts.append(own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def list_notes(essay: ImportedEssay, kind: str) -> str:
    """Return the notes of a kind as text to look for words in."""
    return "\n".join(f"{note.text} {note.where}" for note in essay.notes if note.kind == kind)


def make_word(write: Callable[[WordDocument], object]) -> bytes:
    document = Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def change_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word file with one of its parts changed, or added when it has none of that name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return stream.getvalue()


def drop_part(content: bytes, name: str) -> bytes:
    """Return a Word file without one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
    return stream.getvalue()


def add_deleted_and_inserted(paragraph: Any, deleted: str, inserted: str) -> None:
    """Append a tracked deletion and a tracked insertion to a paragraph."""
    mark = f'{nsdecls("w")} w:id="1" w:author="Reader" w:date="2026-01-05T00:00:00Z"'
    removal = f'<w:del {mark}><w:r><w:delText xml:space="preserve">{deleted}</w:delText></w:r></w:del>'
    addition = f'<w:ins {mark}><w:r><w:t xml:space="preserve">{inserted}</w:t></w:r></w:ins>'
    paragraph._p.append(parse_xml(removal))
    paragraph._p.append(parse_xml(addition))


def add_text_box(paragraph: Any, text: str, *, with_fallback: bool) -> None:
    """Append a text box as Word writes it, or as programs do that leave out the older form."""
    drawing = (
        "<mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>"
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    )
    picture = (
        "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>"
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    )
    spaces = (
        f"{nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
        "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
        "xmlns:v='urn:schemas-microsoft-com:vml'"
    )
    inner = drawing + (picture if with_fallback else "<mc:Fallback/>")
    paragraph._p.append(parse_xml(f"<w:r {spaces}><mc:AlternateContent>{inner}</mc:AlternateContent></w:r>"))


def add_link(paragraph: Any, text: str, address: str) -> None:
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{text}</w:t></w:r>"))
    paragraph._p.append(link)
