"""What a reader is told about an essay before reading it: its contents and how long it takes."""

import html as markup
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from articles.pictures.markup import alt_words

# A convention of publishing platforms, not a measurement of readers here. Studies of silent reading find
# about 238 words a minute for English non-fiction (Brysbaert 2019, Journal of Memory and Language);
# the convention is a little slower, which suits texts that ask the reader to pause.
WORDS_A_MINUTE = 200

HEADING = re.compile(r"<h([23])(?:\s[^>]*)?>(.*?)</h\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
BLOCK_TAG = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|br|table|thead|tbody|tr|th|td|figure|figcaption)\b[^>]*>")
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|figcaption)>|<br>|<hr>")
BLANKS = re.compile(r"[ \t\r\f\v]+")
ID_PREFIX = "s-"


@dataclass(frozen=True)
class Heading:
    """One line of an essay's contents; `level` is 2 or 3, `id` is the target without the number sign."""

    level: int
    id: str
    text: str


def outline(html: str) -> tuple[str, list[Heading]]:
    """Return cleaned `html` with an id on every heading, and the headings in order.

    An id is made of the heading's own words, in any script, so that a link to a section outlives a change
    elsewhere in the essay. It starts with `s-` and so never meets an id of the page around the essay.
    """
    headings: list[Heading] = []
    taken: Counter[str] = Counter()

    def add_id(found: re.Match[str]) -> str:
        text = plain_text(found[2])
        heading = Heading(int(found[1]), claim_id(text, taken), text)
        headings.append(heading)
        return f'<h{found[1]} id="{markup.escape(heading.id)}">{found[2]}</h{found[1]}>'

    return HEADING.sub(add_id, html), headings


def claim_id(text: str, taken: Counter[str]) -> str:
    """Return an id for a heading with this text that is not in `taken`, and take it."""
    stem = ID_PREFIX + (make_slug(text) or "part")
    candidate = stem
    while candidate in taken:
        taken[stem] += 1
        candidate = f"{stem}-{taken[stem]}"
    taken[candidate] += 1
    return candidate


def make_slug(text: str) -> str:
    """Return the words of `text` in lower case joined by hyphens; vowel signs of Indian scripts stay."""
    normal = unicodedata.normalize("NFC", text).lower().replace("'", "").replace("’", "")
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in normal)
    return "-".join("".join(kept).split())


def reading_minutes(html: str) -> int:
    """Return how many minutes the text takes at WORDS_A_MINUTE, rounded, at least 1."""
    words = sum(any(letter.isalnum() for letter in word) for word in plain_text(html).split())
    return max(1, round(words / WORDS_A_MINUTE))


def searched_text(html: str) -> str:
    """Return what a search looks through: the plain text, then what the pictures in it are said to show."""
    return f"{plain_text(html)} {alt_words(html)}".strip()


def plain_text(html: str) -> str:
    """Return the text of cleaned `html` on one line, blocks parted by a space."""
    return " ".join(markup.unescape(TAG.sub("", BLOCK_TAG.sub(" ", html))).split())


def lines_of(html: str) -> str:
    """Return the text of HTML, one line for each block, with nothing of its tags."""
    parted = BLOCK_END.sub("\n", html)
    lines = (BLANKS.sub(" ", line).strip() for line in markup.unescape(TAG.sub("", parted)).splitlines())
    return "\n".join(line for line in lines if line)
