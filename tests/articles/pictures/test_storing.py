"""Taking a picture in: what is refused and why, what is stored, and that the same picture is stored once."""

import struct
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.test import Client as Browser

from articles.models import EssayDraft, Picture
from articles.pictures import apart, services, uses
from articles.pictures.apart import redraw_apart
from articles.pictures.errors import WORDS, PictureInUseError, PictureRefusedError
from articles.pictures.files import names_of
from articles.pictures.kinds import LARGEST_FILE
from articles.pictures.services import clean_label, delete_picture, note_words, store_picture
from tests.articles.pictures.uploads import make_picture, photograph, upload
from tests.factories import NOW, make_essay, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder"), pytest.mark.gate, pytest.mark.both]


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


JPEG = upload()
REFUSED = {
    "nothing": (b"", "empty"),
    "far too large": (JPEG + b"\0" * LARGEST_FILE, "too_large"),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing"),
    "drawing after a declaration": (b"\xef\xbb\xbf <?xml version='1.0'?>\n<svg/>", "drawing"),
    "page": (b"<!doctype html><script>alert(1)</script>", "document"),
    "PDF": (b"%PDF-1.7\n", "document"),
    "Word": (b"PK\x03\x04word/document.xml", "document"),
    "program": (b"MZ\x90\0", "unknown"),
    "text": (b"A lamp on water.", "unknown"),
    "HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 40, "heic"),
    "film": (b"\0\0\0\x18ftypisom" + b"\0" * 40, "unknown"),
    "TIFF": (b"II*\0" + b"\0" * 40, "unknown"),
    "picture and PDF": (JPEG[:20] + b"%PDF-1.7" + JPEG[20:], "two_kinds"),
    "picture and page": (upload("GIF")[:13] + b"<script>alert(1)</script>" + upload("GIF")[13:], "two_kinds"),
    "cut off": (upload(width=300, height=300)[:-400], "damaged"),
    "bomb": (claiming(20_000, 20_000), "too_many_pixels"),
    "one row too many": (claiming(50_000, 1_001), "too_many_pixels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_with_its_reason(name: str) -> None:
    content, code = REFUSED[name]
    with pytest.raises(PictureRefusedError) as refused:
        store_picture(content, now=NOW, name="lamp.jpg")
    assert (refused.value.code, str(refused.value)) == (code, str(WORDS[code]))
    assert not Picture.objects.exists()


def test_a_bomb_is_told_by_its_header_and_never_decoded() -> None:
    """The control: one pixel row within the limit is decoded, and only then found to be cut off."""
    with pytest.raises(PictureRefusedError) as refused:
        redraw_apart(claiming(50_000, 1_000))
    assert refused.value.code == "damaged"


def test_a_picture_is_stored_without_what_its_file_said(folder: Path) -> None:
    picture = store_picture(photograph(), now=NOW, name="C:\\Asha\\IMG_1.jpg")
    stored = Picture.objects.values().get()
    assert (picture.width, picture.height, picture.label, picture.uploaded_at) == (60, 40, "IMG_1.jpg", NOW)
    assert b"Kamera" not in bytes(stored["master"])
    assert {path.name for path in folder.iterdir()} == {f"{picture.key}-{name}" for name in names_of(picture)}


def test_the_same_file_is_stored_once_and_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = store_picture(JPEG, now=NOW)
    monkeypatch.setattr(services, "redraw_apart", None)
    assert store_picture(JPEG, now=NOW + timedelta(days=1), name="other.jpg") == first
    assert Picture.objects.get().uploaded_at == NOW


def test_the_same_picture_with_other_words_in_its_file_is_stored_once() -> None:
    plain = store_picture(JPEG, now=NOW)
    assert store_picture(upload(comment=b"Words"), now=NOW) == plain
    assert store_picture(upload(colour="navy"), now=NOW) != plain


def test_a_process_that_ends_badly_or_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.pictures.apart.sys.executable", "false")
    with pytest.raises(PictureRefusedError, match="took too long"):
        store_picture(JPEG, now=NOW)
    with pytest.raises(PictureRefusedError, match="took too long"):
        redraw_apart(JPEG, seconds=0)


def test_files_that_cannot_be_drawn_now_do_not_lose_the_picture(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def fail(*_given: Any, **_limits: float) -> None:
        raise apart.DrawingError

    monkeypatch.setattr("articles.pictures.files.draw_apart", fail)
    assert store_picture(JPEG, now=NOW).pk
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../../etc/passwd.jpg", "passwd.jpg"),
        ("..\\..\\CON", "CON"),
        ('a"\r\nX: y.pdf', 'a"X: y.pdf'),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\0b.jpg", "ab.jpg"),
        ("x" * 300, "x" * 80),
        ("मेरा चित्र.jpg", "मेरा चित्र.jpg"),
        ("/", ""),
    ],
)
def test_a_files_name_becomes_a_harmless_label(name: str, label: str) -> None:
    assert clean_label(name) == label


def test_its_figure_is_what_the_gate_keeps() -> None:
    picture = make_picture()
    html = picture.body_html('A "lamp" & <water>', "By Asha")
    assert html == (
        f'<figure><img src="{picture.address}" alt="A &quot;lamp&quot; &amp; &lt;water&gt;">'
        "<figcaption>By Asha</figcaption></figure>"
    )
    assert make_essay(body=html).body == html


def test_the_words_last_used_are_kept() -> None:
    picture = make_picture()
    note_words(picture=picture, alt="A lamp", caption="Dusk")
    assert str(picture) == "lamp.jpg"
    assert Picture.objects.values_list("alt", "caption").get() == ("A lamp", "Dusk")


def test_a_picture_that_a_text_shows_or_showed_is_not_deleted() -> None:
    picture = make_picture()
    essay = make_essay(body=picture.body_html("A lamp"))
    with pytest.raises(PictureInUseError):
        delete_picture(picture=picture)
    essay.revisions.create(title=essay.title, body=essay.body)
    essay.body = "<p>Without.</p>"
    essay.save()
    with pytest.raises(PictureInUseError):
        delete_picture(picture=picture)
    essay.revisions.all().delete()
    delete_picture(picture=picture)
    assert not Picture.objects.exists()


def test_a_picture_in_words_that_were_not_saved_yet_is_not_deleted() -> None:
    picture, author = make_picture(), make_user("therapist@example.com", is_staff=True)
    draft = EssayDraft.objects.create(author=author, saved_at=NOW, words={"body": [picture.body_html("A lamp")]})
    assert uses.is_used(picture.key)
    EssayDraft.objects.filter(pk=draft.pk).update(ended_at=NOW)
    assert not uses.is_used(picture.key)


def test_a_deleted_picture_leaves_no_file(folder: Path) -> None:
    picture = store_picture(JPEG, now=NOW)
    assert list(folder.iterdir())
    delete_picture(picture=picture)
    assert list(folder.iterdir()) == []


def test_a_restored_row_is_all_that_is_needed_to_serve_it(client: Browser, folder: Path) -> None:
    picture = store_picture(upload(width=600, height=400), now=NOW)
    page, row = f"{picture.address}480.avif", serializers.serialize("json", Picture.objects.all())
    before = client.get(page).content
    delete_picture(picture=picture)
    assert client.get(page).status_code == 404
    for restored in serializers.deserialize("json", row):
        restored.save()
    assert list(folder.iterdir()) == []
    assert client.get(page).content == before
