"""What a file is by its first bytes, whatever its name says. Nothing is decoded here."""

import re

LARGEST_FILE = 10_000_000  # bytes
HEAD = 1024  # a reader of PDF looks so far for its beginning
BOX, BRANDS_AT = b"ftyp", 4
HEIC = re.compile(rb"heic|heix|heim|heis|hevc|hevx|mif1|msf1")
DRAWING = re.compile(rb"<svg\b", re.IGNORECASE)
DOCUMENT = re.compile(rb"%PDF-|<!doctype|<html\b|<script\b|<\?php", re.IGNORECASE)
WRITTEN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|%PDF-|%!PS|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)")


def is_picture(content: bytes) -> bool:
    """Tell whether the first bytes are those of a kind of picture that is taken."""
    return (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")
        or (content[BRANDS_AT : BRANDS_AT + 4] == BOX and content[8:12] in {b"avif", b"avis"})
    )


def fault_of(content: bytes) -> str:
    """Return why the file is no picture that is taken, as a code; empty where it may be one.

    A picture that another program would read as a document is refused, although nothing of a file is ever served.
    """
    head = content[:HEAD]
    if not content:
        return "empty"
    if len(content) > LARGEST_FILE:
        return "too_large"
    if is_picture(content):
        return "two_kinds" if DOCUMENT.search(head) or DRAWING.search(head) else ""
    if content[BRANDS_AT : BRANDS_AT + 4] == BOX and HEIC.match(content[8:12]):
        return "heic"
    if WRITTEN.match(head):
        return "drawing" if DRAWING.search(head) else "document"
    return "unknown"
