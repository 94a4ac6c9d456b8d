"""A message is queued once, worded discreetly, and goes to exactly one person."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from practice.mail import Attachment, Mail, UnfitMailError, render_mail
from practice.mail.compose import to_email
from practice.mail.discretion import find_telling_words, neutral_name, telling_words
from practice.models import OutgoingMessage, Practice
from tests.mail_rules import missing_facts, telling_words_in

CALENDAR = Attachment("session.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")


def sent(mail: Mail) -> EmailMessage:
    """Return a message as it leaves this machine, read back from its bytes."""
    email = to_email(mail, OutgoingMessage(message_id="<1@testserver>"))
    raw = email.message(policy=SMTP).as_bytes()
    read = message_from_bytes(raw, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def plain_mail(**changes: object) -> Mail:
    return Mail(**{"to": "asha@example.com", "subject": "Your session", "text": "Hello", **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "to",
    ["a@b.co\r\nBcc: x@y.zz", "a@b.co, c@d.co", "a@b.co,c@d.co", "", "nobody", "<a@b.co>", "x <a@b.co>", '"\x01"@b.co'],
)
def test_anything_but_one_plain_address_is_refused(to: str) -> None:
    with pytest.raises(UnfitMailError) as caught:
        plain_mail(to=to)
    assert caught.value.args == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: x@y.zz",
        "Hello\nBcc: x@y.zz",
        "Hello\u2028Bcc: x@y.zz",
        "Hello\x0b\x85\x00Bcc: x@y.zz",
        "\ud800 a",
    ],
)
def test_a_newline_in_a_subject_stays_in_the_subject(subject: str) -> None:
    read = sent(plain_mail(subject=subject))
    assert read["Bcc"] is None
    assert "\n" not in read["Subject"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "x <a@b>, victim@example.org",
        "é <a@b.co>, victim@example.org" * 3,
        'आशा "; <a@b.co>, victim@example.org',
        "Asha\r\nBcc: victim@example.org",
        "Bhatt, Arati",
        "",
    ],
)
def test_a_display_name_is_a_name_and_the_recipient_stays_one(name: str) -> None:
    mail = plain_mail(to_name=name)
    read = sent(mail)
    assert [address.addr_spec for address in read["To"].addresses] == ["asha@example.com"]
    assert read["Bcc"] is None
    assert to_email(mail, OutgoingMessage(message_id="<1@x>")).recipients() == ["asha@example.com"]


@pytest.mark.django_db
def test_without_an_address_of_its_own_the_practice_writes_from_the_sites_host(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "hello@example.org"
    assert sent(plain_mail())["From"] == "SereinMind <hello@example.org>"


@pytest.mark.django_db
def test_the_practice_writes_from_its_own_address_under_a_name_that_tells_nothing() -> None:
    Practice(name="Serein Therapy & Counselling, Gurgaon", email="arati@example.org").save()
    assert sent(plain_mail())["From"] == "Serein & Gurgaon <arati@example.org>"


def test_a_name_made_of_telling_words_is_left_out() -> None:
    assert neutral_name("Therapy Clinic") == ""
    assert neutral_name("मानसिक स्वास्थ्य") == "स्वास्थ्य"
    assert neutral_name("SereinMind") == "SereinMind"


@pytest.mark.django_db
def test_an_attachment_arrives_byte_for_byte_with_its_method() -> None:
    (part,) = sent(plain_mail(html="<p>Hello</p>", attachments=(CALENDAR,))).iter_attachments()
    assert part.get_payload(decode=True) == CALENDAR.content
    assert part.get_filename() == "session.ics"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_content_type() == "text/calendar"


@pytest.fixture
def templates(tmp_path: Path, settings: Settings) -> Path:
    """Give a folder for templates of a test."""
    configured = [dict(engine) for engine in settings.TEMPLATES]
    configured[0]["DIRS"] = [tmp_path, *configured[0]["DIRS"]]
    settings.TEMPLATES = configured
    (tmp_path / "emails").mkdir()
    return tmp_path / "emails"


@pytest.fixture
def note(templates: Path) -> str:
    """Write the three templates of a message; return their prefix."""
    (templates / "note.subject.txt").write_text("A note for {{ name }}\n")
    (templates / "note.txt").write_text(
        '{% extends "emails/base.txt" %}{% block body %}Hello {{ name }}\n{{ link }}{% endblock %}'
    )
    (templates / "note.html").write_text(
        '{% extends "emails/base.html" %}{% block body %}<p>Hello {{ name }}</p><a href="{{ link }}">{{ link }}</a>'
        "{% endblock %}"
    )
    return "note"


def render_note(note: str, name: str = "Asha & <b>Co</b>") -> Mail:
    return render_mail(note, {"name": name, "link": "https://example.org/?a=1&b=2"}, to="asha@example.com")


@pytest.mark.django_db
def test_the_text_is_plain_and_the_html_is_escaped(note: str) -> None:
    mail = render_note(note)
    assert mail.subject == "A note for Asha & <b>Co</b>"
    assert "Hello Asha & <b>Co</b>\nhttps://example.org/?a=1&b=2\n" in mail.text
    assert "Hello Asha &amp; &lt;b&gt;Co&lt;/b&gt;" in mail.html


@pytest.mark.django_db
def test_both_parts_say_the_same_and_end_with_the_help_line(note: str) -> None:
    mail = render_note(note)
    help_line = "Need help now? In India 14416 or 112. Other countries: http://127.0.0.1:8000/help/"
    assert missing_facts(mail) == set()
    assert mail.text.rstrip().endswith(help_line)
    assert "Need help now? In India 14416 or 112." in mail.html


@pytest.mark.django_db
def test_a_fact_in_one_part_only_is_noticed(note: str) -> None:
    mail = render_note(note)
    assert missing_facts(Mail(mail.to, mail.subject, mail.text + "17:30", mail.html)) == {"17:30"}


@pytest.mark.django_db
@pytest.mark.gate
def test_what_every_message_shares_holds_no_telling_word(note: str) -> None:
    """P7, the frame: header, sender, texts and files; each room checks its own messages the same way."""
    Practice(name="Serein Therapy").save()
    mail = render_note(note, name="Asha")
    read = sent(Mail(mail.to, mail.subject, mail.text, mail.html, (CALENDAR,)))
    assert telling_words_in(read) == []


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["subject", "text", "filename", "HTML"])
def test_a_telling_word_anywhere_is_noticed(where: str) -> None:
    said = dict.fromkeys(["subject", "text", "HTML"], "Hello") | {where: "Your THERAPY session"}
    files = (Attachment("therapy.ics" if where == "filename" else "x.ics", b"x", "text/calendar"),)
    assert "therap" in telling_words_in(
        sent(plain_mail(subject=said["subject"], text=said["text"], html=said["HTML"], attachments=files))
    )


def test_the_list_of_telling_words_is_there_in_both_languages() -> None:
    assert {"therap", "psycho"} <= set(telling_words())
    assert "थेरेपी" in telling_words()


def words_of(template: str) -> str:
    """Return a template without the names of its variables and tags; what a tag quotes stays, for it may be text."""
    without_variables = re.sub(r"\{\{.*?\}\}", "", template, flags=re.DOTALL)
    return re.sub(
        r"\{%.*?%\}",
        lambda tag: " ".join(re.findall(r"'[^']*'|\"[^\"]*\"", tag[0])),
        without_variables,
        flags=re.DOTALL,
    )


@pytest.mark.gate
def test_no_template_of_a_message_holds_a_telling_word(settings: Settings) -> None:
    """P7, as written: also those messages that no test sends."""
    paths = [path for path in (settings.BASE_DIR / "templates" / "emails").rglob("*") if path.is_file()]
    assert len(paths) >= 2
    found = {path.name: find_telling_words(words_of(path.read_text(encoding="utf-8"))) for path in paths}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_words_of_a_template_are_what_a_reader_may_see() -> None:
    assert words_of("{{ therapist }} {% trans 'therapy' %} psycho").split() == ["'therapy'", "psycho"]
