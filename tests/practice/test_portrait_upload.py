"""The portrait: drawn anew, so that nothing hidden in a file is ever served."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from PIL import Image

from practice.models import Practice
from practice.portrait import LARGEST_FILE, PictureError, redraw
from tests.cast import make_therapist, sign_in

pytestmark = pytest.mark.gate

PAGE = "admin:practice_practice_change"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def test_a_picture_comes_back_without_what_was_hidden_in_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    content = picture(exif=exif) + b"<script>alert(1)</script>"
    drawn = redraw(content)
    assert b"Taken at home" in content
    assert b"Taken at home" not in drawn
    assert b"<script>" not in drawn


def test_a_large_picture_is_made_small() -> None:
    with Image.open(BytesIO(redraw(picture(size=(2000, 1000))))) as drawn:
        assert drawn.size == (800, 400)


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture()[:120], picture("GIF")]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError):
        redraw(content)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(PictureError):
        redraw(picture("PNG", (9000, 9000)))


def details(**changes: object) -> dict[str, object]:
    given = {"name": "SereinMind", "therapist_name": "Dr Arati Bhatt", "city": "Gurgaon", "country": "India"}
    return {**given, **changes}


@pytest.fixture
def desk(client: Browser) -> Browser:
    Practice().save()
    sign_in(client, make_therapist())
    return client


@pytest.mark.django_db
def test_an_uploaded_portrait_is_served_and_can_be_taken_away(desk: Browser) -> None:
    file = SimpleUploadedFile("me.jpg", picture(), "image/jpeg")
    url = reverse(PAGE, args=[1])
    desk.post(url, details(portrait_file=file, portrait_alt="Dr Bhatt, smiling"))
    assert desk.get(reverse("portrait")).headers["Content-Type"] == "image/jpeg"
    desk.post(url, details(portrait_away="on"))
    assert desk.get(reverse("portrait")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "alt", "words"),
    [(b"%PDF-1.7", "Me", "not a JPEG, PNG or WebP"), (picture(), "", "Say in words what the portrait shows")],
)
def test_a_portrait_that_cannot_be_used_is_refused_in_words(
    desk: Browser, content: bytes, alt: str, words: str
) -> None:
    file = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    response = desk.post(reverse(PAGE, args=[1]), details(portrait_file=file, portrait_alt=alt))
    assert words in response.content.decode()
    assert not Practice.objects.exclude(portrait=None).exists()


def test_a_file_of_too_many_bytes_is_refused_though_it_is_a_picture() -> None:
    content = picture()
    assert redraw(content + b"\0" * 1000)
    with pytest.raises(PictureError):
        redraw(content + b"\0" * LARGEST_FILE)
