"""Pictures on the desk: added with words, looked through, taken away, and asked for by the editor's program."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, Picture
from articles.pictures import services
from articles.pictures.kinds import LARGEST_FILE
from articles.pictures.redrawing import redraw
from tests.articles.pictures.uploads import make_picture, upload
from tests.cast import make_therapist, sign_in
from tests.factories import make_essay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder"), pytest.mark.gate]

LIST, ADD = "/admin/articles/pictures/", "/admin/articles/pictures/add/"
PROGRAM = {"Accept": "application/json"}


@pytest.fixture
def desk(client: Browser) -> Browser:
    return sign_in(client, make_therapist())


@pytest.fixture(autouse=True)
def _at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in this process, which is quicker; the other one has tests of its own."""
    monkeypatch.setattr(services, "redraw_apart", redraw)
    monkeypatch.setattr(services, "make_all_files", lambda picture: None)


def sent(content: bytes | None = None, name: str = "lamp.jpg", **words: str) -> dict[str, Any]:
    """Return the form as a browser sends it."""
    file = SimpleUploadedFile(name, upload() if content is None else content, "image/jpeg")
    return {"file": file, "alt": "A lamp on water", "caption": "", **words}


def test_an_added_picture_comes_back_as_the_piece_to_paste(desk: Browser) -> None:
    response = desk.post(ADD, sent(caption="By Asha"), follow=True)
    picture = Picture.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(f"{LIST}{picture.key}/", 302)]
    assert (picture.alt, picture.caption, picture.label) == ("A lamp on water", "By Asha", "lamp.jpg")
    assert f"&lt;img src=&quot;{picture.address}&quot; alt=&quot;A lamp on water&quot;&gt;" in page
    assert "&lt;figcaption&gt;By Asha&lt;/figcaption&gt;" in page


def test_a_program_gets_the_piece(desk: Browser) -> None:
    response = desk.post(ADD, sent(), headers=PROGRAM)
    assert response.json() == {"html": Picture.objects.get().body_html("A lamp on water")}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"alt": ""}, "alt", "Say in words what the picture shows"),
        ({"alt": " \u200b "}, "alt", "Say in words what the picture shows"),
        ({"alt": "IMG_0815.JPG"}, "alt", "That is the name of a file"),
        ({"alt": "x" * 301}, "alt", "at most 300 characters"),
        ({"caption": "x" * 301}, "caption", "at most 300 characters"),
        ({"content": b""}, "file", "This file is empty"),
        ({"content": b"<svg/>"}, "file", "can hold programs"),
        ({"content": b"%PDF-1.7"}, "file", "not a picture"),
        ({"content": upload() + b"\0" * LARGEST_FILE}, "file", "larger than 10 MB"),
        ({"file": ""}, "file", "Choose a picture first"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_for_people_and_programs(
    desk: Browser, changes: dict[str, Any], field: str, words: str
) -> None:
    told = desk.post(ADD, sent(**changes), headers=PROGRAM)
    assert told.status_code == 422
    assert list(told.json()["errors"]) == [field]
    assert words in told.json()["errors"][field]
    shown = desk.post(ADD, sent(**changes))
    assert shown.status_code == 422
    assert words in shown.content.decode()
    assert not Picture.objects.exists()


def test_what_was_written_is_kept_when_the_file_is_refused(desk: Browser) -> None:
    page = desk.post(ADD, sent(b"%PDF-1.7", caption="Dusk")).content.decode()
    assert 'value="A lamp on water"' in page
    assert 'value="Dusk"' in page


@pytest.mark.parametrize("name", ["../../x.jpg", "CON", "x" * 300 + ".jpg", "photo\u202egpj.exe", 'a"\r\nX: y.pdf'])
def test_whatever_a_file_is_called_no_file_and_no_address_is(desk: Browser, folder: Path, name: str) -> None:
    assert desk.post(ADD, sent(name=name)).status_code == 302
    picture = Picture.objects.get()
    response = desk.get(picture.address)
    assert re.fullmatch(r"/essays/pictures/[0-9a-f]{32}-60x40/", picture.address)
    assert "Content-Disposition" not in response.headers
    assert not folder.exists()


def test_other_words_make_another_piece_and_leave_essays_as_they_are(desk: Browser) -> None:
    picture = make_picture()
    essay = make_essay(body=picture.body_html("Before"))
    bare = desk.get(picture.get_absolute_url()).content.decode()
    assert "First say what it shows" in bare
    page = desk.post(picture.get_absolute_url(), {"alt": "After", "caption": ""}, follow=True).content.decode()
    assert "alt=&quot;After&quot;" in page
    assert Essay.objects.get().body == essay.body
    assert desk.post(picture.get_absolute_url(), {"alt": ""}).status_code == 422


def test_the_list_is_empty_at_first(desk: Browser) -> None:
    assert "No pictures yet." in desk.get(LIST).content.decode()


def test_the_list_says_where_each_picture_stands(desk: Browser) -> None:
    used = make_picture(alt="A lamp")
    make_picture(key="f" * 32, label="unused.png")
    make_essay("Quiet", body=used.body_html("A lamp"))
    page = desk.get(LIST).content.decode()
    assert f'src="{used.address}480.webp"' in page
    assert page.count("Quiet</a>") == 1
    assert page.count("In no essay.") == 1


def test_the_list_costs_as_much_for_many_and_reads_no_file(
    desk: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def ask(expected: int) -> list[str]:
        with django_assert_num_queries(expected) as asked:
            assert desk.get(LIST).status_code == 200
        return [query["sql"] for query in asked.captured_queries]

    make_picture()
    desk.get(LIST)
    few = ask(5)
    for number in range(30):
        made = make_picture(key=f"{number:032x}")
        make_essay(f"Essay {number}", body=made.body_html("A lamp"))
    assert [sql for sql in few + ask(5) if '"master"' in sql] == []


def test_a_picture_that_is_shown_cannot_be_deleted(desk: Browser) -> None:
    picture = make_picture()
    make_essay("Quiet", body=picture.body_html("A lamp"))
    page = f"{picture.get_absolute_url()}delete/"
    question = desk.get(page).content.decode()
    assert "for these essays show it" in question
    assert "Delete this picture</button>" not in question
    assert "It stays" in desk.post(page, follow=True).content.decode()
    assert Picture.objects.exists()


def test_a_picture_that_only_an_earlier_version_shows_says_so(desk: Browser) -> None:
    picture = make_picture()
    make_essay().revisions.create(title="Before", body=picture.body_html("A lamp"))
    assert "an earlier version" in desk.get(f"{picture.get_absolute_url()}delete/").content.decode()


def test_a_picture_that_nothing_shows_is_deleted_after_a_question(desk: Browser) -> None:
    page = f"{make_picture().get_absolute_url()}delete/"
    assert "Delete this picture</button>" in desk.get(page).content.decode()
    assert Picture.objects.exists()
    assert "The picture is deleted." in desk.post(page, follow=True).content.decode()
    assert desk.get(page).status_code == 404


def test_the_essays_lead_to_their_pictures(desk: Browser) -> None:
    essays = desk.get(reverse("admin:articles_essay_changelist")).content.decode()
    assert f'href="{LIST}"' in essays
    assert f'href="{ADD}"' in desk.get(reverse("admin:articles_essay_add")).content.decode()
