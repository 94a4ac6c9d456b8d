"""The shipped texts keep the shape that the loaders and the pages rely on."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from worksheets.prompts import parse_prompts

ROOT = Path(__file__).resolve().parent.parent
ESSAYS = sorted((ROOT / "articles" / "essays").glob("*.md"))
TEXTS = sorted((ROOT / "practice" / "texts").glob("*.md"))
WORKSHEETS = sorted((ROOT / "worksheets" / "library").glob("*.json"))
JSON_FILES = sorted((ROOT / "practice" / "texts").glob("*.json")) + WORKSHEETS

ESSAY_SLUGS = {
    "having-your-own-back",
    "self-trust-is-a-relationship-you-repair",
    "trusting-yourself-when-anxiety-is-loud",
    "what-self-trust-asks-on-an-ordinary-day",
    "what-your-body-asks-for-in-winter",
}
WORKSHEET_SLUGS = {
    "meeting-the-inner-critic",
    "naming-what-i-feel",
    "repair-log",
    "small-promises",
    "staying-while-misunderstood",
    "when-i-leave-myself",
}
ESSAY_NAMES = "title summary topic scene published worksheet content_note crisis_block tonight"
ESSAY_KEYS = set(ESSAY_NAMES.split())
TEXT_KINDS = {
    "about": "page",
    "cancellation": "cancellation",
    "confidentiality": "confidentiality",
    "guardian": "guardian",
    "how-therapy-works": "page",
    "notice": "notice",
    "privacy": "page",
}
WITH_NOTE = {"having-your-own-back", "what-self-trust-asks-on-an-ordinary-day"}
FIRST_DAY, LAST_DAY = date(2026, 10, 1), date(2026, 11, 20)
TELLING = """therapy therapist therapeutic counselling counsellor counseling psychologist psychology
psychiatrist mental depression anxiety trauma worksheet clinic clinical patient
थेरेपी परामर्श मनोवैज्ञानिक मानसिक अवसाद"""
NEUTRAL = "session appointment gurgaon sereinmind confirmed cancelled request code समय पुष्टि अनुरोध"
UNWANTED = {"—": "em dash", "–": "en dash", "!": "exclamation mark", "'": "straight quote"}


@dataclass(frozen=True)
class Text:
    """A file split into its metadata and its body."""

    meta: dict[str, str]
    body: str


def parse(source: str) -> Text:
    """Split `source` at its two `---` lines; ValueError where they are missing."""
    opening, block, body = source.split("---\n", 2)
    if opening:
        raise ValueError("the metadata must come first")
    pairs = (line.split(":", 1) for line in block.splitlines())
    return Text({key.strip(): value.strip() for key, value in pairs}, body.strip())


def read(path: Path) -> Text:
    return parse(path.read_text(encoding="utf-8"))


def count_words(body: str) -> int:
    return len(re.findall(r"[^\W_]+(?:’[^\W_]+)*", body))


def quotes_in(body: str) -> list[list[str]]:
    """Return the paragraphs of each blockquote."""
    blocks = re.findall(r"(?:^>.*\n?)+", body, re.MULTILINE)
    return [re.sub(r"^> ?", "", block, flags=re.MULTILINE).strip().split("\n\n") for block in blocks]


def unwanted_marks(source: str) -> list[str]:
    return [name for mark, name in UNWANTED.items() if mark in source]


def metadata_faults(meta: dict[str, str]) -> list[str]:
    allowed = {
        "topic": {"Relationships", "Self-trust", "Body", "Anxiety"},
        "scene": {"lamp", "window", "arch", "hills", "stones"},
        "crisis_block": {"yes", "no"},
        "worksheet": WORKSHEET_SLUGS,
    }
    faults = [f"{key} is not one of the known values" for key in allowed if meta.get(key) not in allowed[key]]
    faults += [f"{key} is empty" for key in ("title", "summary", "tonight") if not meta.get(key)]
    if set(meta) != ESSAY_KEYS:
        faults.append("the keys are not the agreed ones")
    longest = {"summary": 160, "content_note": 400, "tonight": 300}
    faults += [f"{key} is too long" for key in longest if len(meta.get(key, "")) > longest[key]]
    if not FIRST_DAY <= date.fromisoformat(meta.get("published", "0001-01-01")) <= LAST_DAY:
        faults.append("published is outside the season")
    return faults


def body_faults(body: str) -> list[str]:
    steps = re.findall(r"^(\d+)\. \*\*[^*]+\*\* ", body, re.MULTILINE)
    quotes = quotes_in(body)
    checks = {
        "it has fewer than 700 or more than 1,300 words": 700 <= count_words(body) <= 1300,
        "it repeats its title": not re.search(r"^# ", body, re.MULTILINE),
        "it has fewer than three sections": len(re.findall(r"^## ", body, re.MULTILINE)) >= 3,
        "it has no list": re.search(r"^- ", body, re.MULTILINE) is not None,
        "its steps are missing or out of order": steps != []
        and steps == [str(number) for number in range(1, len(steps) + 1)],
        "a quote lacks its line of explanation": quotes != [] and all(len(quote) == 2 for quote in quotes),
    }
    return [fault for fault, is_met in checks.items() if not is_met]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_five_essays_are_there() -> None:
    assert {path.stem for path in ESSAYS} == ESSAY_SLUGS


@pytest.mark.parametrize("path", ESSAYS, ids=lambda path: path.stem)
def test_an_essay_has_whole_metadata_and_full_furniture(path: Path) -> None:
    essay = read(path)
    assert metadata_faults(essay.meta) + body_faults(essay.body) == []


def test_a_bare_essay_is_found_wanting() -> None:
    bare = parse("---\ntitle: Bare\n---\n# Bare\n\n> Only a quote.\n")
    assert len(metadata_faults(bare.meta)) == 8
    assert len(body_faults(bare.body)) == 6


def test_essays_appear_on_different_days_with_different_scenes_and_worksheets() -> None:
    for key in ("published", "scene", "worksheet"):
        assert len({read(path).meta[key] for path in ESSAYS}) == len(ESSAYS), key


def test_essays_about_saying_no_carry_the_note_about_danger_at_home() -> None:
    notes = {path.stem: read(path).meta["content_note"] for path in ESSAYS}
    assert {slug for slug, note in notes.items() if note} == WITH_NOTE
    for slug in WITH_NOTE:
        assert "afraid of someone at home" in notes[slug]
        assert "181" in notes[slug]
        assert "112" in notes[slug]


def test_the_essay_on_anxiety_carries_the_help_block() -> None:
    assert read(ROOT / "articles/essays/trusting-yourself-when-anxiety-is-loud.md").meta["crisis_block"] == "yes"


@pytest.mark.parametrize("path", ESSAYS + TEXTS + JSON_FILES, ids=lambda path: path.name)
def test_no_text_shouts_or_dashes(path: Path) -> None:
    assert unwanted_marks(path.read_text(encoding="utf-8")) == []


def test_shouting_and_dashing_would_be_seen() -> None:
    assert unwanted_marks("Don't wait — book now!") == ["em dash", "exclamation mark", "straight quote"]


def test_the_texts_of_the_site_are_there_with_their_kinds() -> None:
    assert {path.stem: read(path).meta["kind"] for path in TEXTS} == TEXT_KINDS


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_of_the_site_has_whole_metadata(path: Path) -> None:
    text = read(path)
    assert set(text.meta) == {"kind", "version", "language", "title", "summary", "reviewed"}
    day, dot, number = text.meta["version"].partition(".")
    assert date.fromisoformat(day)
    assert number.isdecimal() is bool(dot)
    assert text.meta["language"] == "en-gb"
    assert text.meta["reviewed"] in {"yes", "no"}
    assert text.meta["title"] != ""
    assert 0 < len(text.meta["summary"]) <= 160


def test_confidentiality_names_both_laws() -> None:
    body = read(ROOT / "practice/texts/confidentiality.md").body
    assert "section 23 of the Mental Healthcare Act 2017" in body
    assert "Section 19 of the Protection of Children from Sexual Offences Act 2012" in body


def test_placeholders_stand_only_where_the_site_fills_them() -> None:
    used = {
        path.stem: set(re.findall(r"\{\w+\}|\[\[\w+\]\]", path.read_text(encoding="utf-8"))) for path in TEXTS + ESSAYS
    }
    assert {stem: marks for stem, marks in used.items() if marks} == {
        "cancellation": {"{cancellation_hours}"},
        "privacy": {"[[processors]]"},
    }


def test_help_lines_have_their_facts_and_are_not_yet_checked() -> None:
    lines = load(ROOT / "practice/texts/help_lines.json")
    keys = {
        "country",
        "country_name",
        "name",
        "number",
        "hours",
        "language",
        "cost",
        "kind",
        "checked_on",
        "order",
    }
    for line in lines:
        assert set(line) == keys
        assert re.fullmatch(r"[A-Z]{2}", line["country"])
        assert re.fullmatch(r"\d[\d ]*\d", line["number"])
        assert line["kind"] in {"crisis", "emergency", "women", "child"}
        assert line["checked_on"] is None
    assert len({(line["country"], line["number"]) for line in lines}) == len(lines)


def test_each_country_has_a_number_for_emergencies() -> None:
    lines = load(ROOT / "practice/texts/help_lines.json")
    emergencies = {line["country"] for line in lines if line["kind"] == "emergency"}
    assert emergencies == {line["country"] for line in lines}


def test_processors_say_who_learns_what_and_when() -> None:
    processors = load(ROOT / "practice/texts/processors.json")
    for row in processors:
        assert set(row) == {"what_for", "name", "learns", "when", "country", "order"}
        assert 0 < len(row["learns"]) <= 240
        assert 0 < len(row["when"]) <= 160
    unnamed = [row["what_for"] for row in processors if not row["name"]]
    assert unnamed == ["Telephone", "Mail provider", "Hosting provider"]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_telling_words_are_clean_lower_case_stems(language: str) -> None:
    words = load(ROOT / "practice/texts/telling_words.json")[language]
    assert len(words) == len(set(words)) >= 30
    assert all(word == unicodedata.normalize("NFC", word.strip().lower()) for word in words)


def test_a_word_is_telling_when_it_begins_with_a_listed_stem() -> None:
    listed = load(ROOT / "practice/texts/telling_words.json")
    stems = tuple(listed["en"] + listed["hi"])
    assert [word for word in TELLING.split() if not word.startswith(stems)] == []
    assert [word for word in NEUTRAL.split() if word.startswith(stems)] == []


def test_the_six_worksheets_are_shipped() -> None:
    assert {path.stem for path in WORKSHEETS} == WORKSHEET_SLUGS


@pytest.mark.parametrize("path", WORKSHEETS, ids=lambda path: path.stem)
def test_a_worksheet_has_the_shape_that_is_rendered(path: Path) -> None:
    worksheet = load(path)
    assert set(worksheet) == {"slug", "title", "essay", "intro", "minutes", "prompts", "outro"}
    assert worksheet["slug"] == path.stem
    assert path.stem in WORKSHEET_SLUGS
    assert parse_prompts(worksheet["prompts"])


@pytest.mark.parametrize("path", WORKSHEETS, ids=lambda path: path.stem)
def test_a_worksheet_belongs_to_an_essay(path: Path) -> None:
    assert (ROOT / "articles" / "essays" / f"{load(path)['essay']}.md").is_file()


@pytest.mark.parametrize("path", ESSAYS, ids=lambda path: path.stem)
def test_an_essay_names_a_worksheet_that_belongs_to_it(path: Path) -> None:
    named = load(ROOT / "worksheets" / "library" / f"{read(path).meta['worksheet']}.json")
    assert named["essay"] == path.stem


@pytest.mark.parametrize("essay", ESSAYS, ids=lambda path: path.stem)
def test_no_essay_has_more_worksheets_than_its_page_shows(essay: Path) -> None:
    assert sum(load(path)["essay"] == essay.stem for path in WORKSHEETS) in {1, 2}


def test_the_terms_for_cancelling_say_nothing_to_who_asked_for_nothing() -> None:
    words = (ROOT / "practice/texts/cancellation.md").read_text(encoding="utf-8")
    assert "when you asked" not in words
    assert "the terms hold as they stand on the day on which you ask" in words


def test_nobody_is_told_to_telephone_about_a_session() -> None:
    """Nobody ever has to telephone: where a text speaks of it, writing stands beside it."""
    body = (ROOT / "practice/texts/cancellation.md").read_text(encoding="utf-8")
    assert "Please telephone" not in body
    assert "You never have to telephone." in body
    for line in body.splitlines():
        assert "telephone" not in line or "[contact page](/contact/)" in line
