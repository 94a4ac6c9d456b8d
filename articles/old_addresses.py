"""Addresses of an old site: the one form in which they are kept and asked for."""

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

LONGEST = 500
SHORT_LINK = re.compile(r"[0-9]{1,12}")
SLASHES = re.compile("/{2,}")


def normal_path(address: str) -> str:
    """Return the path of an old address in one form: decoded, composed, in small letters, no slash at its end.

    Of a query only WordPress's short link is kept, "/?p=123". "" for what is no address of a page, for the front page,
    and for what is too long or holds what cannot be shown.
    """
    try:
        parts = urlsplit(address.strip())
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return ""
    path = SLASHES.sub("/", "/" + unicodedata.normalize("NFC", path).lower()).rstrip("/")
    if not path and (number := short_link(parts.query)):
        return f"/?p={number}"
    return path if 1 < len(path) <= LONGEST and path.isprintable() else ""


def short_link(query: str) -> str:
    """Return the number of a WordPress short link's post, or ""."""
    number = parse_qs(query, max_num_fields=50).get("p", [""])[0] if query else ""
    return number if SHORT_LINK.fullmatch(number) else ""


def host_of(address: str) -> str:
    """Return the host of a whole address in small letters without "www.", or ""."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
