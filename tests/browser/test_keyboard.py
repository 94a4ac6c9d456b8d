"""With the keyboard alone one can ask, sign in, write and leave, and always sees where one is."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Client, User
from practice.leaving import NEUTRAL_SITE
from tests.browser.conftest import Visit
from tests.browser.hands import Keyboard
from tests.browser.stage import Stage, details_address, take_a_moment
from tests.browser.test_worksheets import sign_in as enter
from tests.browser.watching import Visitor
from tests.cast import make_patron
from tests.factories import NOW
from tests.reporting import report
from tests.worksheets.measures.acts import give_weekly, make_measure, path_of
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer

WHAT_IS_NOT_SEEN = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  const face = at.matches(".slot__input, .choice__input") ? at.parentElement.querySelector("[class*=__face]") : at;
  const ring = () => { const style = getComputedStyle(face); return style.outline + style.boxShadow; };
  const name = `${at.tagName} ${at.name ?? ""} ${(at.textContent ?? "").trim().slice(0, 40)}`;
  const focused = ring();
  at.blur();
  const plain = ring();
  at.focus({preventScroll: true});
  if (document.activeElement !== at) return `${name}: cannot take the focus again`;
  if (focused === plain) return `${name}: looks the same without focus`;
  const box = face.getClientRects()[0];
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  if (box.top < 0 || box.left < 0 || box.right > innerWidth || (box.bottom > innerHeight && box.height < innerHeight))
    return `${name}: outside the window`;
  const top = document.elementFromPoint(x, Math.min(y, innerHeight - 1));
  const is_it = top && (at === top || at.contains(top) || face.contains(top) || top.closest("label")?.contains(at));
  return is_it ? "" : `${name}: covered by ${top?.className}`;
}"""
WIDTHS = [390, 1280]


class Watched(Keyboard):
    """A keyboard whose every step is looked at."""

    def __init__(self, page: Page) -> None:
        self.unseen: list[str] = []
        super().__init__(page, self.look_at)

    def look_at(self, page: Page) -> None:
        """Note where the focus cannot be seen."""
        if problem := page.evaluate(WHAT_IS_NOT_SEEN):
            self.unseen.append(problem)


