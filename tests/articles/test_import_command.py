"""`import_essay` makes drafts, says what it did, and leaves nothing of a bad file."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.models import Essay

pytestmark = pytest.mark.gate

GOOD = "# A quiet hour\n\nFirst words of it.\n\n## Then\n\n- one\n- two\n"


def write(folder: Path, name: str, text: str = GOOD) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> tuple[str, str]:
    """Run the command; return what it printed and what it reported."""
    printed, reported = StringIO(), StringIO()
    call_command("import_essay", *arguments, stdout=printed, stderr=reported, no_color=True)
    return printed.getvalue(), reported.getvalue()


@pytest.mark.django_db
def test_a_file_becomes_a_draft_and_the_report_goes_to_standard_error(tmp_path: Path) -> None:
    printed, reported = run(write(tmp_path, "one.md"))
    essay = Essay.objects.get()
    assert (essay.title, essay.slug, essay.state) == ("A quiet hour", "a-quiet-hour", Essay.State.DRAFT)
    assert f"/admin/articles/essay/{essay.pk}/change/" in printed
    assert "Title: A quiet hour" in reported


@pytest.mark.django_db
def test_a_second_import_gets_an_address_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "one.md")
    run(path)
    run(path)
    assert set(Essay.objects.values_list("slug", flat=True)) == {"a-quiet-hour", "a-quiet-hour-2"}


@pytest.mark.django_db
def test_a_dry_run_prints_exactly_what_would_be_stored(tmp_path: Path) -> None:
    path = write(tmp_path, "one.md")
    printed, reported = run("--dry-run", path)
    assert not Essay.objects.exists()
    run(path)
    assert printed.strip() == Essay.objects.get().body
    assert "Title: A quiet hour" in reported


@pytest.mark.django_db
@pytest.mark.parametrize("is_dry", [False, True], ids=["store", "dry run"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.md", b""),
        ("not.docx", b"no zip"),
        ("bad.pdf", b"%PDF-1.4"),
        ("null.txt", b"\x00" * 99),
        ("x.svg", b"<svg/>"),
    ],
)
def test_a_bad_file_gets_a_clear_error_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, is_dry: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    reported = StringIO()
    flags = ["--dry-run"] if is_dry else []
    with pytest.raises(CommandError, match="1 of 1 files could not be imported"):
        call_command("import_essay", *flags, str(tmp_path / name), stderr=reported)
    assert name in reported.getvalue()
    assert "Traceback" not in reported.getvalue()
    assert not Essay.objects.exists()


@pytest.mark.django_db
def test_the_other_files_are_still_done(tmp_path: Path) -> None:
    paths = [write(tmp_path, "one.md"), str(tmp_path / "missing.md"), str(tmp_path), write(tmp_path, "two.md")]
    with pytest.raises(CommandError, match="2 of 4"):
        run(*paths)
    assert Essay.objects.count() == 2


def dry_run_elsewhere(path: str, database: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a person does, with DATABASE_URL set to `database`."""
    surroundings = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "import_essay", "--dry-run", path]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=surroundings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("database", ["sqlite:////nowhere/at/all.sqlite3", "postgres://nobody:x@127.0.0.1:1/none"])
def test_a_dry_run_needs_no_database(tmp_path: Path, database: str) -> None:
    done = dry_run_elsewhere(write(tmp_path, "one.md"), database)
    assert (done.returncode, done.stdout.startswith("<p>First words")) == (0, True), done.stderr
    assert not Path("/nowhere").exists()


def test_a_bad_file_ends_with_code_one(tmp_path: Path) -> None:
    done = dry_run_elsewhere(str(tmp_path / "missing.md"), "sqlite:////nowhere/at/all.sqlite3")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
