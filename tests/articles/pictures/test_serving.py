"""Pictures as browsers get them: what there is, for good and for everyone, made again where it is missing."""

import logging
from pathlib import Path

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from articles.models import Picture
from articles.pictures import files
from articles.pictures.addresses import address_of
from articles.pictures.apart import DrawingError
from tests.articles.pictures.uploads import make_picture, opened
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder"), pytest.mark.gate, pytest.mark.both]


def test_the_address_in_a_text_gives_the_picture_itself(client: Browser) -> None:
    picture = make_picture()
    response = client.get(picture.address)
    assert response.content == bytes(picture.master)
    assert response.headers["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("name", "size"), [("480.avif", (480, 320)), ("800.webp", (800, 533)), ("900.avif", (900, 600))]
)
def test_a_width_that_pages_offer_is_made_once(client: Browser, folder: Path, name: str, size: tuple[int, int]) -> None:
    picture = make_picture()
    response = client.get(picture.address + name)
    assert response.headers["Content-Type"] == f"image/{name[-4:]}"
    assert opened(response.content).size == size
    kept = folder / f"{picture.key}-{name}"
    assert list(folder.iterdir()) == [kept]
    kept.write_bytes(b"kept")
    assert client.get(picture.address + name).content == b"kept"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Draw nothing; remember what was asked for."""
    asked: list[str] = []

    def draw(master: bytes, names: list[str], **_limits: float) -> dict[str, bytes]:
        asked.extend(names)
        return dict.fromkeys(names, b"drawn")

    monkeypatch.setattr(files, "draw_apart", draw)
    return asked


@pytest.mark.usefixtures("drawn")
def test_it_is_kept_for_good_by_everyone_and_asked_for_by_its_tag(client: Browser) -> None:
    picture = make_picture()
    for path in (picture.address, f"{picture.address}480.webp"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.headers["ETag"].startswith("W/")
        assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_nothing_is_drawn_that_pages_do_not_offer(client: Browser, drawn: list[str]) -> None:
    picture = make_picture()
    taller = address_of(picture.key, 900, 601)
    unknown = address_of("f" * 32, 900, 600)
    absent = [f"{picture.address}{end}" for end in ("1200.avif", "481.avif", "480.png", "0480.avif", "480.avif/", "x")]
    absent += [taller, unknown, f"{unknown}480.avif", address_of(picture.key.upper(), 900, 600), "/essays/pictures/"]
    absent += [
        f"/essays/pictures/{picture.key}/",
        f"{picture.address}..%2f..%2fdb.sqlite3",
        f"{picture.address}480.avif%0a",
    ]
    assert {path: client.get(path).status_code for path in absent} == dict.fromkeys(absent, 404)
    assert drawn == []
    assert client.get(f"{picture.address}480.avif").content == b"drawn"  # the control
    assert client.post(picture.address).status_code == 405


def test_a_file_that_is_kept_costs_one_query_that_leaves_the_picture_where_it_is(
    client: Browser, drawn: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    picture = make_picture()
    client.get(f"{picture.address}480.avif")
    with django_assert_num_queries(1) as asked:
        client.get(f"{picture.address}480.avif")
    assert '"master"' not in asked.captured_queries[0]["sql"]
    assert drawn == ["480.avif"]
    with django_assert_num_queries(2) as asked:
        client.get(picture.address)  # the control
    assert '"master"' in asked.captured_queries[1]["sql"]


def test_a_disk_that_cannot_be_written_costs_no_picture(client: Browser, drawn: list[str], folder: Path) -> None:
    folder.write_text("in the way")
    assert client.get(f"{make_picture().address}480.avif").content == b"drawn"
    assert drawn == ["480.avif"]


def test_what_cannot_be_drawn_now_is_the_picture_as_it_is_kept_and_asked_for_again_soon(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_limits: float) -> None:
        raise DrawingError

    monkeypatch.setattr(files, "draw_apart", fail)
    picture = make_picture()
    response = client.get(f"{picture.address}480.avif")
    assert (response.status_code, response.content) == (200, bytes(picture.master))
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("image/webp", "public, max-age=60")


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_for_a_width_that_is_missing_get_the_same_and_nothing_half(folder: Path) -> None:
    picture = make_picture()
    path = f"{picture.address}480.webp"
    answers = at_once([lambda: Browser().get(path).content for _number in range(4)])
    assert len(set(answers)) == 1
    assert [each.name for each in folder.iterdir()] == [f"{picture.key}-480.webp"]
    assert (folder / f"{picture.key}-480.webp").read_bytes() == answers[0]
    assert opened(answers[0]).size == (480, 320)


@pytest.mark.usefixtures("drawn")
def test_the_log_names_no_picture(client: Browser, caplog: pytest.LogCaptureFixture) -> None:
    picture = make_picture()
    with caplog.at_level(logging.INFO):
        client.get(picture.address)
    assert picture.key not in caplog.text


def test_no_list_of_pictures_reads_their_files(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_picture()
    with django_assert_num_queries(1) as asked:
        assert [picture.label for picture in Picture.objects.all()] == ["lamp.jpg"]
    assert '"master"' not in asked.captured_queries[0]["sql"]
