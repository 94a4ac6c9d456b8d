"""What is kept in the repository: nothing of one machine, nothing unfinished, nothing grown too long."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 350
# Written so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|hom[e])/[\w.]")
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")
PAGE = re.compile(r"docs/[a-z-]+\.md|docs/decisions/[0-9]{4}")
WEB_ADDRESS = re.compile(r"https?://")
LOCKS = ("requirements/run.txt", "requirements/dev.txt", "package-lock.json")
MADE_HERE = {".git", ".venv", "var", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def names() -> list[str]:
    """Return the names of all files that are kept; without git, of all that are not made here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [name for name in listed.stdout.split("\0") if name]
    there = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in there if path.parts[0] not in MADE_HERE and "__pycache__" not in path.parts]


def tracked() -> list[Path]:
    """Return every file that is kept, but those that are not text."""
    paths = [ROOT / name for name in names()]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def holding(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Return the lines that hold the pattern, as `file:line`."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file of text."""
    return tracked()


def test_no_file_holds_a_path_of_one_machine(files: list[Path]) -> None:
    assert holding(MACHINE_PATH, files) == []


def test_no_file_holds_a_mark_of_unfinished_work(files: list[Path]) -> None:
    assert holding(UNFINISHED, files) == []


def test_nothing_kept_leads_elsewhere_or_is_made_here() -> None:
    """A link to the environment of one machine was once taken in unseen: checked out, it hid the real one."""
    assert [name for name in names() if (ROOT / name).is_symlink() or Path(name).parts[0] in MADE_HERE] == []


def test_no_lock_names_an_address(files: list[Path]) -> None:
    locks = [path for path in files if str(path.relative_to(ROOT)) in LOCKS]
    assert len(locks) >= 2
    assert holding(WEB_ADDRESS, locks) == []


def test_every_locked_package_has_its_hashes() -> None:
    for name in LOCKS[:2]:
        pins = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert [pin.split("==")[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_tools_lock_holds_every_package_of_the_site_in_the_same_version() -> None:
    run, dev = (set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS[:2])
    assert run - dev == set()


def test_no_module_grows_too_long(files: list[Path]) -> None:
    modules = [path for path in files if path.suffix == ".py" and "migrations" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_the_map_in_the_readme_names_everything_at_the_top() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    entries = {name.split("/")[0] for name in names()} - {".gitignore", ".npmrc", "README.md"}
    assert {entry for entry in entries if f"`{entry}" not in readme} == set()


def test_each_decision_has_a_number_of_its_own_which_its_heading_says() -> None:
    """Of two with one number nobody knows which one the code means."""
    paths = sorted((ROOT / "docs" / "decisions").iterdir())
    said = [int(path.read_text(encoding="utf-8").removeprefix("# ").split(".")[0]) for path in paths]
    assert said == [int(path.name[:4]) for path in paths]
    assert len(set(said)) == len(said)


def test_every_page_of_docs_that_is_named_is_there(files: list[Path]) -> None:
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")}
    there |= {found[0] for name in there if (found := PAGE.match(name))}
    named = {name for path in files for name in PAGE.findall(path.read_text(encoding="utf-8", errors="replace"))}
    assert len(named) > 5
    assert named - there == set()


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (PAGE, "see docs/decisions/" + "0001-one.md"),
        (MACHINE_PATH, "open('/" + "home/someone/file')"),
        (MACHINE_PATH, "see /" + "work/notes"),
        (UNFINISHED, "# TO" + "DO: later"),
        (WEB_ADDRESS, "--index-url https://packages.example/simple"),
    ],
)
def test_each_pattern_finds_what_it_is_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["how-it-works/index", "/workshops/", "https://a.example/home/", "~/home"])
def test_other_paths_are_no_paths_of_a_machine(line: str) -> None:
    assert not MACHINE_PATH.search(line)
