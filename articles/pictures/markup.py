"""Pictures in the text of an essay: written into it, found in it, and made ready for a page. No database is asked.

What is stored is plain: a `<figure>` with `<img src="/essays/pictures/<key>-<width>x<height>/" alt="…">` and, where
there is one, a `<figcaption>`. The widths and kinds of file that a browser chooses from are added when a page is made,
so that a text outlives them.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from articles.pictures.addresses import BASE, KINDS, NAME, widths_of

PICTURE = re.compile(rf'<img src="(?P<address>{BASE}{NAME})" alt="(?P<alt>[^"]*)">')
CAPTION = re.compile(r"</?(?:figcaption|strong|em|a|br)\b[^>]*>")
AFTER_PICTURE = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
COLUMN = 708  # pixels: the text is no wider; see .essay__body
TALLEST_SHOWN = 760  # pixels: a tall picture is shown smaller, so that a screen holds it
BESIDE = 0.9  # of a narrower window the column takes so much


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A picture as it stands in a text: `alt` is empty where nobody has said yet what it shows."""

    address: str
    key: str
    width: int
    height: int
    alt: str
    caption: str


def figure_html(*, address: str, alt: str, caption: str = "") -> str:
    """Return the figure of a picture; `alt` and `caption` are plain text. The gate writes it in its own way."""
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{address}" alt="{escape(alt)}">{below}</figure>'


def pictures_in(html: str) -> list[PictureUse]:
    """Return the pictures of a cleaned text in their order."""
    return [use_of(found, html) for found in PICTURE.finditer(html)]


def use_of(found: re.Match[str], html: str) -> PictureUse:
    """Return one picture with the caption that follows it."""
    below = AFTER_PICTURE.match(html, found.end())
    return PictureUse(
        address=found["address"],
        key=found["key"],
        width=int(found["width"]),
        height=int(found["height"]),
        alt=unescape(found["alt"]).strip(),
        caption=" ".join(unescape(CAPTION.sub(" ", below[1])).split()) if below else "",
    )


def alt_words(html: str) -> str:
    """Return what the pictures of a cleaned text are said to show, to be searched with its words."""
    return " ".join(use.alt for use in pictures_in(html) if use.alt)


def responsive(html: str) -> str:
    """Return a stored text with each picture in the kinds and widths that a browser chooses from.

    Each leaves room for itself before it is there, and is fetched when the reader comes near. Pure and quick: a text
    without pictures comes back as it is.
    """
    return PICTURE.sub(picture_html, html) if "<img" in html else html


def picture_html(found: re.Match[str]) -> str:
    """Return the `<picture>` of one stored `<img>`."""
    address, width, height = found["address"], int(found["width"]), int(found["height"])
    shown = shown_width(width, height)
    sizes = f"(min-width: {round(shown / BESIDE)}px) {shown}px, {round(100 * BESIDE)}vw"
    sources = "".join(
        f'<source type="{mime}" sizes="{sizes}" srcset="{srcset(address, width, kind)}">'
        for kind, mime in KINDS.items()
    )
    size = f'width="{shown}" height="{max(1, round(shown * height / width))}"'
    image = f'<img src="{address}" alt="{found["alt"]}" {size} loading="lazy" decoding="async">'
    return f"<picture>{sources}{image}</picture>"


def shown_width(width: int, height: int) -> int:
    """Return how wide a picture is shown where there is room: as wide as it is, if the column and its height allow."""
    return max(1, min(width, COLUMN, round(TALLEST_SHOWN * width / height)))


def srcset(address: str, width: int, kind: str) -> str:
    """Return the files of one kind, each with its width."""
    return ", ".join(f"{address}{each}.{kind} {each}w" for each in widths_of(width))
