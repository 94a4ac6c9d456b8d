"""The addresses of pictures: what a text names a picture by, and the widths in which it is served.

A picture's address holds its key, which is a digest of what is kept, and its size, so that a page can leave room for it
without asking the database.
"""

import re

BASE = "/essays/pictures/"
KEY_LETTERS = 32  # 128 bits in hexadecimal: nobody finds a picture by trying
WIDTHS = (480, 800, 1200)  # pixels; the natural width is the largest of each picture
KINDS = {"avif": "image/avif", "webp": "image/webp"}  # best first

NAME = rf"(?P<key>[0-9a-f]{{{KEY_LETTERS}}})-(?P<width>[1-9]\d{{0,3}})x(?P<height>[1-9]\d{{0,3}})/"
FILE = rf"(?P<shown>[1-9]\d{{0,3}})\.(?P<kind>{'|'.join(KINDS)})"
# A page that was copied names its own host before the address, and one of the widths after it.
COPIED = re.compile(rf"(?:https?://[^\s/?#\\]+)?(?P<address>{BASE}{NAME})(?:{FILE})?")


def address_of(key: str, width: int, height: int) -> str:
    """Return the address by which a text names a picture."""
    return f"{BASE}{key}-{width}x{height}/"


def own_address(address: str) -> str | None:
    """Return the address of a picture of this site as a text keeps it; None for a picture from anywhere else.

    One that was copied from a page, with a host or in another width, becomes the plain address here. Nothing is fetched
    from that host.
    """
    found = COPIED.fullmatch(address.strip())
    return found["address"] if found else None


def widths_of(width: int) -> list[int]:
    """Return the widths in which a picture of this natural width is served: never more than it has."""
    return [each for each in WIDTHS if each < width] + [width]
