"""What is taken out or dropped while building is asked about first, and no older tab overwrites a newer one."""

import re

import pytest
from django.test import Client as Browser

from tests.worksheets.building import at, labels, typed
from tests.worksheets.sheets import html
from worksheets import drafts
from worksheets.models import Version

pytestmark = pytest.mark.gate


def test_a_prompt_is_taken_out_only_after_a_question(desk: Browser, draft: Version) -> None:
    before = labels(draft)
    assert "“How loud” is taken out" in html(desk.get(at("prompt_remove", draft, "tone")))
    assert labels(draft) == before
    desk.post(at("prompt_remove", draft, "tone"))
    assert labels(draft) == [label for label in before if label != "How loud"]


def test_a_prompt_taken_out_in_another_tab_is_put_back_with_what_was_typed(desk: Browser, draft: Version) -> None:
    desk.post(at("prompt_remove", draft, "words"))
    desk.post(at("prompt", draft, "words"), {"kind": "long", **typed(label="In other words")})
    assert labels(draft)[-1] == "In other words"


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


def test_a_draft_is_dropped_only_after_a_question(desk: Browser, begun: Version, draft: Version) -> None:
    desk.get(at("drop", draft))
    assert Version.objects.count() == 2
    desk.post(at("drop", draft))
    assert list(Version.objects.all()) == [begun]


def open_behind(monkeypatch: pytest.MonkeyPatch, draft: Version) -> None:
    """Let another tab open the draft after a page has read it and before that page acts."""
    read = Version.objects.select_related("worksheet").get(pk=draft.pk)
    drafts.open_draft(version=draft)
    monkeypatch.setattr("worksheets.builder.get_version", lambda pk: read)


def test_a_prompt_of_what_another_tab_opened_meanwhile_stays_and_that_is_said(
    desk: Browser, draft: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = labels(draft)
    open_behind(monkeypatch, draft)
    response = desk.post(at("prompt_remove", draft, "tone"), follow=True)
    assert "open to clients by now, so it was not changed" in html(response)
    assert labels(draft) == before


def test_what_another_tab_opened_meanwhile_is_not_called_dropped(
    desk: Browser, draft: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_behind(monkeypatch, draft)
    response = desk.post(at("drop", draft), follow=True)
    assert "The draft is gone." not in html(response)
    assert "open to clients by now, so it was not changed" in html(response)
    assert not Version.objects.get(pk=draft.pk).is_draft
