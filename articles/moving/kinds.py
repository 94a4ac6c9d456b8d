"""Which kind of file it is, by what is in it and never by its name."""

import re

from django.utils.translation import gettext as _

from articles.importing.decoding import decode_text, find_signature
from articles.importing.essay import EssayFileError, NoteBook
from articles.moving.feed_files import ATOM, read_atom, read_rss
from articles.moving.ghost import read_json
from articles.moving.source import OldSite, SiteFileError
from articles.moving.wix import is_table_of_posts, read_wix
from articles.moving.wordpress import names_in, read_wxr
from articles.moving.xml_files import parse_xml

LARGEST_TEXT = 40 * 1024 * 1024
MOST_POSTS = 5_000
PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html[\s>])", re.I)


def read_site(content: bytes) -> OldSite:
    """Return the old site of one export or feed file.

    Raises:
        SiteFileError: it is empty, too large, damaged, of another kind, or holds no posts.
    """
    site = read_text(decode(content))
    if not site.posts:
        raise SiteFileError(_("There are no posts in this file."))
    if len(site.posts) > MOST_POSTS:
        raise SiteFileError(_("This file holds more than %(number)d posts.") % {"number": MOST_POSTS})
    return site


def decode(content: bytes) -> str:
    """Return the text of a file, in whichever encoding it is."""
    if not content.strip():
        raise SiteFileError(_("This file is empty."))
    if len(content) > LARGEST_TEXT:
        raise SiteFileError(_("This file is larger than 40 MB. Export fewer posts at a time."))
    if find_signature(content):
        raise SiteFileError(_("This is no export of a site, but a picture, a PDF or a file of an office program."))
    try:
        return decode_text(content, NoteBook())
    except EssayFileError as error:
        raise SiteFileError(str(error)) from error


def read_text(text: str) -> OldSite:
    """Return the site that a text describes."""
    beginning = text.lstrip()[:200]
    if PAGE.match(beginning):
        raise SiteFileError(_("This is a page that was saved, not an export of the site. Bring it in as a text."))
    if beginning.startswith("<"):
        return read_xml(text.lstrip())
    if beginning.startswith(("{", "[")):
        return read_json(text)
    if is_table_of_posts(text.lstrip()):
        return read_wix(text.lstrip())
    words = _(
        "This is no export that can be read. Wix, Squarespace, WordPress and Ghost export one; or save the feed of the "
        "old site as a file."
    )
    raise SiteFileError(words)


def read_xml(text: str) -> OldSite:
    """Return the site of a WXR file or a feed."""
    root = parse_xml(text)
    if root.tag == f"{ATOM}feed":
        return read_atom(root)
    if root.tag != "rss":
        raise SiteFileError(_("This is XML, but neither an export nor a feed of a site."))
    names = names_in(root)
    return read_wxr(root, names, text) if names else read_rss(root)
