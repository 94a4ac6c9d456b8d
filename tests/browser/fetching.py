"""Fetch a page of the list without a browser, with the form sent as a browser would send it."""

from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from tests.browser.furnished import Stage
from tests.browser.pages import Entry


def controls_of(form: Tag) -> dict[str, str]:
    """Return what an untouched form would send, buttons left out."""
    sent: dict[str, str] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        kind, name = str(control.get("type", "")), str(control["name"])
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            sent[name] = str(chosen.get("value", "")) if chosen else ""
        elif control.name == "textarea":
            sent[name] = control.get_text()
        elif kind in {"radio", "checkbox"}:
            if control.has_attr("checked"):
                sent[name] = str(control.get("value", "on"))
        elif kind not in {"submit", "button", "file"}:
            sent[name] = str(control.get("value", ""))
    return sent


def form_of(page: BeautifulSoup, entry: Entry) -> Tag:
    """Return the form of a page that has every field that is to be sent."""
    for form in page.select(entry.form):
        if all(form.select(f"[name='{name}']") for name in entry.send or {}):
            return form
    raise LookupError(f"{entry.name}: no form with {list(entry.send or {})}")


def fetch(stage: Stage, entry: Entry) -> Any:
    """Return the answer; one that leads on is followed.

    Raises:
        LookupError: the page has no such form.
    """
    browser, path = stage.browser_of(entry.who), stage.path(entry.path)
    response = browser.get(path, follow=True)
    if entry.send is None:
        return response
    form = form_of(BeautifulSoup(response.content, "lxml"), entry)
    here = response.request["PATH_INFO"] + "?" + response.request.get("QUERY_STRING", "")
    data = {**controls_of(form), **entry.send}
    return browser.post(urljoin(here, str(form.get("action") or "")), data, follow=True)
