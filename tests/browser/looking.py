"""What is looked at on a page in Chromium: axe, sideways scroll, cut text, help on paper.

Each size and each look is gone through once, and everything that is looked at there in a turn.
"""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, CDPSession, Page

AXE = Axe().axe_script
# The one frame there is, a preview, holds a page that is looked at by itself, and lets no script run, axe's neither.
# Any other frame would go unseen, and so is a fault.
RUN_AXE = """async (rules) => {
  if (typeof window.axe !== "object") return null;
  const only = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
  const all = {resultTypes: ["violations"], iframes: false, rules: {"target-size": {enabled: true}}};
  const found = await axe.run(document, {...all, ...only});
  const unseen = [...document.querySelectorAll("iframe:not([data-look-frame])")].map(each => `unseen: ${each.src}`);
  return [...unseen, ...found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 140)}`)];
}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # all that depends on the theme
# Boxes that hide what does not fit although there is text in it, buttons whose words stick out, and a page that is
# wider than the window. What only screen readers are told is cut on purpose; a box that scrolls hides nothing.
# Spaced out as in WCAG 1.4.12, by a style sheet of the browser's own: no policy of the page forbids that.
CUT = """async (isSpaced) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  const own = [...document.adoptedStyleSheets];
  if (isSpaced) document.adoptedStyleSheets = [...own, sheet];
  await document.fonts.ready;
  const found = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(each => each.checkVisibility() &&
      each.getBoundingClientRect().right > root.clientWidth + 1);
    const inmost = wide.filter(each => !wide.some(other => other !== each && each.contains(other)))[0];
    const where = inmost ? inmost.outerHTML.slice(0, 120) : "";
    found.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${where}`);
  }
  for (const each of document.body.querySelectorAll("*")) {
    if (!each.checkVisibility() || !each.textContent.trim()) continue;
    if (each.closest("svg, .visually-hidden, .skip-link")) continue;
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || style.display === "inline") continue;
    const hides = way => ["hidden", "clip"].includes(way);
    const isWide = each.scrollWidth > each.clientWidth + 1, isTall = each.scrollHeight > each.clientHeight + 1;
    const isControl = each.matches("button, a.button, .chip, input[type='submit'], summary");
    if ((hides(style.overflowX) || isControl) && isWide) found.push(`cut sideways: ${each.outerHTML.slice(0, 120)}`);
    if ((hides(style.overflowY) || isControl) && isTall) found.push(`cut below: ${each.outerHTML.slice(0, 120)}`);
  }
  document.adoptedStyleSheets = own;
  return found;
}"""
HELP_SHOWN = """() => ["tel:14416", "tel:112", "/help/"].every(target =>
  [...document.querySelectorAll(`a[href="${target}"]`)]
    .some(each => each.checkVisibility() && each.textContent.trim()))"""


WIDE: dict[str, Any] = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
NARROW = {**WIDE, "width": 320, "height": 640}
ENLARGED = {**WIDE, "width": 320, "height": 200, "deviceScaleFactor": 4}  # the wide window, enlarged fourfold
_wires: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


@dataclass
class Seen:
    """What is wrong with one page, each with where and how it was looked at."""

    by_axe: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    on_paper: list[str] = field(default_factory=list)


def bring_axe(context: BrowserContext) -> None:
    """Let every page of a context come with axe; elsewhere each is given it when it is first looked at."""
    context.add_init_script(AXE)


def resize(page: Page, size: dict[str, Any]) -> None:
    """Give the page a window of another size; the real window, which is slower to follow, stays as it is."""
    if page not in _wires:
        _wires[page] = page.context.new_cdp_session(page)
    _wires[page].send("Emulation.setDeviceMetricsOverride", size)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds by all its rules, best practices too, or by some; each with its first place."""
    found = page.evaluate(RUN_AXE, rules or [])
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(RUN_AXE, rules or [])
    return list(found)


def cuts(page: Page, *, is_spaced: bool = False) -> list[str]:
    """Return where a page scrolls sideways or cuts text at its present size, with wider spacing where asked."""
    return list(page.evaluate(CUT, is_spaced))


def look_at(page: Page) -> Seen:
    """Look at a page that is wide and light, in every way; it is left so.

    By axe wide, in the dark, and at 320 pixels; for cuts at 320 pixels, there and wide with more space, and enlarged
    fourfold; for the help lines on paper.
    """
    seen = Seen()
    seen.by_axe += [f"wide: {each}" for each in violations(page)]
    page.emulate_media(color_scheme="dark")
    seen.by_axe += [f"dark: {each}" for each in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light", media="print")
    if not page.evaluate(HELP_SHOWN):
        seen.on_paper.append("the help lines are not printed")
    page.emulate_media(media="screen")
    seen.cuts += [f"wide, spaced: {each}" for each in cuts(page, is_spaced=True)]
    resize(page, NARROW)
    seen.by_axe += [f"320 px: {each}" for each in violations(page)]
    seen.cuts += [f"320 px: {each}" for each in cuts(page)]
    seen.cuts += [f"320 px, spaced: {each}" for each in cuts(page, is_spaced=True)]
    resize(page, ENLARGED)
    seen.cuts += [f"400 %: {each}" for each in cuts(page)]
    resize(page, WIDE)
    return seen
