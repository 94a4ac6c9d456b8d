"""What is looked at on a page in Chromium: axe, sideways scroll, cut text, help on paper."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
RUN_AXE = """async (rules) => {
  const only = rules.length ? {runOnly: {type: "rule", values: rules}} : {};
  const all = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
  const found = await axe.run(document, {...all, ...only});
  return found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 140)}`);
}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # all that depends on the theme
# Spacing as in WCAG 1.4.12, as a style sheet of the browser's own: no policy of the page forbids that.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
UNSPACE = "() => { document.adoptedStyleSheets = []; }"
# Boxes that hide what does not fit although there is text in it, buttons whose words stick out, and a page that is
# wider than the window. What only screen readers are told is cut on purpose; a box that scrolls hides nothing.
CUT = """() => {
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
  return found;
}"""
HELP_SHOWN = """() => ["tel:14416", "tel:112", "/help/"].every(target =>
  [...document.querySelectorAll(`a[href="${target}"]`)]
    .some(each => each.checkVisibility() && each.textContent.trim()))"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds by all its rules, best practices too, or by some; each with its first place."""
    if not page.evaluate("() => typeof window.axe === 'object'"):
        page.evaluate(AXE)
    return list(page.evaluate(RUN_AXE, rules or []))


def look_with_axe(page: Page) -> list[str]:
    """Return what axe finds wide, in the dark, and at 320 pixels; the page is left wide and light."""
    found = [f"wide: {each}" for each in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {each}" for each in violations(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def look_for_cuts(page: Page) -> list[str]:
    """Return where a page scrolls sideways or cuts text: at 320 pixels, enlarged fourfold, with wider spacing."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = [f"320 px: {each}" for each in page.evaluate(CUT)]
    page.evaluate(SPACE_OUT)
    found += [f"320 px, spaced: {each}" for each in page.evaluate(CUT)]
    page.set_viewport_size({"width": 1280, "height": 800})
    found += [f"wide, spaced: {each}" for each in page.evaluate(CUT)]
    page.evaluate(UNSPACE)
    session = page.context.new_cdp_session(page)
    zoomed = {"width": 320, "height": 200, "deviceScaleFactor": 4, "mobile": False}  # 1280 by 800, enlarged fourfold
    session.send("Emulation.setDeviceMetricsOverride", zoomed)
    found += [f"400 %: {each}" for each in page.evaluate(CUT)]
    session.send("Emulation.clearDeviceMetricsOverride")
    session.detach()
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def look_for_help_on_paper(page: Page) -> list[str]:
    """Return a fault unless the help lines are printed with the page."""
    page.emulate_media(media="print")
    is_shown = page.evaluate(HELP_SHOWN)
    page.emulate_media(media="screen")
    return [] if is_shown else ["the help lines are not printed"]
