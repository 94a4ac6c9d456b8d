"""The therapist builds a worksheet by forms, sees it as a client does, and opens it; what is open is never changed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from tests import cast
from tests.worksheets.building import at, labels, typed
from tests.worksheets.sheets import PAGE, PROMPTS, html, page_of
from worksheets.kinds import KINDS
from worksheets.library import FOLDER
from worksheets.models import Answer, Version, Worksheet
from worksheets.prompt_forms import FORMS, form_for
from worksheets.prompts import build, parse_prompts

pytestmark = pytest.mark.gate

TABLE = {
    "label": "The week",
    "column1": "What I promised",
    "kind1": "short",
    "column2": "Did I keep it?",
    "kind2": "choices",
    "details2": "Yes\nIn part\nNot this time",
    "column3": "How it was",
    "kind3": "scale",
    "details3": "Hard\nEasy",
}
WRITTEN: dict[str, dict[str, Any]] = {
    "short": {"label": "One line", "hint": "If you like"},
    "long": {"label": "In your words"},
    "scale": {"label": "How loud", "min": "0", "max": "10", "min_label": "Quiet", "max_label": "Loud"},
    "choices": {"label": "Where", "options": "At home\n\n  Elsewhere  "},
    "checklist": {"label": "What was there", "options": "Sad\nउदास\nGlad"},
    "body": {"label": "Where in the body"},
    "week": TABLE,
    "rows": {**TABLE, "label": "Situations", "row_label": "Situation", "most": "4"},
}


def test_every_kind_of_prompt_has_a_form() -> None:
    assert set(FORMS) == set(KINDS) == set(WRITTEN)


@pytest.mark.parametrize("kind", FORMS)
def test_a_prompt_of_every_kind_is_added_by_a_form_and_shown_to_the_client_in_the_preview(
    desk: Browser, draft: Version, kind: str
) -> None:
    page = html(desk.get(at("prompt_add", draft), {"kind": kind}))
    assert f'name="kind" value="{kind}"' in page
    response = desk.post(at("prompt_add", draft), {"kind": kind, **typed(**WRITTEN[kind])})
    assert response.status_code == 302, html(response)
    draft.refresh_from_db()
    assert draft.prompts[-1]["kind"] == kind
    assert WRITTEN[kind]["label"] in html(desk.get(at("preview", draft)))


def test_options_are_the_lines_and_blank_ones_are_none(desk: Browser, draft: Version) -> None:
    desk.post(at("prompt_add", draft), {"kind": "checklist", **typed(**WRITTEN["checklist"])})
    draft.refresh_from_db()
    options = draft.prompts[-1]["options"]
    assert [option["label"] for option in options] == ["Sad", "उदास", "Glad"]
    assert len({option["value"] for option in options}) == 3


def test_a_table_is_built_of_columns(desk: Browser, draft: Version) -> None:
    desk.post(at("prompt_add", draft), {"kind": "week", **typed(**TABLE)})
    draft.refresh_from_db()
    first, second, third = draft.prompts[-1]["columns"]
    assert first == {"id": "c1", "kind": "short", "label": "What I promised"}
    assert [option["label"] for option in second["options"]] == ["Yes", "In part", "Not this time"]
    assert (third["min_label"], third["max_label"]) == ("Hard", "Easy")


def test_an_option_that_stays_keeps_the_value_under_which_it_is_stored(desk: Browser, draft: Version) -> None:
    sent = typed(label="What was there", options="Glad\nAngry\nSad")
    desk.post(at("prompt", draft, "found"), sent)
    draft.refresh_from_db()
    found = next(prompt for prompt in draft.prompts if prompt["id"] == "found")
    assert {option["label"]: option["value"] for option in found["options"]} == {
        "Glad": "glad", "Angry": "angry", "Sad": "sad",
    }  # fmt: skip


def sent_again(form: Any) -> dict[str, Any]:
    """Return what an untouched form sends."""
    return {form.add_prefix(name): "" if form[name].value() is None else form[name].value() for name in form.fields}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_saving_a_form_untouched_changes_nothing_of_what_was_shipped(path: Path) -> None:
    for before in json.loads(path.read_text(encoding="utf-8"))["prompts"]:
        shown = form_for(before["kind"], before=before, prompt_id=before["id"])
        form = form_for(before["kind"], sent_again(shown), before=before, prompt_id=before["id"])
        assert form.is_valid(), form.errors
        assert build(form.definition) == build(before)


@pytest.mark.parametrize(
    ("kind", "wrong", "where", "sentence"),
    [
        ("short", {"label": " "}, "label", "Write what is asked."),
        ("short", {"label": "x" * 201}, "label", "200"),
        ("long", {"hint": "x" * 501}, "hint", "500"),
        ("scale", {"min": "5", "max": "3"}, "max", "must end above"),
        ("scale", {"max": "11"}, "max", "from 1 to 10"),
        ("scale", {"min": "x"}, "min", "whole number"),
        ("choices", {"options": "Only one"}, "options", "from 2 to 40"),
        ("choices", {"options": "Yes\nNo\nYes"}, "options", "Line 3: “Yes” stands twice."),
        ("checklist", {"options": "Yes\n" + "x" * 201}, "options", "Line 2 is longer than 200"),
        ("checklist", {"options": "\n".join(map(str, range(41)))}, "options", "from 2 to 40"),
        ("week", {"column1": ""}, "column1", "what is asked in this column"),
        ("week", {"kind1": ""}, "kind1", "Choose how this column is answered."),
        ("week", {"kind1": "week"}, "kind1", "valid choice"),
        ("week", {"details1": "x"}, "details1", "needs nothing here"),
        ("week", {"details2": "Yes"}, "details2", "from 2 to 40"),
        ("week", {"details3": "a\nb\nc"}, "details3", "two ends"),
        ("week", {f"{name}{number}": "" for name in ("column", "kind", "details") for number in (1, 2, 3)}, "column1",
         "at least one column"),
        ("rows", {"most": "13"}, "most", "from 1 to 12"),
        ("rows", {"row_label": "x" * 41}, "row_label", "40"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_at_its_field_and_what_was_typed_stays(
    desk: Browser, draft: Version, kind: str, wrong: dict[str, Any], where: str, sentence: str
) -> None:
    before = labels(draft)
    sent = {**WRITTEN[kind], "hint": "Mine", **wrong}
    response = desk.post(at("prompt_add", draft), {"kind": kind, **typed(**sent)})
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors[where])
    assert f'id="id_prompt-{where}_error"' in html(response)
    assert 'aria-invalid="true"' in html(response)
    assert "hint" in wrong or "Mine</textarea>" in html(response)
    assert labels(draft) == before


def test_prompts_are_put_in_order(desk: Browser, draft: Version) -> None:
    desk.post(at("prompt_move", draft, "tone"), {"to": "up"})
    assert labels(draft)[:3] == ["One line", "How loud", "In your words"]
    desk.post(at("prompt_move", draft, "line"), {"to": "down"})
    assert labels(draft)[:2] == ["How loud", "One line"]
    desk.post(at("prompt_move", draft, "tone"), {"to": "up"})
    assert labels(draft)[:2] == ["How loud", "One line"]


def test_at_most_forty_prompts(desk: Browser, draft: Version) -> None:
    Version.objects.filter(pk=draft.pk).update(
        prompts=[{"id": f"p{number}", "kind": "short", "label": "x"} for number in range(40)]
    )
    response = desk.post(at("prompt_add", draft), {"kind": "short", **typed(label="One more")})
    assert response.status_code == 422
    assert "at most 40 prompts" in html(response)
    assert "One more" in html(response)


def test_clients_meet_a_draft_only_once_it_is_opened(desk: Browser, bela: User, begun: Version, draft: Version) -> None:
    desk.post(at("prompt", draft, "line"), typed(label="Asked anew"))
    new = cast.sign_in(Browser(), bela)
    assert "Asked anew" not in html(new.get(PAGE))
    desk.post(at("open", draft))
    assert "Asked anew" in html(new.get(PAGE))


def test_what_somebody_began_keeps_its_questions(
    desk: Browser, browser: Browser, begun: Version, draft: Version
) -> None:
    desk.post(at("prompt", draft, "line"), typed(label="Asked anew"))
    desk.post(at("open", draft))
    page = html(browser.get(PAGE))
    assert "One line" in page
    assert "Asked anew" not in page
    assert "What I wrote first" in page


@pytest.mark.parametrize("is_begun", [True, False])
def test_what_is_open_is_never_changed(desk: Browser, ashas: Client, version: Version, *, is_begun: bool) -> None:
    if is_begun:
        Answer.objects.create(client=ashas, version=version)
    response = desk.post(at("prompt", version, "line"), typed(label="Typed in an old tab"))
    assert response.status_code == 409
    assert "Typed in an old tab" in html(response)
    for path, sent in (("prompt_move", {"to": "down"}), ("prompt_remove", {})):
        desk.post(at(path, version, "line"), sent)
    desk.post(at("drop", version))
    assert labels(version) == [prompt["label"] for prompt in PROMPTS]


def test_changing_what_is_open_goes_on_with_the_one_draft(desk: Browser, begun: Version) -> None:
    for _time in range(2):
        response = desk.post(at("draft", begun))
        draft = Version.objects.get(is_draft=True)
        assert response.headers["Location"] == at("build", draft)
    assert draft.prompts == begun.prompts


def test_what_is_open_is_given_from_its_page_and_a_draft_is_not(desk: Browser, draft: Version, begun: Version) -> None:
    way = f"{reverse('admin:worksheets_assignment_add')}?worksheet={begun.worksheet_id}"
    assert way in html(desk.get(at("build", begun)))
    assert way not in html(desk.get(at("build", draft)))
    assert f'value="{begun.worksheet_id}" selected' in html(desk.get(way))


def test_a_new_worksheet_begins_with_an_empty_draft_that_no_client_meets(
    desk: Browser, browser: Browser, version: Version
) -> None:
    add = reverse("admin:worksheets_worksheet_add")
    response = desk.post(add, {"title": "Built by hand", "is_in_library": "on"})
    draft = Worksheet.objects.get(slug="built-by-hand").versions.get()
    assert response.headers["Location"] == at("build", draft)
    assert "Built by hand" not in html(browser.get("/space/worksheets/"))
    assert browser.get(page_of("built-by-hand")).status_code == 404
    assert "not open yet, a draft" in html(desk.get(reverse("admin:worksheets_worksheet_changelist")))
    response = desk.post(at("open", draft), follow=True)
    assert "at least one prompt" in html(response)
    desk.post(at("prompt_add", draft), {"kind": "short", **typed(label="First")})
    desk.post(at("open", draft))
    assert "First" in html(browser.get(page_of("built-by-hand")))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("First sheet", "first-sheet-2"), ("मेरा दिन", "worksheet"), ("x" * 120, "x" * 54), ("?", "worksheet")],
)
def test_the_address_is_made_of_the_title_and_stays(desk: Browser, version: Version, title: str, slug: str) -> None:
    """Nobody types an address; a title in another script has one too."""
    desk.post(reverse("admin:worksheets_worksheet_add"), {"title": title, "is_in_library": "on"})
    made = Worksheet.objects.get(title=title, slug=slug)
    change = reverse("admin:worksheets_worksheet_change", args=[made.pk])
    desk.post(change, {"title": "Another title", "slug": "elsewhere", "is_in_library": "on"})
    made.refresh_from_db()
    assert (made.title, made.slug) == ("Another title", slug)


def test_a_worksheet_that_no_client_can_open_is_not_given(desk: Browser, ashas: Client, version: Version) -> None:
    worksheet = Worksheet.objects.create(slug="built", title="Built")
    Version.objects.create(worksheet=worksheet, number=1, prompts=[], is_draft=True)
    page = html(desk.get(reverse("admin:worksheets_assignment_add")))
    assert f'value="{version.worksheet_id}"' in page
    assert f'value="{worksheet.pk}"' not in page


def inside(page: str) -> str:
    """Return the questions of a page, without what only a form that is sent has."""
    fields = re.split(r'class="worksheet__form"', page)[1].split('class="worksheet__foot"')[0].partition(">")[2]
    fields = re.sub(r'\s*<input type="hidden"[^>]*>', "", fields)
    return " ".join(fields.split())


def test_the_preview_is_exactly_the_clients_page_and_can_send_nothing(
    desk: Browser, browser: Browser, version: Version
) -> None:
    preview = html(desk.get(at("preview", version)))
    own = html(browser.get(PAGE))
    assert inside(preview) == inside(own)
    assert '<form method="post" action="/space/' not in preview
    assert "autosave" not in re.sub(r"data-autosave-\w+", "", preview)
    assert desk.post(at("preview", version), {"w-line": "x"}).status_code == 405
    assert not Answer.objects.exists()


def test_the_pages_of_building_show_nothing_that_anyone_wrote(desk: Browser, begun: Version, draft: Version) -> None:
    for version in (begun, draft):
        for name in ("build", "preview"):
            assert "What I wrote first" not in html(desk.get(at(name, version)))


def test_nobody_else_comes_here(browser: Browser, client: Browser, draft: Version) -> None:
    for name in ("build", "preview", "prompt_add", "drop"):
        assert browser.get(at(name, draft)).status_code == 404
        assert client.get(at(name, draft)).status_code == 302
    assert browser.post(at("open", draft)).status_code == 404
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_unknown_kind_or_direction_is_not_there(desk: Browser, draft: Version) -> None:
    assert desk.get(at("prompt_add", draft), {"kind": "map"}).status_code == 404
    assert desk.post(at("prompt_move", draft, "line"), {"to": "top"}).status_code == 404
    assert desk.get(at("prompt", draft, "absent")).status_code == 404


def test_every_draft_stays_something_that_can_be_asked(desk: Browser, draft: Version) -> None:
    for kind, fields in WRITTEN.items():
        desk.post(at("prompt_add", draft), {"kind": kind, **typed(**fields)})
    draft.refresh_from_db()
    assert len(parse_prompts(draft.prompts)) == len(PROMPTS) + len(WRITTEN)
