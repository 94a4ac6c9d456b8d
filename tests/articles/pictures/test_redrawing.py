"""A picture is drawn anew: upright, in the colours of browsers, and without anything that its file said."""

import os
from base64 import b64decode, b64encode
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from articles.pictures import answering
from articles.pictures.answering import answer_to
from articles.pictures.apart import draw_apart, redraw_apart
from articles.pictures.errors import PictureRefusedError
from articles.pictures.redrawing import draw_files, redraw
from tests.articles.pictures.uploads import CAMERA, opened, photograph, upload, write

pytestmark = pytest.mark.gate

RED, TEAL = (255, 0, 0), (0, 128, 128)
SECRETS = (CAMERA.encode(), b"Exif", b"EXIF", b"2026:11:20", b"Gurgaon", b"xmpmeta", b"ICCP", b"XMP ")


def close_to(colour: object, expected: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 24 for one, other in zip(colour, expected, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_neither_place_nor_camera_is_left_in_any_file(kind: str) -> None:
    content = photograph(kind)
    drawn = redraw(content)
    files = [drawn.master, *draw_files(drawn.master, ["60.avif", "60.webp"]).values()]
    assert [secret for secret in SECRETS[:2] if secret in content or secret.upper() in content]
    assert [secret for secret in SECRETS for file in files if secret in file] == []
    assert [dict(opened(file).getexif()) for file in files] == [{}, {}, {}]


def test_what_is_hidden_behind_a_picture_or_in_a_comment_is_left_behind() -> None:
    content = upload(comment=b"My home address") + b"PK\x03\x04<script>alert(1)</script>"
    master = redraw(content).master
    assert b"My home" in content
    assert not any(hidden in master for hidden in (b"My home", b"PK\x03\x04", b"<script"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_set_upright(orientation: int) -> None:
    turns = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM}
    turns |= {5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270}
    turns |= {7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90}
    stored = opened(upload())
    expected = stored.transpose(turns[orientation]) if orientation in turns else stored
    drawn = redraw(photograph(orientation=orientation))
    picture = opened(drawn.master).convert("RGB")
    assert (drawn.width, drawn.height) == picture.size == expected.size
    corners = [(2, 2), (expected.width - 3, 2), (2, expected.height - 3), (expected.width - 3, expected.height - 3)]
    assert all(close_to(picture.getpixel(at), expected.getpixel(at)) for at in corners)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "orientation", "expected"),
    [
        ((3200, 1600), 1, (1600, 800)),
        ((1600, 3200), 6, (1600, 800)),
        ((1000, 4000), 1, (800, 3200)),
        ((4000, 3), 1, (1600, 1)),
        ((1, 1), 1, (1, 1)),
    ],
)
def test_a_large_picture_is_made_no_wider_than_pages_need(
    size: tuple[int, int], orientation: int, expected: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    drawn = redraw(upload(width=size[0], height=size[1], exif=exif.tobytes()))
    assert (drawn.width, drawn.height) == expected


def test_what_is_transparent_becomes_white() -> None:
    picture = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 9, 19), (0, 128, 128, 255))
    for content in (write(picture, "PNG"), write(picture.quantize(4), "PNG"), write(picture, "GIF")):
        drawn = opened(redraw(content).master).convert("RGB")
        assert close_to(drawn.getpixel((15, 10)), (255, 255, 255))
        assert close_to(drawn.getpixel((4, 10)), TEAL)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "teal")]
    for kind in ("GIF", "WEBP", "PNG", "AVIF"):
        moving = write(frames[0], kind, save_all=True, append_images=frames[1:])
        assert close_to(opened(redraw(moving).master).convert("RGB").getpixel((10, 10)), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_to_store_colours_is_read(mode: str) -> None:
    grey = Image.new("L", (20, 20), 0)
    picture = Image.new("I;16", (20, 20), 0) if mode == "I;16" else grey.convert("RGB").convert(mode)
    drawn = redraw(write(picture, "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"))
    assert close_to(opened(drawn.master).convert("RGB").getpixel((10, 10)), (0, 0, 0))


def test_grey_of_sixteen_bits_stays_grey() -> None:
    drawn = redraw(write(Image.new("I;16", (20, 20), 128 * 256), "PNG"))
    assert close_to(opened(drawn.master).convert("RGB").getpixel((10, 10)), (128, 128, 128))


def test_colours_of_another_space_are_translated_before_its_profile_is_dropped() -> None:
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = own.replace(b"rXYZ", b"XXXX").replace(b"bXYZ", b"rXYZ").replace(b"XXXX", b"bXYZ")
    for profile, expected in ((own, TEAL), (swapped, (128, 128, 0)), (b"broken", TEAL)):
        drawn = opened(redraw(upload(icc_profile=profile)).master).convert("RGB")
        assert close_to(drawn.getpixel((50, 30)), expected)


def test_a_drawing_is_kept_without_loss_and_a_photograph_is_not() -> None:
    drawing = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(drawing).text((20, 20), "Breathe in, breathe out.", "black", font_size=30)
    noise = Image.merge("RGB", [Image.effect_noise((400, 300), 90) for _ in "RGB"])
    assert opened(redraw(write(drawing, "PNG")).master).convert("RGB").tobytes() == drawing.tobytes()
    assert opened(redraw(write(noise, "PNG")).master).convert("RGB").tobytes() != noise.tobytes()


def test_each_file_has_its_width_and_its_kind() -> None:
    files = draw_files(redraw(upload(width=900, height=600)).master, ["480.avif", "480.webp", "900.avif"])
    assert {name: (opened(file).format, opened(file).size) for name, file in files.items()} == {
        "480.avif": ("AVIF", (480, 320)),
        "480.webp": ("WEBP", (480, 320)),
        "900.avif": ("AVIF", (900, 600)),
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (upload(width=300, height=300)[:-400], "damaged"),
        (upload("PNG", 300, 300)[:100], "damaged"),
        (upload("WEBP")[:-40], "damaged"),
        (upload("AVIF")[:-40], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 100, "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"GIF89a=1;alert(1)", "damaged"),
    ],
)
def test_a_damaged_file_is_a_problem_with_a_name(content: bytes, problem: str) -> None:
    assert answer_to(wish(content)) == {"problem": problem}


def wish(content: bytes, *names: str) -> dict[str, Any]:
    """Return what the drawing process is asked."""
    return {"content": b64encode(content).decode(), "names": list(names)}


@pytest.mark.parametrize(
    ("error", "problem"), [(MemoryError, "too_much"), (Image.DecompressionBombError, "too_many_pixels")]
)
def test_what_is_beyond_its_means_is_a_problem_with_a_name(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], problem: str
) -> None:
    def fail(_content: bytes) -> None:
        raise error

    monkeypatch.setattr(answering, "redraw", fail)
    assert answer_to(wish(upload())) == {"problem": problem}


def test_the_other_process_answers_as_this_one_does() -> None:
    here = answer_to(wish(upload()))
    there = redraw_apart(upload())
    assert (there.width, there.height) == (here["width"], here["height"]) == (60, 40)
    assert there.master == b64decode(here["master"])
    file = answer_to(wish(there.master, "60.webp"))["files"]["60.webp"]
    assert draw_apart(there.master, ["60.webp"]) == {"60.webp": b64decode(file)}


def test_the_other_process_knows_no_key_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: dict[str, Any] = {}

    def note(*_given: Any, **how: Any) -> None:
        passed.update(how)
        raise OSError

    monkeypatch.setattr("articles.pictures.apart.subprocess.run", note)
    with pytest.raises(PictureRefusedError):
        redraw_apart(upload())
    assert set(passed["env"]) <= {"PATH", "LD_LIBRARY_PATH"}
    assert "SECRET_KEY" in os.environ
