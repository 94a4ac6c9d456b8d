"""`import_site` makes drafts of an old site, says everything that it decided, and is as good when it is run again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Essay
from tests.articles.moving.houses import GHOST, SITES, WIX, WORDPRESS, packed, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_pictures")]


def run(*arguments: str | Path) -> str:
    printed = StringIO()
    call_command("import_site", *map(str, arguments), stdout=printed, no_color=True)
    return printed.getvalue()


def test_a_dry_run_says_what_would_be_and_the_run_does_it() -> None:
    dry = run("--dry-run", SITES / WORDPRESS)
    assert "Nothing was written" in dry
    assert "6 drafts would be made" in dry
    assert not Essay.objects.exists()
    assert "6 drafts were made" in run(SITES / WORDPRESS)
    assert "6 posts are here already" in run(SITES / WORDPRESS)
    assert Essay.objects.count() == 6


def test_several_files_and_an_archive_are_taken_at_once(tmp_path: Path) -> None:
    archive = tmp_path / "renamed.backup"
    archive.write_bytes(packed(GHOST, pictures=("content/images/2024/02/loom.png",)))
    said = run(archive, SITES / WIX)
    assert "6 drafts were made" in said
    assert "Picture kept: loom.png (“A loom by the window”)" in said


def test_pictures_are_taken_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "chair.jpg").write_bytes(picture())
    assert "Picture kept: chair-1024x768.jpg" in run("--media", tmp_path, SITES / WORDPRESS)


def test_the_report_goes_into_a_file_when_asked(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    printed = run("--report", report, SITES / WORDPRESS)
    assert printed.split("\n")[0] == "6 drafts were made"
    assert "Left out 1 comment." not in printed
    assert "Left out 1 comment." in report.read_text(encoding="utf-8")


def test_what_was_deleted_here_comes_back_only_when_asked() -> None:
    run(SITES / WIX)
    Essay.objects.all().delete()
    assert "3 posts were deleted here and are not brought back" in run(SITES / WIX)
    assert "3 drafts were made" in run("--again", SITES / WIX)


def test_the_address_of_the_old_site_is_taken() -> None:
    run("--address", "www.old-house.example", SITES / WIX)
    assert "/essays/a-letter-on-rest/" in Essay.objects.get(slug="before-the-house-wakes").body


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (b"\x89PNG\r\n", "no export of a site"), (b"PK\x03\x04", "damaged")],
)
def test_one_bad_file_stops_all_before_anything_is_written(tmp_path: Path, content: bytes, reason: str) -> None:
    bad = tmp_path / "bad.xml"
    bad.write_bytes(content)
    with pytest.raises(CommandError, match=rf"bad\.xml: .*{reason}"):
        run(SITES / WIX, bad)
    assert not Essay.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.xml: No such file"):
        run(tmp_path / "none.xml")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        run("--media", tmp_path / "none", SITES / WIX)


def test_a_post_that_cannot_be_read_is_said_at_the_end(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text("<rss version='2.0'><channel><item><title>A</title></item></channel></rss>", encoding="utf-8")
    with pytest.raises(CommandError, match="1 post could not be read"):
        run(feed)
