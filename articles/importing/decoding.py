"""Bytes to text: which encoding a file is in, and whether it is text at all."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.importing.essay import EssayFileError, NoteBook

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the first bytes of a file give away, whatever its name says.
SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I)
# A page may ask for these; anything else it asks for (UTF-7 above all) is not obeyed.
PAGE_CHARSETS = {
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "macintosh": "mac-roman",
}
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Zero-width joiners stay: Hindi needs them. Marks that only turn or hide text go.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
WIDE_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
SAMPLE = 4096


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str


def find_signature(content: bytes) -> str:
    """Return the kind of file that the first bytes give away, or "" for anything else."""
    return next((kind for start, kind in SIGNATURES if content.startswith(start)), "")


def decode_text(content: bytes, notes: NoteBook) -> str:
    """Return the text of a file with plain line ends and no control characters.

    Raises:
        EssayFileError: the bytes are no text, or in an encoding that cannot be told.
    """
    decoded = decode(content)
    if decoded.encoding not in ("utf-8", "ascii"):
        notes.did(_("Read the file as %(encoding)s.") % {"encoding": name_encoding(decoded.encoding)})
    if "\ufffd" in decoded.text:
        count = decoded.text.count("\ufffd")
        notes.unsure(_("%(count)d characters could not be read; look for “\ufffd”.") % {"count": count})
    return clean_text(decoded.text)


def decode(content: bytes) -> Decoded:
    """Return text and encoding: byte order mark, then UTF-16 by its zeros, UTF-8, what the page says, cp1252."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return decode_wide(content[len(mark) :], encoding)
    if b"\0" in content:
        return decode_wide(content, guess_wide_encoding(content))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return decode_single_bytes(content)
    refuse_binary(text)
    return Decoded(text, "utf-8")


def decode_wide(content: bytes, encoding: str) -> Decoded:
    """Return text in an encoding known from its mark; a lone half character at the end is forgiven."""
    if encoding.startswith("utf-16"):
        content = content[: len(content) // 2 * 2]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EssayFileError(_("This file is damaged: its characters cannot be read.")) from error
    refuse_binary(text)
    return Decoded(text, encoding)


def guess_wide_encoding(content: bytes) -> str:
    """Return the UTF-16 byte order that puts the spaces and line ends of the text in their place.

    The letters of a text are nearly all of one script, so the upper halves of its characters are few.

    Raises:
        EssayFileError: neither order does, so this is no text.
    """
    head = content[: SAMPLE * 2]
    counts = {
        "utf-16-le": sum(head[at : at + 2] in (b" \0", b"\n\0") for at in range(0, len(head), 2)),
        "utf-16-be": sum(head[at : at + 2] in (b"\0 ", b"\0\n") for at in range(0, len(head), 2)),
    }
    best = max(counts, key=lambda encoding: counts[encoding])
    highs = Counter(head[1 if best == "utf-16-le" else 0 :: 2])
    of_one_script = highs[0] + max((count for high, count in highs.items() if high), default=0)
    if counts[best] * 40 < len(head) / 2 or of_one_script * 5 < highs.total() * 4:
        raise EssayFileError(_("This is not a text: it holds bytes that no text has."))
    return best


def decode_single_bytes(content: bytes) -> Decoded:
    """Return text that is not UTF-8: slightly damaged UTF-8, the page's own charset, or Windows-1252."""
    replaced = content.decode("utf-8", "replace")
    good = sum(letter > "\x7f" and letter != "\ufffd" for letter in replaced)
    if good > 20 * replaced.count("\ufffd"):
        refuse_binary(replaced)
        return Decoded(replaced, "utf-8")
    found = DECLARED_CHARSET.search(content[:SAMPLE])
    encoding = PAGE_CHARSETS.get(found[1].decode().lower(), "cp1252") if found else "cp1252"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise unknown_encoding() from error
    refuse_binary(text)
    if is_unlikely_western(text):
        raise unknown_encoding()
    return Decoded(text, encoding)


def is_unlikely_western(text: str) -> bool:
    """Tell whether a text read as Windows-1252 has far more accents and signs than any language does."""
    letters = sum(letter.isalpha() for letter in text)
    foreign = sum(letter > "\x7f" and letter not in "‘’“”–—…•\xa0·€£©®°«»" for letter in text)
    return foreign * 4 > max(letters, 8)


def refuse_binary(text: str) -> None:
    """Raise EssayFileError when `text` holds more control characters than an accident explains."""
    controls = len(CONTROL.findall(text)) - text.count("\x85")
    if "\0" in text or controls * 100 > len(text):
        raise EssayFileError(_("This is not a text: it holds bytes that no text has."))


def unknown_encoding() -> EssayFileError:
    return EssayFileError(
        _("The characters of this file are in an unknown encoding. Save it again as UTF-8 and try once more."),
    )


def name_encoding(encoding: str) -> str:
    """Return the name of an encoding as word processors show it."""
    names = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman"}
    return names.get(encoding, encoding.upper().removesuffix("-LE").removesuffix("-BE"))


def clean_text(text: str) -> str:
    """Return `text` composed (NFC), with plain line ends and spaces and without invisible characters."""
    text = CONTROL.sub("", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", WIDE_SPACE.sub(" ", INVISIBLE.sub("", text)))
