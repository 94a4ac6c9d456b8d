"""Every kind of page in Chromium, walked once a group: policy, other origins, console, axe, layout, help on paper."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests.browser.conftest import Visit
from tests.browser.furnished import Stage
from tests.browser.looking import Seen, bring_axe, look_at
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
        self.seen: dict[str, Seen] = {}

    def visitor(self, who: str) -> Visitor:
        """Return a person's browser, which has her cookies; nothing moves in it."""
        if who not in self.visitors:
            visitor = self.visit(reduced_motion="reduce")
            cookies = self.stage.browser_of(who).cookies.items()
            kept = [{"name": name, "value": each.value, "url": visitor.watch.origin} for name, each in cookies]
            bring_axe(visitor.context)
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
        self.seen[entry.name] = look_at(self.open(entry))

    def wrong(self, what: str) -> dict[str, list[str]]:
        """Return what of one kind is wrong with which page."""
        return {name: found for name, seen in self.seen.items() if (found := getattr(seen, what))}

    def faults(self) -> list[str]:
        """Return what the browser itself complained of."""
        return [fault for visitor in self.visitors.values() for fault in visitor.watch.unexpected()]


@pytest.mark.long
@pytest.mark.parametrize("name", GROUPS)
def test_no_page_of_a_group_has_a_fault(stage: Stage, visit: Visit, name: str) -> None:
    walk, entries = Walk(stage, visit), group(name)
    for entry in entries:
        walk.look(entry)
    faults, by_axe, cuts, on_paper = walk.faults(), *map(walk.wrong, ("by_axe", "cuts", "on_paper"))
    about: Any = {"group": name, "pages": len(entries)}
    report("S2", len(faults), 0, **about)
    report("X1", sum(map(len, by_axe.values())), 0, **about)
    report("X5", sum(map(len, cuts.values())), 0, **about)
    report("K1", 100 * (1 - len(on_paper) / len(entries)), 100, ok=not on_paper, where="on paper", **about)
    assert (walk.statuses, faults) == ({}, [])
    assert by_axe == {}
    assert cuts == {}
    assert on_paper == {}


def test_a_page_with_each_of_these_faults_is_found_out(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.watch.expect("policy broken|request to another origin|ERR_|violates|Refused|Content Security Policy")
    page = visitor.page
    page.goto("/help/")
    assert look_at(page) == Seen()
    page.evaluate("""() => {
      const main = document.querySelector("main");
      main.innerHTML = "<p>Words that are cut off here</p><p>wide</p><input>";
      main.children[0].style.cssText = "inline-size: 3rem; overflow: hidden; white-space: nowrap";
      main.children[1].style.cssText = "inline-size: 90rem";
      document.querySelector(".help-bar").remove();
    }""")
    seen = look_at(page)
    for look in ("320 px: ", "320 px, spaced: ", "wide, spaced: ", "400 %: "):
        found = " ".join(each for each in seen.cuts if each.startswith(look))
        assert "cut sideways" in found
        assert "scrolls sideways" in found
    assert seen.on_paper != []
    assert any("label" in fault for fault in seen.by_axe if fault.startswith("wide: "))
    assert any("label" in fault for fault in seen.by_axe if fault.startswith("320 px: "))
    with page.expect_event("requestfailed"):
        page.evaluate(
            "() => { document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x.png'})); }"
        )
    assert visitor.watch.faults


# Each wrong in one look or two: pale in the light, in the dark, when narrow; cut off when narrow, spaced, enlarged.
FAULTS = """
  main p { background: white; color: black }
  @media (min-width: 1280px) and (prefers-color-scheme: light) { #light { color: #eee } }
  @media (prefers-color-scheme: dark) { #dark { color: #eee } }
  @media (width: 320px) and (height: 640px) { #narrow { color: #eee } }
  #tight, #spaced, #enlarged { white-space: nowrap; overflow: clip; font: 10px/1.5 monospace }
  #spaced { inline-size: 20ch }
  @media (width: 320px) and (height: 640px) { #tight { inline-size: 5ch } }
  @media (height: 200px) and (resolution: 4dppx) { #enlarged { inline-size: 5ch } }
  @media print { .help-bar { display: none !important } }
"""
SPOIL = """css => {
  const ids = ["light", "dark", "narrow", "tight", "spaced", "enlarged"];
  const paragraphs = ids.map(id => `<p id="${id}">Seventeen letters</p>`);
  document.querySelector("main").innerHTML = ["<h1>Words</h1>", ...paragraphs].join("");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""


def test_a_fault_of_one_look_is_found_in_that_look(visit: Visit) -> None:
    page = visit(reduced_motion="reduce").page
    page.goto("/help/")
    page.evaluate(SPOIL, FAULTS)
    seen, found = look_at(page), re.compile(r'^([^:]+): .* id="(\w+)"')
    by_axe, cuts = ({place for each in them for place in found.findall(each)} for them in (seen.by_axe, seen.cuts))
    assert by_axe == {("wide", "light"), ("dark", "dark"), ("320 px", "narrow")}
    narrow = {("320 px", "tight"), ("320 px, spaced", "tight"), ("320 px, spaced", "spaced")}
    assert cuts == {*narrow, ("wide, spaced", "spaced"), ("400 %", "enlarged")}
    assert seen.on_paper != []