def visit_at(visit: Visit, width: int) -> tuple[Visitor, Watched]:
    """Let in someone with a window of this width."""
    visitor = visit(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    return visitor, Watched(visitor.page)


@pytest.fixture
def asha(stage: Stage) -> User:
    """A client in care."""
    return make_patron("asha@example.com", "Asha")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_time_is_found_and_asked_for(stage: Stage, visit: Visit, width: int) -> None:
    visitor, hands = visit_at(visit, width)
    visitor.watch.expect("422")
    page = visitor.page
    page.goto("/book/")
    hands.skip()
    hands.press(page.get_by_role("link", name="See times for Individual session"))
    page.wait_for_url("**/book/individual/**")
    hands.skip()
    hands.press(page.get_by_role("link", name="Later"))
    page.wait_for_url("**from=**")
    hands.press(page.locator("input[name=start]").first)
    hands.strike("ArrowDown")
    hands.look_at(page)
    expect(page.locator("input[name=start]").nth(1)).to_be_checked()
    hands.press(page.get_by_role("button", name="Continue").locator("visible=true").first)
    page.wait_for_url("**/details/**")
    take_a_moment(stage)
    hands.press(page.get_by_role("button", name="Ask for this time"))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    hands.look_at(page)
    hands.press(page.get_by_role("link", name="Enter a name; any name is fine"))
    page.keyboard.type("Asha")
    hands.write(page.get_by_label("Email address"), "asha@example.com")
    hands.press(page.get_by_label("Yes", exact=True))
    hands.press(page.get_by_label("I have read what stays between us"))
    hands.press(page.get_by_label("I have read the privacy notice"))
    hands.press(page.get_by_role("button", name="Ask for this time"))
    page.wait_for_url("**/book/verify/")
    hands.write(page.get_by_label("Code"), stage.code_for("asha@example.com"))
    hands.press(page.get_by_role("button", name="Send my request"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is held")
    report("X3", len(hands.unseen), 0, unseen=hands.unseen, way="asking for a time", width=width)
    assert hands.unseen == []


@pytest.mark.parametrize("width", WIDTHS)
def test_one_signs_in_writes_in_a_worksheet_and_leaves_quickly(
    stage: Stage, visit: Visit, asha: User, width: int
) -> None:
    visitor, hands = visit_at(visit, width)
    page = visitor.page
    visitor.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    visitor.watch.expect(f"^request to another origin: {re.escape(NEUTRAL_SITE)}")
    page.goto("/space/")
    hands.skip()
    hands.press(page.get_by_role("link", name="Send me a sign-in code"))
    hands.write(page.get_by_label("Email"), asha.email)
    hands.press(page.get_by_role("button", name="Send the code"))
    expect(page.get_by_label("Code")).to_be_visible()
    hands.write(page.get_by_label("Code"), stage.code_for(asha.email))
    hands.press(page.get_by_role("button", name="Continue"))
    page.wait_for_url("**/space/")
    hands.press(page.get_by_role("link", name="All worksheets"))
    page.wait_for_url("**/space/worksheets/")
    hands.press(page.get_by_role("listitem").filter(has_text="Naming what I feel").get_by_role("link"))
    hands.press(page.get_by_label("Lonely"))
    with page.expect_response(lambda answer: "beginning" in (answer.request.post_data or "")) as saved:
        hands.write(page.locator("textarea").first, "a small beginning")
    assert saved.value.ok
    assert "a small beginning" in Answer.objects.get().body.values()
    hands.strike("Shift")
    hands.strike("Shift")
    hands.strike("Shift")
    page.wait_for_url(NEUTRAL_SITE)
    report("X3", len(hands.unseen), 0, unseen=hands.unseen, way="from signing in to leaving quickly", width=width)
    assert hands.unseen == []


def test_one_shares_takes_back_answers_a_questionnaire_and_reads_what_is_kept(
    stage: Stage, visit: Visit, asha: User
) -> None:
    plan = give_weekly(Client.objects.get(user=asha), make_measure(opened_at=NOW))
    make_sheet()
    visitor, hands = visit_at(visit, WIDTHS[0])
    page = visitor.page
    enter(visitor, asha)
    page.goto("/space/worksheets/first-sheet/")
    hands.skip()
    hands.write(page.get_by_label("In your words"), "to be shared")
    hands.press(page.get_by_role("button", name="Share a copy"))
    page.wait_for_url("**/share/")
    hands.press(page.get_by_role("button", name="Share this copy"))
    page.wait_for_url("**/space/shared/**")
    hands.press(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("It was never opened.")).to_be_visible()
    hands.press(page.get_by_role("link", name="What you shared"))
    page.wait_for_url("**/space/shared/")
    page.goto(path_of(plan))
    hands.skip()
    hands.reach(page.get_by_role("group", name="3. I felt unsafe").get_by_label("No answer"))
    hands.strike("ArrowUp")
    hands.look_at(page)
    expect(page.locator("#help-q3")).to_be_visible()
    hands.press(page.get_by_role("button", name="Save"))
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    page.goto("/space/")
    hands.press(page.get_by_role("link", name="What is kept about you"))
    hands.press(page.get_by_role("link", name="Read every entry"))
    page.wait_for_url("**/space/data/all/")
    hands.press(page.locator("main summary").filter(has_text="What you wrote in worksheets"))
    expect(page.get_by_text("to be shared").first).to_be_visible()
    report(
        "X3", len(hands.unseen), 0, unseen=hands.unseen, way="sharing, a questionnaire, what is kept", width=WIDTHS[0]
    )
    assert hands.unseen == []


def test_the_first_tab_skips_to_the_text_and_the_next_goes_on_from_there(wide: Visitor, stage: Stage) -> None:
    page = wide.page
    page.goto("/essays/")
    hands = Watched(page)
    hands.skip()
    assert page.evaluate("document.activeElement.id") == "main"
    hands.strike("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert hands.moves == 3


def test_focus_goes_in_the_order_in_which_one_reads(wide: Visitor, stage: Stage) -> None:
    page = wide.page
    page.goto(details_address())
    hands = Keyboard(page)
    # None: what can be unfolded; the links to the two texts stand before the boxes that say they were read.
    names = ["name", "email", "is_adult", "note", None, "confidentiality", "notice", "limits", "consent"]
    at = "document.activeElement.name || document.activeElement.pathname?.split('/').at(-2)"
    hands.reach(page.locator("[name=name]"))
    seen = [page.evaluate(at)]
    while seen[-1] != "consent":
        hands.strike("Tab")
        seen.append(page.evaluate(at))
    assert seen == names


@pytest.mark.parametrize(
    "fault",
    [
        ":focus-visible { outline: none !important; box-shadow: none !important }",
        "main::before { content: ''; position: fixed; inset: 0; z-index: 9 }",
        "main a { position: fixed; top: -200px }",
    ],
)
def test_a_focus_that_is_not_seen_is_noticed(wide: Visitor, stage: Stage, fault: str) -> None:
    page = wide.page
    page.goto("/essays/")
    page.evaluate("css => document.adoptedStyleSheets.push((s => (s.replaceSync(css), s))(new CSSStyleSheet()))", fault)
    hands = Watched(page)
    hands.skip()
    hands.reach(page.get_by_role("main").get_by_role("link").first)
    assert hands.unseen != []
