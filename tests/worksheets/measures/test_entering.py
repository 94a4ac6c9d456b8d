"""The therapist enters a questionnaire from its official text: wrong lines are named, nothing typed is lost."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import Client
from tests.factories import NOW
from tests.worksheets.measures.acts import ENTERED, ROOM, SOMETIMES, begin, make_measure, questionnaire_of
from tests.worksheets.measures.texts import TABLE, TEXT
from tests.worksheets.sheets import html
from worksheets.measures.models import Measure, MeasurePlan, MeasureVersion
from worksheets.measures.scoring import from_data
from worksheets.measures.services import NotADraftError, open_to_clients

pytestmark = pytest.mark.gate
ENTER = f"{ROOM}enter/"
WRONG = TEXT.replace("3-6 = High", "4-6 = High")


def fields_of(page: str) -> dict[str, str]:
    """Return what stands in the form's fields."""
    form = BeautifulSoup(page, "lxml").select_one("#content form[enctype]")
    assert form
    inputs = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[type=text]")}
    areas = {str(each["name"]): each.get_text().removeprefix("\n") for each in form.select("textarea")}
    return inputs | areas


def enter(desk: Browser, path: str = ENTER, **changes: Any) -> Any:
    return desk.post(path, {**ENTERED, **changes})


def at(version: MeasureVersion, more: str = "") -> str:
    return f"{ROOM}version/{version.pk}/{more}"


def test_a_text_becomes_a_draft_that_no_client_sees(desk: Browser, ashas: Client) -> None:
    response = enter(desk)
    version = MeasureVersion.objects.get()
    assert response.headers["Location"] == at(version)
    assert version.is_draft
    assert (version.measure.title, version.source, version.permission, version.intro, version.text) == tuple(
        ENTERED[name] for name in ("title", "source", "permission", "intro", "text")
    )
    assert from_data(version.definition) == questionnaire_of()
    assert desk.get(f"{ROOM}{version.measure_id}/give/").status_code == 404


def test_none_comes_with_the_software(desk: Browser) -> None:
    assert not Measure.objects.exists()
    assert "No questionnaire comes with this software. Its wording belongs to its owner" in html(desk.get(ENTER))
    named = ("PHQ-9", "GAD-7", "Patient Health", "Beck", "little interest or pleasure")
    rooms = [Path(settings.BASE_DIR) / name for name in ("worksheets", "practice", "templates")]
    kinds = {".py", ".html", ".json", ".md"}
    texts = [path.read_text("utf-8") for room in rooms for path in room.rglob("*.*") if path.suffix in kinds]
    assert [name for name in named if any(name.lower() in text.lower() for text in texts)] == []


@pytest.mark.parametrize("name", ["title", "source", "permission", "text", "may_use"])
def test_without_its_source_or_the_permission_nothing_is_stored_and_the_rest_is_kept(desk: Browser, name: str) -> None:
    response = enter(desk, **{name: ""})
    assert response.status_code == 422
    kept = fields_of(html(response))
    written = {key: value for key, value in ENTERED.items() if key not in {name, "may_use"}}
    assert {key: kept[key] for key in written} == written
    assert f'href="#id_{name}"' in html(response)
    assert not Measure.objects.exists()


def test_what_is_wrong_is_named_by_its_line_and_the_text_comes_back_whole(desk: Browser) -> None:
    typed = "\n\n  " + WRONG + "\n\n"
    response = enter(desk, text=typed)
    page = BeautifulSoup(html(response), "lxml")
    assert response.status_code == 422
    assert "Line 14: The totals from 3 to 3 lie in no band; totals run from 0 to 6." in page.get_text()
    assert fields_of(html(response))["text"] == typed
    lines = page.select(".measure-lines > li")
    assert [number for number, line in enumerate(lines, 1) if "measure-lines__meant" in str(line.get("class"))] == [14]
    assert "0-2 = Low" in lines[13].get_text()
    assert not Measure.objects.exists()


def test_put_right_it_is_kept(desk: Browser) -> None:
    assert enter(desk, text=WRONG).status_code == 422
    assert enter(desk).status_code == 302
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("raw", [TABLE.encode(), ("\ufeff" + TABLE).encode(), TABLE.encode("utf-16"), TEXT.encode()])
def test_a_file_takes_the_place_of_the_text(desk: Browser, raw: bytes) -> None:
    assert enter(desk, text="", file=SimpleUploadedFile("a.csv", raw)).status_code == 302
    assert from_data(MeasureVersion.objects.get().definition) == questionnaire_of()


def test_a_file_with_a_wrong_line_stands_in_the_text_to_be_put_right(desk: Browser) -> None:
    wrong = TABLE.replace("band,,High,3,6", "band,,High,4,6")
    response = enter(desk, text="", file=SimpleUploadedFile("a.csv", wrong.encode()))
    assert response.status_code == 422
    assert fields_of(html(response))["text"] == wrong
    assert "Line 8: The totals from 3 to 3 lie in no band" in html(response)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", "é".encode("latin-1"), b"x" * 200_001])
def test_a_file_that_is_no_text_is_refused_and_what_was_typed_is_kept(desk: Browser, raw: bytes) -> None:
    response = enter(desk, file=SimpleUploadedFile("a.csv", raw))
    assert response.status_code == 422
    assert fields_of(html(response))["text"] == TEXT
    assert not Measure.objects.exists()


@pytest.mark.parametrize("text", [TEXT + "\x07", TEXT + "\u2028", "x" * 60_001, "\u200b \n"])
def test_a_text_that_cannot_be_shown_is_refused(desk: Browser, text: str) -> None:
    assert enter(desk, text=text).status_code == 422


