"""The shipped worksheets are stored once, follow their files, and leave alone what the therapist wrote."""

import json
from pathlib import Path

import pytest

from accounts.models import Client
from practice import shipped
from tests.factories import NOW
from worksheets import library
from worksheets.models import Version, Worksheet
from worksheets.prompts import PromptError
from worksheets.services import copy_version, start_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one file, to be changed."""
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    write(tmp_path, "One line")
    return tmp_path


def write(folder: Path, label: str) -> None:
    prompts = [{"id": "line", "kind": "short", "label": label}]
    content = {"slug": "sheet", "title": "Sheet", "intro": "", "minutes": 5, "prompts": prompts}
    (folder / "sheet.json").write_text(json.dumps(content), encoding="utf-8")


def labels() -> list[str]:
    """Return what each version asks, the newest first."""
    return [version.prompts[0]["label"] for version in Version.objects.order_by("-number")]


def test_every_shipped_worksheet_is_loaded_and_awaits_review() -> None:
    assert library.load() == len(list(library.FOLDER.glob("*.json"))) > 0
    assert all(version.awaits_review for version in Version.objects.all())


def test_the_six_are_shipped_and_each_belongs_to_an_essay() -> None:
    shipped.load_all()
    belongs = dict(Worksheet.objects.values_list("title", "essay__slug"))
    assert belongs == {
        "Meeting the inner critic": "trusting-yourself-when-anxiety-is-loud",
        "Naming what I feel": "having-your-own-back",
        "Repair log": "self-trust-is-a-relationship-you-repair",
        "Small promises": "what-your-body-asks-for-in-winter",
        "Staying while misunderstood": "having-your-own-back",
        "When I leave myself": "what-self-trust-asks-on-an-ordinary-day",
    }


def test_a_second_time_changes_nothing() -> None:
    library.load()
    Worksheet.objects.update(title="Renamed", is_in_library=False)
    assert library.load() == 0
    assert set(Worksheet.objects.values_list("title", "is_in_library")) == {("Renamed", False)}


@pytest.mark.parametrize("is_begun", [True, False])
def test_new_wording_is_a_new_version_whether_or_not_anybody_began(
    one_file: Path, ashas: Client, *, is_begun: bool
) -> None:
    """Else the number of the version would tell the therapist whether somebody did."""
    library.load()
    if is_begun:
        start_answer(client=ashas, version=Version.objects.get(), now=NOW)
    write(one_file, "Other words")
    assert library.load() == 1
    assert labels() == ["Other words", "One line"]


def test_what_the_therapist_wrote_stays_the_newest(one_file: Path) -> None:
    library.load()
    hers = copy_version(version=Version.objects.get(), now=NOW)
    hers.prompts = [{"id": "line", "kind": "short", "label": "Her words"}]
    hers.save()
    write(one_file, "Other words")
    assert library.load() == 0
    assert labels() == ["Her words", "One line"]


def test_new_wording_awaits_review_again(one_file: Path) -> None:
    library.load()
    Version.objects.update(reviewed_on=NOW.date(), reviewed_by="Dr Arati Bhatt")
    write(one_file, "Other words")
    library.load()
    assert [version.awaits_review for version in Version.objects.order_by("number")] == [False, True]


def test_a_wrong_file_stores_nothing(one_file: Path) -> None:
    write(one_file, "")
    with pytest.raises(PromptError):
        library.load()
    assert not Worksheet.objects.exists()
