"""Texts as WordPress keeps them: shortcodes in square brackets, and paragraphs that are only empty lines."""

import html
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from articles.importing.names import names

BLOCKS = (
    "address article aside blockquote details dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BEGINS_BLOCK = re.compile(rf"\s*</?(?:{'|'.join(BLOCKS.split())})\b", re.I)
BLOCK_EDGE = re.compile(rf"(</?(?:{'|'.join(BLOCKS.split())})\b[^>]*>)", re.I)
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.I)
EMPTY_LINES = re.compile(r"\n\s*\n")
CAPTION = re.compile(r"\[caption\b([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
PICTURE = re.compile(r"((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.I)
SAID_CAPTION = re.compile(r"""caption=(?:"([^"]*)"|'([^']*)')""")
ESCAPED = re.compile(r"\[(\[[^\[\]]*\])\]")
TAG = re.compile(r"\[(/?)([a-zA-Z][\w-]{2,40})((?:\s[^\[\]]*)?)\]")
KNOWN = names(
    """
    gallery playlist audio video embed youtube vimeo contact-form contact-form-7 wpforms instagram tweet
    googlemaps recent_posts subscribe
    """
)
# What stands between these is an address or a list of files, no prose.
WITHOUT_PROSE = re.compile(r"\[(embed|audio|video|playlist|youtube|vimeo)\b([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
KEPT_BRACKET = "\ue0c7"


def settle_text(text: str, remark: Callable[[str], None]) -> str:
    """Return a WordPress text as plain HTML; `remark` is told of each shortcode that was left out."""
    has_blocks = BLOCK_COMMENT.search(text) is not None
    text = COMMENT.sub("", text)
    text = drop_shortcodes(CAPTION.sub(make_figure, text), remark)
    return text if has_blocks else add_paragraphs(text)


def make_figure(found: re.Match[str]) -> str:
    """Return a picture with its caption, which WordPress keeps in a shortcode, as a figure."""
    inner = PICTURE.match(found[2].strip())
    if inner is None:
        return found[2]
    said = SAID_CAPTION.search(found[1])
    caption = html.escape(html.unescape(said[1] or said[2] or "")) if said else inner[2].strip()
    return f"\n\n<figure>{inner[1]}<figcaption>{caption}</figcaption></figure>\n\n"


def drop_shortcodes(text: str, remark: Callable[[str], None]) -> str:
    """Return a text without shortcodes; words between two of them stay, and so does a word in brackets that is none."""
    text = ESCAPED.sub(lambda found: KEPT_BRACKET + found[1][1:], text)

    def name(code: str, rest: str, held: str = "") -> str:
        remark(_("Left out the shortcode: %(code)s") % {"code": f"[{code}{rest.rstrip()}]{held}"[:200]})
        return ""

    text = WITHOUT_PROSE.sub(lambda found: name(found[1], found[2], f" {found[3].strip()}"), text)
    closed = {tag[2].lower() for tag in TAG.finditer(text) if tag[1]}

    def drop(found: re.Match[str]) -> str:
        code = found[2].lower()
        if code not in closed and code not in KNOWN and "=" not in found[3]:
            return found[0]
        return "" if found[1] else name(found[2], found[3])

    return TAG.sub(drop, text).replace(KEPT_BRACKET, "[")


def add_paragraphs(text: str) -> str:
    """Return a text of the classic editor with its paragraphs and line breaks as tags; what is tagged stays."""
    pieces = PREFORMATTED.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(piece if at % 2 else "\n".join(paragraphs_of(piece)) for at, piece in enumerate(pieces))


def paragraphs_of(text: str) -> list[str]:
    """Return the parts of a text between empty lines and the edges of blocks, each bare one as a paragraph."""
    parts = EMPTY_LINES.split(BLOCK_EDGE.sub(r"\n\n\1\n\n", text))
    found = []
    depth = 0  # within a block, lines belong to it: only its own bare parts are paragraphs
    for part in (part.strip() for part in parts):
        if not part:
            continue
        if BEGINS_BLOCK.match(part):
            depth += depth_change(part)
            found.append(part)
        else:
            broken = part.replace("\n", "<br>\n")
            found.append(broken if depth > 0 else f"<p>{broken}</p>")
    return found


def depth_change(tag: str) -> int:
    """Return how a block's tag changes how deep the text after it lies."""
    if tag.startswith("</"):
        return -1
    return 0 if tag.endswith("/>") or tag.lower().startswith("<hr") else 1
