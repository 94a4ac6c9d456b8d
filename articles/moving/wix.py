"""Wix: the table of posts that its content manager exports as CSV."""

import csv
import html
import io
import json
import re

from django.utils.translation import gettext as _

from articles.moving.dates import read_date
from articles.moving.ricos import RicosReader
from articles.moving.source import OldPicture, OldPost, OldSite, SiteFileError, say_authors

TEXT_COLUMNS = ("rich content", "plain content", "content")
LONGEST_CELL = 4_000_000
MADE_BY_MACHINE = re.compile(r"[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
HOUSE = "/post/"


def is_table_of_posts(text: str) -> bool:
    """Tell whether a text begins with the names of columns that a table of posts has."""
    columns = read_columns(text)
    return "title" in columns and any(name in columns for name in TEXT_COLUMNS)


def read_columns(text: str) -> list[str]:
    """Return the names of the columns in small letters."""
    line = text.lstrip("\ufeff").split("\n", 1)[0]
    return [name.strip().strip('"').lower() for name in line.split(separator_of(text))]


def separator_of(text: str) -> str:
    """Return what parts the columns; a spreadsheet that saved the file anew may have put another sign there."""
    line = text.split("\n", 1)[0]
    return max(",;\t", key=line.count)


def read_wix(text: str) -> OldSite:
    """Return the site of a table of posts.

    Raises:
        SiteFileError: the rows cannot be told apart.
    """
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator_of(text), strict=True)
    try:
        cells = [
            {(name or "").strip().lower(): value or "" for name, value in row.items() if isinstance(value, str | None)}
            for row in rows
        ]
    except csv.Error as error:
        line = rows.line_num
        raise SiteFileError(_("The table is damaged near line %(line)d. Export it again.") % {"line": line}) from error
    posts = [read_row(row) for row in cells if any(value.strip() for value in row.values())]
    site = OldSite("wix", posts, feed_paths=("/blog-feed.xml",), list_paths=("/blog",))
    site.topic_paths = topic_paths_of(posts)
    site.remarks = say_authors(row.get("author", "") for row in cells)
    return site


def topic_paths_of(posts: list[OldPost]) -> dict[str, str]:
    """Return the old addresses of Wix's categories, which it makes of their names."""
    names = {name for post in posts for name in post.categories}
    return {f"/blog/categories/{name.lower().replace(' ', '-')}": name for name in sorted(names)}


def read_row(row: dict[str, str]) -> OldPost:
    """Return the post of one row."""
    remarks: list[str] = []
    slug = row.get("slug", "").strip()
    address = row.get("post page url", "").strip() or (f"{HOUSE}{slug}" if slug else "")
    when = row.get("published date", "") or row.get("first published date", "")
    if not when.strip():
        remarks.append(_("It was a draft on the old site."))
    categories = read_names(row.get("main category", "")) + read_names(row.get("categories", ""))
    if any(map(is_made_by_machine, categories)):
        remarks.append(_("The file names a category only by its number, which was left out."))
    named = [name for name in dict.fromkeys(categories) if not is_made_by_machine(name)]
    return OldPost(
        identity=row.get("id", "").strip() or row.get("internal id", "").strip() or address,
        title=row.get("title", "").strip(),
        html=read_text(row, remarks),
        addresses=(address,) if address else (),
        slug=slug,
        summary=html.escape(row.get("excerpt", ""), quote=False),
        published_at=read_date(when),
        categories=tuple(named),
        tags=tuple(name for name in read_names(row.get("tags", "")) if not is_made_by_machine(name)),
        cover=OldPicture(cover) if (cover := row.get("cover image", "").strip()) else None,
        remarks=tuple(remarks),
    )


def read_text(row: dict[str, str], remarks: list[str]) -> str:
    """Return the text of a post: the rich one where it can be read, else its plain words."""
    rich = row.get("rich content", "").strip()
    try:
        tree = json.loads(rich) if rich.startswith("{") else None
        if isinstance(tree, dict) and isinstance(tree.get("nodes"), list):
            return RicosReader(remarks.append).render({**tree, "type": "LAYOUT"})
    except (ValueError, RecursionError):
        remarks.append(_("Its rich text is damaged: only its plain words were taken, without pictures and headings."))
    if rich.startswith("<"):
        return rich
    return read_plain(row.get("plain content", "") or row.get("content", ""))


def read_plain(text: str) -> str:
    """Return plain words as HTML, each line a paragraph of its own."""
    if re.match(r"\s*<\w+[^>]*>", text):
        return text
    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())


def read_names(cell: str) -> list[str]:
    """Return the names in a cell: a list as JSON writes it, or names parted by commas."""
    cell = cell.strip()
    try:
        found = json.loads(cell) if cell.startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    names = found if isinstance(found, list) else cell.split(",")
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


def is_made_by_machine(name: str) -> bool:
    return MADE_BY_MACHINE.fullmatch(name) is not None
