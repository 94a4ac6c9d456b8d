"""Pictures are drawn for what is published and for the site, once."""

from pathlib import Path

import pytest
from django.test import Client as Browser

from articles import art_views
from articles.art import draw_svg
from articles.desk_preview import picture_within
from tests.articles.editing import change
from tests.factories import make_essay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which pictures are kept."""
    monkeypatch.setattr(art_views, "KEPT_IN", tmp_path / "art")
    return tmp_path / "art"


def test_an_essay_has_a_picture_in_both_kinds(client: Browser) -> None:
    make_essay("Quiet", scene="hills")
    drawn, painted = client.get("/art/quiet.svg"), client.get("/art/quiet.png")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")
    assert painted.headers["Content-Type"] == "image/png"
    assert painted.content.startswith(b"\x89PNG")


def test_the_scene_is_the_one_that_was_picked(client: Browser) -> None:
    essay = make_essay("Quiet", scene="hills")
    hills = client.get("/art/quiet.svg").content
    essay.scene = "window"
    essay.save()
    assert client.get("/art/quiet.svg").content != hills


def test_the_picture_stays_when_the_address_changes(client: Browser) -> None:
    essay = make_essay("Quiet")
    typed = picture_within(essay)
    before = {kind: client.get(f"/art/quiet.{kind}").content for kind in ("svg", "png")}
    change(essay, slug="tide")
    change(essay, slug="dusk")
    assert {kind: client.get(f"/art/dusk.{kind}").content for kind in ("svg", "png")} == before
    assert picture_within(essay) == typed
    assert before["svg"] == draw_svg("quiet", width=1200, height=630).encode()


def test_a_picture_may_be_kept_a_day_and_is_asked_for_by_its_tag(client: Browser) -> None:
    response = client.get("/art/home.svg")
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    again = client.get("/art/home.svg", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_png_is_drawn_once(client: Browser, folder: Path) -> None:
    first = client.get("/art/home.png").content
    kept = list(folder.iterdir())
    assert [path.suffix for path in kept] == [".png"]
    kept[0].write_bytes(b"kept")
    assert (client.get("/art/home.png").content, first[:4]) == (b"kept", b"\x89PNG")


def test_a_disk_that_cannot_be_written_costs_no_picture(
    client: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(art_views, "KEPT_IN", tmp_path / "file" / "art")
    assert client.get("/art/home.png").status_code == 200


@pytest.mark.parametrize("name", ["nothing.svg", "nothing.png", "home.gif", "home.svg.png", "home", "../home.svg"])
def test_nothing_is_drawn_for_strangers(client: Browser, folder: Path, name: str) -> None:
    assert client.get(f"/art/{name}").status_code == 404
    assert not folder.exists()
