"""The one gate through which HTML of essays passes before it is stored.

Allowed is what an essay page shows and an editor writes: paragraphs, two levels of headings, lists,
quotes, strong and emphasised text, links, line breaks, plain tables, and pictures of this site in figures. No class,
id or style survives.
"""

import re
import unicodedata

import nh3

from articles.pictures.figures import settle_figures

ALLOWED_TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "blockquote",
        "strong",
        "em",
        "a",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
    ],
)
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Their text is no prose: it goes with the tag. Every other unknown tag goes and its text stays.
TAGS_DROPPED_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "textarea",
        "select",
        "option",
        "button",
    ],
)
# A parser may read wrongly nested tags otherwise than it wrote them; two passes settle nearly every text.
MOST_PASSES = 6
DRESS = re.compile(r"<(/?)(?:strong|em|a)(?: [^>]*)?>")
DEEPEST_DRESS = 20
EXTERNAL_REL = "noreferrer noopener"
ALLOWED_VALUES = {
    "start": re.compile(r"-?\d{1,6}"),
    "type": re.compile(r"[1aAiI]"),
    "colspan": re.compile(r"\d{1,2}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
}

# An unknown block tag that merely vanished would glue its text to its neighbour's, and a heading of another
# level would sink into a paragraph: these are renamed before the gate, which then judges the result.
RENAMED = {
    **dict.fromkeys(("div", "section", "article", "main", "header", "footer", "aside", "center"), "p"),
    **dict.fromkeys(("dt", "dd", "pre", "address", "summary", "caption"), "p"),
    **dict.fromkeys(("h4", "h5", "h6"), "h3"),
    "h1": "h2",
    "b": "strong",
    "i": "em",
}
TAG_TO_RENAME = re.compile(rf"<(/?)({'|'.join(sorted(RENAMED, key=len, reverse=True))})(?=[\s/>])", re.I)
EMPTY_BLOCK = re.compile(
    r"<(p|h2|h3|li|strong|em|blockquote|ul|ol|table|thead|tbody|tr|a)(?: [^>]*)?>(?:\s|&nbsp;|\u200b)*</\1>"
)
LINK_TO_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
EXTERNAL_LINK = re.compile(r'<a href="(https?://[^"]*)">')
INVISIBLE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


def clean_html(html: str) -> str:
    """Return `html` with nothing in it but what an essay may hold; cleaning twice changes nothing.

    Links keep http, https, mailto, tel and addresses on this site; any other loses its address and keeps
    its words. Links that leave the site get `rel="noreferrer noopener"`, so that no other site learns
    which essay sent a reader; links within it get none. Pictures of this site stand in figures of their own; any other
    is dropped, so that no page fetches anything from elsewhere.
    """
    for _pass in range(MOST_PASSES):
        cleaned = clean_once(html)
        if cleaned == html:
            break
        html = cleaned
    return html


def clean_once(html: str) -> str:
    """Return `html` renamed, filtered, without empty blocks, and with links marked."""
    renamed = TAG_TO_RENAME.sub(lambda found: f"<{found[1]}{RENAMED[found[2].lower()]}", html)
    cleaned = nh3.clean(
        renamed,
        tags=set(ALLOWED_TAGS),
        clean_content_tags=set(TAGS_DROPPED_WITH_CONTENT),
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=filter_attribute,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    )
    settled = settle_figures(flatten(LINK_TO_NOWHERE.sub(r"\1", cleaned)))
    return mark_external_links(drop_empty_blocks(settled)).strip()


def flatten(html: str) -> str:
    """Return cleaned `html`; without emphasis and links where they stand within each other deeper than anyone writes.

    Each picture in such a text ends and begins all of them anew, so that a short text could take hours.
    """
    depth = deepest = 0
    for tag in DRESS.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return DRESS.sub("", html) if deepest > DEEPEST_DRESS else html


def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Return the value to store for an allowed attribute, or None to drop the attribute."""
    if attribute == "href":
        return clean_address(value)
    if tag == "img":
        return value  # judged where figures are settled
    allowed = ALLOWED_VALUES.get(attribute)
    return value if allowed and allowed.fullmatch(value) else None


def clean_address(address: str) -> str | None:
    """Return a link's address without hidden characters, or None when it may not be followed.

    Browsers drop tabs and line ends inside a scheme and read a backslash as a slash, so both are undone
    before judging. An address that begins with two slashes leaves the site: it gets its https.
    """
    visible = INVISIBLE_IN_ADDRESS.sub("", unicodedata.normalize("NFC", address))
    if re.match(r"[/\\]{2}", visible):
        visible = "https://" + visible.lstrip("/\\")
    scheme = re.match(r"([^/?#\\]*?):", visible)
    if scheme and scheme[1].lower() not in LINK_SCHEMES:
        return None
    return visible.replace("\\", "/") or None


def drop_empty_blocks(html: str) -> str:
    """Return `html` without elements that hold nothing, and without those that this leaves empty."""
    while True:
        fuller = EMPTY_BLOCK.sub("", html)
        if fuller == html:
            return html
        html = fuller


def mark_external_links(html: str) -> str:
    """Return cleaned `html` with the rel of links to other sites set."""
    return EXTERNAL_LINK.sub(rf'<a href="\1" rel="{EXTERNAL_REL}">', html)
