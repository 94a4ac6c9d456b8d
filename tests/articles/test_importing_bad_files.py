"""Files that cannot be read: a clear message for each, and never another error."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import EssayFileError, ImportedEssay, read_essay
from articles.sanitising import clean_html
from tests.articles.importing_cases import FILES, change_part, make_word

pytestmark = pytest.mark.gate

TEXT = b"Kettle\n\nThe kettle was on, and nobody in the house had asked for tea yet.\n"


def write_kettle(document: WordDocument) -> None:
    document.add_heading("Kettle", level=1)
    document.add_paragraph("The kettle was on, and nobody in the house had asked for tea yet.")


WORD = make_word(write_kettle)


def make_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def set_encrypted_flag(content: bytes) -> bytes:
    """Return a zip whose first entry says that it is encrypted, in both of its headers."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "only spaces": ("a.md", b" \r\n\t\n", "empty"),
    "too large": ("a.txt", b"word " * 2_200_000, "larger than 10 MB"),
    "no ending": ("essay", TEXT, "ending in .docx"),
    "unknown ending": ("a.exe", TEXT, "ending in .docx"),
    "path tricks": ("../../a.txt/..", TEXT, "ending in .docx"),
    "old word by name": ("a.doc", OLD_WORD, "save it as .docx"),
    "rich text by name": ("a.rtf", b"{\\rtf1 Kettle}", "save it as .docx"),
    "pdf by name": ("a.pdf", b"%PDF-1.7", "save it as .docx"),
    "old word": ("a.docx", OLD_WORD, "old Word file"),
    "password": ("a.docx", OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "password"),
    "password in zip": ("a.docx", set_encrypted_flag(WORD), "password"),
    "rich text": ("a.docx", b"{\\rtf1 Kettle}", "rich text"),
    "text called word": ("a.docx", TEXT, "not a Word file"),
    "picture called word": ("a.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not a Word file"),
    "another zip": ("a.docx", make_zip(**{"readme.txt": b"hello"}), "not a Word file"),
    "open document": ("a.docx", make_zip(**{"content.xml": b"<x/>", "mimetype": b"odt"}), "another program"),
    "cut short": ("a.docx", WORD[: len(WORD) // 2], "damaged"),
    "broken inside": ("a.docx", change_part(WORD, "word/document.xml", lambda xml: xml[:200]), "damaged"),
    "no xml inside": ("a.docx", change_part(WORD, "word/document.xml", lambda _xml: b"\0\1\2"), "damaged"),
    "broken numbering": ("a.docx", change_part(WORD, "word/numbering.xml", lambda _xml: b"<w:numbering"), "damaged"),
    "zip bomb": ("a.docx", make_zip(**{"word__document.xml": b" " * 30_000_000}), "unpacks to far more"),
    "entity bomb": (
        "a.docx",
        change_part(
            WORD, "word/document.xml", lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml[xml.index(b"<w:document") :]
        ),
        "definitions",
    ),
    "word without text": ("a.docx", make_word(lambda document: document.add_paragraph("  ")), "no text"),
    "page without text": ("a.html", b"<html><body><script>x()</script></body></html>", "no text"),
    "page of nothing": ("a.html", b"<!-- -->", "no text"),
    "signs alone": ("a.txt", b"***\n\n---\n", "no text"),
    "metadata alone": ("a.md", b"---\ntitle: Kettle\n---\n", "no text"),
    "zip called text": ("a.txt", WORD, "another kind of file"),
    "picture called page": ("a.html", b"\xff\xd8\xff\xe0" + b"\0" * 50, "another kind of file"),
    "null bytes": ("a.txt", b"Kettle\0and\0tea\0 for nobody", "not a text"),
    "control bytes": ("a.txt", bytes(range(1, 32)) * 20, "not a text"),
    "unknown encoding": ("a.txt", "Чайник стоял на плите, и никто не просил чаю.".encode("cp1251"), "unknown encoding"),
    "half a character": ("a.txt", b"\xff\xfe" + b"\xd8\xd8\xd8\xd8", "damaged"),
}


@pytest.mark.parametrize("case", sorted(BAD_FILES))
def test_bad_file_is_refused_with_its_reason(case: str) -> None:
    name, content, words = BAD_FILES[case]

    with pytest.raises(EssayFileError, match=words):
        read_essay(name, content)


@pytest.mark.parametrize(
    "name", ["a.txt", "a.md", "A.HTML", "a.htm", "folder/a.b.txt", "C:\\texts\\a.markdown", "नाम.txt"]
)
def test_the_same_text_is_read_under_every_good_name(name: str) -> None:
    """Control of the refusals above: it is the file, not the reader, that is at fault."""
    assert "nobody in the house" in read_essay(name, TEXT).html


def test_page_that_asks_for_utf_7_is_not_read_as_such() -> None:
    essay = read_essay(
        "a.html", b"<meta charset=utf-7><h1>Kettle</h1><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- caf\xe9</p>"
    )

    assert "<script" not in essay.html
    assert "+ADw-script" in essay.html


def test_document_that_loops_in_its_styles_is_read() -> None:
    loop = change_part(
        WORD,
        "word/styles.xml",
        lambda xml: xml.replace(b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="Heading1"/>'),
    )

    assert "nobody in the house" in read_essay("a.docx", loop).html


def read_or_refuse(name: str, content: bytes) -> ImportedEssay | None:
    try:
        return read_essay(name, content)
    except EssayFileError as refusal:
        message = str(refusal)
    assert len(message) > 10
    return None


SLOWER = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx"])
@QUICK
@given(content=st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(suffix: str, content: bytes) -> None:
    read_or_refuse(f"a.{suffix}", content)


PIECES = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<ol start=9>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "</h1>",
        "<h2>",
        "</h2>",
        "<a href='http://[x'>",
        "<a href='//y'>",
        "</a>",
        "<br>",
        "<b>",
        "</b>",
        "<article>",
        "</article>",
        "<nav>",
        "<footer>",
        "<form>",
        "<textarea>",
        "</textarea>",
        "<aside>",
        "<body>",
        "</body>",
        "<html>",
        "<svg>",
        "<figure>",
        "<figcaption>",
        "<span style='font-size:.px'>",
        "• ",
        "1. ",
        "2. ",
        "(a) ",
        "(i) ",
        "- ",
        "> ",
        "“words to quote here”",
        ":",
        "\n",
        "\n\n",
        "---\n",
        "# ",
        "* * *",
        "| a | b |\n",
        "some words that go on for long enough to be prose, they say. ",
        "मन की बात। ",
        "\u200b",
        "&#0;",
        "&nbsp;",
        "<!--",
        "]]>",
        "<?x?>",
    ]
)


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
@QUICK
@given(pieces=st.lists(PIECES, max_size=40))
def test_every_mixture_of_marks_and_tags_is_read_or_refused(suffix: str, pieces: list[str]) -> None:
    essay = read_or_refuse(f"a.{suffix}", "".join(pieces).encode())

    if essay:
        assert essay.html == clean_html(essay.html)


@SLOWER
@given(at=st.integers(0, len(WORD) - 1), size=st.integers(1, 60), fill=st.binary(min_size=1, max_size=4))
def test_damaged_word_files_are_read_or_refused(at: int, size: int, fill: bytes) -> None:
    read_or_refuse("a.docx", WORD[:at] + fill * size + WORD[at + size :])


@SLOWER
@given(at=st.integers(0, 3000), size=st.integers(1, 200))
def test_word_documents_with_missing_parts_of_xml_are_read_or_refused(at: int, size: int) -> None:
    change: Callable[[bytes], bytes] = lambda xml: xml[:at] + xml[at + size :]  # noqa: E731
    read_or_refuse("a.docx", change_part(WORD, "word/document.xml", change))


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir() if path.suffix == ".html"))
def test_saved_pages_cut_anywhere_are_read_or_refused(name: str) -> None:
    content = (FILES / name).read_bytes()

    for share in range(1, 10):
        read_or_refuse("a.html", content[: len(content) * share // 10])
