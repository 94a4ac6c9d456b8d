"""Every kind of page in Chromium, walked once a group: policy, other origins, console, axe, layout, help on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests.browser.conftest import Visit
from tests.browser.furnished import Stage
from tests.browser.looking import look_for_cuts, look_for_help_on_paper, look_with_axe, violations
from tests.browser.pages import GROUPS, Entry, group
from tests.browser.watching import Visitor
from tests.reporting import report
from tests.walking import on_stage

SEND = """([selector, values]) => {
  const has = (form, name) => [...form.elements].some(each => each.name === name);
  const forms = [...document.querySelectorAll(selector)];
  const form = forms.find(each => Object.keys(values).every(name => has(each, name)));
  let button;
  for (const [name, value] of Object.entries(values)) {
    for (const field of [...form.elements].filter(each => each.name === name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = value !== "";
      else if (field.type === "submit") button = field;
      else field.value = value;
    }
  }
  form.noValidate = true;
  // Without a button past all scripts: what they make of a form has tests of its own.
  if (button) form.requestSubmit(button); else HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture
def stage(site: str, settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The filled practice, behind the running site."""
    with on_stage(settings, tmp_path / "mailbox") as stage:
        yield stage


class Walk:
    """Goes through pages with one browser context a person, and keeps what was found on each."""

    def __init__(self, stage: Stage, visit: Visit) -> None:
        self.stage, self.visit = stage, visit
        self.visitors: dict[str, Visitor] = {}
        self.statuses: dict[str, str] = {}
        self.by_axe: dict[str, list[str]] = {}
        self.cuts: dict[str, list[str]] = {}
        self.on_paper: dict[str, list[str]] = {}

    def visitor(self, who: str) -> Visitor:
        """Return a person's browser, which has her cookies; nothing moves in it."""
        if who not in self.visitors:
            visitor = self.visit(reduced_motion="reduce")
            cookies = self.stage.browser_of(who).cookies.items()
            kept = [{"name": name, "value": each.value, "url": visitor.watch.origin} for name, each in cookies]
            visitor.context.add_cookies(kept)  # type: ignore[arg-type]
            self.visitors[who] = visitor
        return self.visitors[who]

    def open(self, entry: Entry) -> Page:
        """Open a page, and send its form where it says so."""
        visitor = self.visitor(entry.who)
        if entry.status >= 400:
            visitor.watch.expect(rf"status of {entry.status}\b")
        answer = visitor.page.goto(self.stage.path(entry.path))
        if entry.send is not None:
            with visitor.page.expect_navigation() as sent:
                visitor.page.evaluate(SEND, [entry.form, dict(entry.send)])
            answer = sent.value
        if answer is None or answer.status != entry.status:
            self.statuses[entry.name] = f"{answer and answer.status}, not {entry.status}"
        return visitor.page

    def look(self, entry: Entry) -> None:
        """Note what is wrong with one page."""
        page = self.open(entry)
        for found, look in ((self.by_axe, look_with_axe), (self.cuts, look_for_cuts)):
            if faults := look(page):
                found[entry.name] = faults
        if faults := look_for_help_on_paper(page):
            self.on_paper[entry.name] = faults

    def faults(self) -> list[str]:
        """Return what the browser itself complained of."""
        return [fault for visitor in self.visitors.values() for fault in visitor.watch.unexpected()]


@pytest.mark.parametrize("name", GROUPS)
def test_no_page_of_a_group_has_a_fault(stage: Stage, visit: Visit, name: str) -> None:
    walk, entries = Walk(stage, visit), group(name)
    for entry in entries:
        walk.look(entry)
    faults = walk.faults()
    about: Any = {"group": name, "pages": len(entries)}
    report("S2", len(faults), 0, **about)
    report("X1", sum(map(len, walk.by_axe.values())), 0, **about)
    report("X5", sum(map(len, walk.cuts.values())), 0, **about)
    report("K1", 100 * (1 - len(walk.on_paper) / len(entries)), 100, ok=not walk.on_paper, where="on paper", **about)
    assert (walk.statuses, faults) == ({}, [])
    assert walk.by_axe == {}
    assert walk.cuts == {}
    assert walk.on_paper == {}


def test_a_page_with_each_of_these_faults_is_found_out(visit: Visit) -> None:
    visitor = visit()
    visitor.watch.expect("policy broken|request to another origin|ERR_|violates|Refused|Content Security Policy")
    page = visitor.page
    page.goto("/help/")
    assert (look_for_cuts(page), look_for_help_on_paper(page), violations(page)) == ([], [], [])
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.innerHTML = "<p>Words that are cut off here</p><p>wide</p><input>";
      main.children[0].style.cssText = "inline-size: 3rem; overflow: hidden; white-space: nowrap";
      main.children[1].style.cssText = "inline-size: 90rem";
      document.querySelector(".help-bar").remove();
    }""")
    cuts = " ".join(look_for_cuts(page))
    assert "cut sideways" in cuts
    assert "scrolls sideways" in cuts
    assert look_for_help_on_paper(page) != []
    assert any("label" in fault for fault in violations(page))
    page.evaluate(
        "() => { document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x.png'})); }"
    )
    page.wait_for_timeout(200)
    assert visitor.watch.faults
