"""What the software brings along is loaded once, and never over what the therapist did."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from practice import shipped
from practice.models import HelpLine, PolicyText, Practice, Processor
from practice.shipped import markdown

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def load_facts() -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("load_facts", stdout=said)
    return said.getvalue()


def test_an_empty_place_gets_details_texts_help_lines_and_processors() -> None:
    said = load_facts()
    assert Practice.load().phone == "+918826402150"
    assert set(PolicyText.objects.values_list("slug", flat=True)) == {
        "about",
        "cancellation",
        "confidentiality",
        "guardian",
        "how-therapy-works",
        "notice",
        "privacy",
    }
    assert f"help lines ({HelpLine.objects.count()})" in said
    assert f"rows of who learns what ({Processor.objects.count()})" in said


def test_nothing_counts_as_checked_or_reviewed() -> None:
    load_facts()
    assert not PolicyText.objects.filter(is_reviewed=True).exists()
    assert not HelpLine.objects.exclude(checked_on=None).exists()
    assert Practice.load().details_checked_on is None


def test_what_nobody_knows_stays_blank() -> None:
    load_facts()
    practice = Practice.load()
    assert (practice.doctor_of, practice.qualification, practice.registration_number) == ("", "", "")
    assert (practice.email, practice.whatsapp, practice.languages) == ("", "", "")


def test_a_second_time_adds_nothing_and_says_nothing() -> None:
    load_facts()
    assert load_facts() == ""


def test_what_the_therapist_changed_or_removed_stays_so() -> None:
    load_facts()
    Practice.objects.update(phone="+919000000000")
    HelpLine.objects.filter(country="IN").delete()
    left = HelpLine.objects.count()
    PolicyText.objects.filter(slug="notice").update(title="My own notice")
    load_facts()
    assert Practice.load().phone == "+919000000000"
    assert HelpLine.objects.count() == left
    assert PolicyText.objects.get(slug="notice").title == "My own notice"


def test_a_new_version_of_a_text_is_added_beside_the_old_one() -> None:
    load_facts()
    PolicyText.objects.filter(slug="notice").update(version="2025-01-01")
    assert "policy texts (1)" in load_facts()
    assert PolicyText.objects.filter(slug="notice").count() == 2


def test_parts_load_from_the_ground_up_whatever_the_order_of_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "_parts", {})
    for name, floor in (("top", 2), ("ground", 0), ("middle", 1)):
        shipped.register(name, lambda: 1, floor=floor)
    assert list(shipped.load_all()) == ["ground", "middle", "top"]


def test_markdown_becomes_html_that_holds_no_more_than_text(tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    path.write_text("---\ntitle: One: two\n---\n## Head\n\n- a *b*\n\n<script>x</script> [c](javascript:d) [e](/f/)\n")
    text = markdown.read(path)
    assert text.meta == {"title": "One: two"}
    assert text.body.startswith("<h2>Head</h2>\n<ul>\n<li>a <em>b</em></li>\n</ul>")
    assert "<script" not in text.body
    assert 'href="javascript' not in text.body
    assert '<a href="/f/" rel="noreferrer">e</a>' in text.body


def test_a_text_without_metadata_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.md"
    path.write_text("Text\n---\ntitle: One\n---\nMore\n")
    with pytest.raises(ValueError, match="one\\.md: the metadata must come first"):
        markdown.read(path)
