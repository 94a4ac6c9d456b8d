"""The desk of the essays, as its pages are asked and its form is sent."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.urls import reverse

from articles.models import Essay

ADD = reverse("admin:articles_essay_add")
KEEP = reverse("admin:essay_draft_keep")


def page_of(essay: Essay | None) -> str:
    """Return where an essay is written; without one, where a new one is."""
    return reverse("admin:articles_essay_change", args=[essay.pk]) if essay else ADD


def open_form(desk: Browser, address: str) -> dict[str, str]:
    """Return what the form of an opened page would send untouched."""
    form = BeautifulSoup(desk.get(address).content, "html.parser").select_one("#essay_form")
    assert form is not None
    sent = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        kind, name = control.get("type"), str(control["name"])
        if control.name == "select":
            chosen = control.select_one("option[selected]")
            sent[name] = str(chosen["value"]) if chosen else ""
        elif control.name == "textarea":
            sent[name] = control.get_text().removeprefix("\n")
        elif kind == "checkbox" and not control.has_attr("checked"):
            continue
        elif kind not in {"submit", "button"}:
            sent[name] = str(control.get("value", "on" if kind == "checkbox" else ""))
    return sent


def autosave(desk: Browser, sent: dict[str, str], **changes: str) -> Any:
    """Send a page's words as its script does; return the answer."""
    sent["draft_count"] = str(int(sent["draft_count"]) + 1)
    return desk.post(KEEP, sent | changes)
