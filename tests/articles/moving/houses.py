"""Old sites for tests: the files in `sites/`, pictures made here, and what keeps a picture without keeping it."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from PIL import Image

from articles.moving.kinds import read_site
from articles.moving.media import Media
from articles.moving.pictures import Keep
from articles.moving.source import OldPicture, OldSite
from articles.moving.texts import MadeText, TextMaker

SITES = Path(__file__).resolve().parent / "sites"
WIX, WIX_FEED, SQUARESPACE = "wix-posts.csv", "wix-blog-feed.xml", "squarespace.xml"
WORDPRESS, GHOST, ATOM = "wordpress.xml", "ghost.json", "atom.xml"
ALL = (WIX, WIX_FEED, SQUARESPACE, WORDPRESS, GHOST, ATOM)


def picture(colour: str = "teal") -> bytes:
    """Return a small picture as PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(stream, "PNG")
    return stream.getvalue()


def house(name: str) -> OldSite:
    """Return the old site of one of the files."""
    return read_site((SITES / name).read_bytes())


def album(*places: str) -> Media:
    """Return pictures at these places."""
    media = Media()
    for place in places:
        media.add(place, picture)
    return media


def keep(content: bytes, shown: OldPicture) -> str:
    """Stand in for the room of pictures: the figure that a text would hold."""
    assert content == picture()
    words = f"<figcaption>{shown.caption}</figcaption>" if shown.caption else ""
    return f'<figure><img src="/essays/pictures/0f-8x6/" alt="{shown.alt}">{words}</figure>'


def keeper(now: datetime) -> Keep:
    """Return `keep`, at whatever time."""
    return keep


def text_of(name: str, title: str, *pictures: str, places: dict[str, str] | None = None) -> MadeText:
    """Return the text of the post with this title."""
    site = house(name)
    post = next(post for post in site.posts if post.title == title)
    return TextMaker(album(*pictures), keep, places or {}).make(post, site)


def packed(*names: str, pictures: tuple[str, ...] = ()) -> bytes:
    """Return an archive with some of the files, and pictures at these places."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(SITES / name, f"export/{name}")
        for place in pictures:
            archive.writestr(place, picture())
        archive.writestr("__MACOSX/export/._posts.csv", b"\0\1")
    return stream.getvalue()
