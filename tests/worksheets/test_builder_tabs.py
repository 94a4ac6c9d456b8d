"""Two tabs on one prompt that is being built: the older one overwrites nothing that nobody has seen."""

import re

import pytest
from django.test import Client as Browser

from tests.worksheets.sheets import html
from tests.worksheets.test_builder import at, desk, draft, labels, typed
from worksheets.models import Version

__all__ = ["desk", "draft"]  # fixtures
pytestmark = pytest.mark.gate


def seen_on(page: str) -> dict[str, str]:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return {"seen": found[1]}


def test_an_older_tab_overwrites_no_prompt_unseen(desk: Browser, draft: Version) -> None:
    path = at("prompt", draft, draft.prompts[0]["id"])
    seen = seen_on(html(desk.get(path)))
    desk.post(path, seen | typed(label="Of the other tab"))
    refused = desk.post(path, seen | typed(label="Of this tab"))
    assert refused.status_code == 409
    assert "It now asks “Of the other tab”." in html(refused)
    assert "Of this tab" in html(refused)
    assert labels(draft)[0] == "Of the other tab"
    assert desk.post(path, seen | typed(label="Of the other tab")).status_code == 302  # the same words twice
    assert desk.post(path, seen_on(html(refused)) | typed(label="Of this tab")).status_code == 302
    assert labels(draft)[0] == "Of this tab"


def test_control_without_what_was_seen_the_last_one_wins(desk: Browser, draft: Version) -> None:
    path = at("prompt", draft, draft.prompts[0]["id"])
    for words in ("Of the other tab", "Of this tab"):
        assert desk.post(path, typed(label=words)).status_code == 302
    assert labels(draft)[0] == "Of this tab"