def test_markup_in_a_text_is_shown_as_text(desk: Browser) -> None:
    enter(desk, text=TEXT.replace("I felt unsafe", "<script>alert(1)</script>"), title="<b>x</b>")
    version = MeasureVersion.objects.get()
    for path in (at(version), at(version, "preview/"), ROOM):
        assert "<script>alert" not in html(desk.get(path))
        assert "<b>x</b>" not in html(desk.get(path))


def test_a_stale_form_gives_back_every_word(therapist: Any) -> None:
    response = Browser(enforce_csrf_checks=True).post(ENTER, ENTERED, headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    page = BeautifulSoup(html(response), "lxml")
    given = {str(each["name"]): str(each["value"]) for each in page.select("input[type=hidden][name]")}
    assert {name: given[name].replace("\r\n", "\n") for name in ENTERED} == ENTERED


def test_the_page_of_a_wording_says_how_everything_counts(desk: Browser) -> None:
    version = make_measure()
    page = " ".join(BeautifulSoup(html(desk.get(at(version))), "lxml").get_text(" ").split())
    assert "Totals run from 0 to 6." in page
    assert "From: Made up. May be used because: Free." in page
    assert "0 to 2: Low 3 to 6: High" in page
    assert "2. I walked slowly reversed Never: 2 points Sometimes: 1 point Often: 0 points" in page
    assert "Question 3, answered with “Sometimes”, “Often”" in page
    assert "A copy without a mark never means that someone is safe." in page


def test_without_a_question_about_safety_the_page_says_what_that_means(desk: Browser) -> None:
    page = html(desk.get(at(make_measure(TEXT.split("Safety:")[0]))))
    assert "No question about safety is named. Nothing shows help by itself, and no copy has a mark." in page


def test_the_preview_is_the_clients_page_without_a_form(desk: Browser) -> None:
    page = BeautifulSoup(html(desk.get(at(make_measure(), "preview/"))), "lxml")
    assert page.select("main form") == []
    assert len(page.select("main input[type=radio]")) == 12  # three answers and none, of three questions
    assert "This is the page as a client meets it." in page.get_text()


def test_opened_it_can_be_given_and_is_never_changed_again(desk: Browser, ashas: Client) -> None:
    version = make_measure()
    assert desk.post(at(version, "open/")).status_code == 302
    version.refresh_from_db()
    assert not version.is_draft
    assert "It is open to clients already." in html(desk.post(at(version, "open/"), follow=True))
    with pytest.raises(NotADraftError):
        open_to_clients(version=version, now=NOW)
    changed = TEXT.replace("the window", "the door")
    enter(desk, f"{ROOM}{version.measure_id}/enter/", text=changed, title="Another name")
    version.refresh_from_db()
    assert version.text == TEXT
    draft = MeasureVersion.objects.get(opened_at=None)
    assert (draft.number, draft.text, draft.measure.title) == (2, changed, "Window and walk")
    assert desk.get(f"{ROOM}{version.measure_id}/give/").status_code == 200


def test_a_draft_is_gone_on_with_and_its_title_may_change(desk: Browser) -> None:
    version = make_measure()
    page = html(desk.get(f"{ROOM}{version.measure_id}/enter/"))
    assert fields_of(page)["text"] == TEXT
    enter(desk, f"{ROOM}{version.measure_id}/enter/", title="Another name")
    assert Measure.objects.get().title == "Another name"
    assert MeasureVersion.objects.count() == 1


def test_a_draft_is_dropped_after_a_question_and_what_is_open_is_not(desk: Browser) -> None:
    version = make_measure()
    assert "All of this draft goes." in html(desk.get(at(version, "drop/")))
    assert Measure.objects.exists()
    desk.post(at(version, "drop/"))
    assert not Measure.objects.exists()
    opened = make_measure(opened_at=NOW)
    assert desk.post(at(opened, "drop/")).headers["Location"] == at(opened)
    assert Measure.objects.exists()


def test_dropping_a_second_wording_leaves_the_first(desk: Browser) -> None:
    opened = make_measure(opened_at=NOW)
    enter(desk, f"{ROOM}{opened.measure_id}/enter/")
    draft = MeasureVersion.objects.get(opened_at=None)
    desk.post(at(draft, "drop/"))
    assert list(MeasureVersion.objects.all()) == [opened]


def test_dropped_in_another_tab_meanwhile_nothing_is_lost(desk: Browser, plan: MeasurePlan, monkeypatch: Any) -> None:
    from worksheets.measures import services

    draft = make_measure(title="Other")
    open_to_clients(version=draft, now=NOW)
    begin(plan, SOMETIMES)
    assert not services.drop_draft(version=draft)
    assert MeasureVersion.objects.filter(pk=draft.pk).exists()


def test_the_list_has_what_is_open_and_what_is_a_draft(desk: Browser) -> None:
    opened, draft = make_measure(title="Open one", opened_at=NOW), make_measure(title="Draft one")
    page = html(desk.get(ROOM))
    assert at(opened) in page
    assert at(draft) in page
    assert f"{ROOM}{opened.measure_id}/give/" in page
    assert f"{ROOM}{draft.measure_id}/give/" not in page


def test_the_front_page_leads_to_entering_one(desk: Browser) -> None:
    assert "None is entered. You can copy one from its official text, if you may use it." in html(desk.get("/admin/"))
    make_measure()
    assert "Everything that was shared is read." in html(desk.get("/admin/"))


@pytest.mark.parametrize(
    "path", ["version/0/", "version/0/preview/", "version/0/drop/", "0/enter/", "0/give/", "plans/0/end/"]
)
def test_what_is_not_there_is_a_404(desk: Browser, path: str) -> None:
    assert desk.get(f"{ROOM}{path}").status_code == 404
