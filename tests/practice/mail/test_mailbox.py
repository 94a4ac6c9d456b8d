"""On one's own machine outgoing mail is kept in a folder and read at /mailbox/; nowhere else."""

import stat
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.mail import InvalidMailer, mailers
from django.test import Client
from pytest_django.fixtures import Settings

from practice.mail import Attachment, Mail
from practice.mail.backends import FolderBackend
from practice.mail.compose import to_email
from practice.models import OutgoingMessage
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Send all mail to a folder."""
    folder = tmp_path / "mailbox"
    settings.MAILERS = {
        "default": {"BACKEND": "practice.mail.backends.FolderBackend", "OPTIONS": {"folder": folder}},
    }
    settings.SHOWS_MAILBOX = True
    return folder


def send(subject: str = "Hello", **changes: Any) -> None:
    mail = Mail(**{"to": "asha@example.com", "subject": subject, "text": "Text & more", **changes})
    mailers.default.send_messages([to_email(mail, OutgoingMessage(message_id="<1@testserver>"))])


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.eml"))


def test_each_message_is_one_file_that_only_its_owner_may_read(folder: Path) -> None:
    send()
    send()
    paths = list(folder.iterdir())
    assert [path.suffix for path in paths] == [".eml", ".eml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


@pytest.mark.parametrize("options", [{}, {"folder": "x", "colour": "red"}])
def test_the_backend_refuses_options_that_are_missing_or_unknown(options: dict[str, str]) -> None:
    with pytest.raises(InvalidMailer):
        FolderBackend(alias="default", **options)


def test_the_newest_message_is_listed_first(folder: Path, client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        send("Older")
        clock.shift(1)
        send("Newer")
    page = client.get("/mailbox/").content.decode()
    assert 0 < page.index("Newer") < page.index("Older")
    assert "20 Nov 2026, 10:00 am IST" in page


def test_a_message_is_shown_as_text_with_its_attachments(folder: Path, client: Client) -> None:
    send(html="<p>HTML</p>", attachments=(Attachment("session.ics", b"BEGIN:VCALENDAR", "text/calendar"),))
    (name,) = names(folder)
    page = client.get(f"/mailbox/{name}/").content.decode()
    assert "Text &amp; more" in page
    assert "session.ics" in page
    assert page.index("Text &amp; more") < page.index(f"/mailbox/{name}/0/")


def test_an_attachment_is_downloaded_as_it_was(folder: Path, client: Client) -> None:
    send(attachments=(Attachment("session.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar"),))
    answer = client.get(f"/mailbox/{names(folder)[0]}/1/")
    assert answer.getvalue() == b"BEGIN:VCALENDAR\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="session.ics"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_the_html_part_is_shut_off_from_the_site(folder: Path, client: Client) -> None:
    send(html="<style>p { color: red }</style><p>HTML</p><script>alert(1)</script>")
    answer = client.get(f"/mailbox/{names(folder)[0]}/0/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("; sandbox")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    ["x" * 5000 + "/", "x" * 250 + "/0/", "nothing/", "..%2f..%2fdb/", "nothing/0/", "nothing/7/"],
)
def test_what_is_not_there_is_not_found(folder: Path, client: Client, path: str) -> None:
    send()
    assert client.get(f"/mailbox/{path}").status_code == 404


def test_a_message_without_such_a_part_has_none(folder: Path, client: Client) -> None:
    send()
    assert [client.get(f"/mailbox/{names(folder)[0]}/{number}/").status_code for number in (0, 1)] == [404, 404]


def paths_of(folder: Path) -> list[str]:
    (name,) = names(folder)
    return ["/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/0/"]


def test_nobody_at_another_machine_reads_the_mailbox(folder: Path, client: Client) -> None:
    send(html="<p>x</p>")
    for path in paths_of(folder):
        assert client.get(path).status_code == 200
        assert client.get(path, REMOTE_ADDR="192.168.1.7").status_code == 404
        assert client.get(path, REMOTE_ADDR="").status_code == 404


@pytest.mark.parametrize("claim", ["203.0.113.9", "127.0.0.1, 203.0.113.9", "203.0.113.9, 127.0.0.1", "unknown", " "])
def test_nobody_reads_the_mailbox_through_a_proxy_or_a_tunnel(folder: Path, client: Client, claim: str) -> None:
    send(html="<p>x</p>")
    for path in paths_of(folder):
        assert client.get(path, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200
        assert client.get(path, headers={"X-Forwarded-For": claim}).status_code == 404


@pytest.mark.parametrize(
    "claim",
    [
        "for=203.0.113.9",
        'for="[2001:db8::1]:4711";proto=https',
        "For=127.0.0.1, for=203.0.113.9",
        "for=unknown",
        "for=_hidden",
        "proto=https",
        "for=127.0.0.1;for=203.0.113.9",
        "127.0.0.1",
        " ",
    ],
)
def test_nor_through_one_that_says_so_in_the_other_header(folder: Path, client: Client, claim: str) -> None:
    send(html="<p>x</p>")
    for path in paths_of(folder):
        assert client.get(path, headers={"Forwarded": claim}).status_code == 404


@pytest.mark.parametrize("claim", ["for=127.0.0.1", 'for="[::1]:4711";proto=http', "For=127.0.0.1;by=127.0.0.1"])
def test_control_a_proxy_that_brings_this_machine_itself_is_let_in(folder: Path, client: Client, claim: str) -> None:
    send()
    assert client.get("/mailbox/", headers={"Forwarded": claim}).status_code == 200


def test_a_site_that_is_not_on_loopback_has_no_mailbox(folder: Path, client: Client, settings: Settings) -> None:
    send(html="<p>x</p>")
    settings.SHOWS_MAILBOX = False
    assert [client.get(path).status_code for path in paths_of(folder)] == [404, 404, 404]


def test_a_site_whose_mail_really_goes_out_has_no_mailbox(client: Client, settings: Settings) -> None:
    settings.SHOWS_MAILBOX = True
    assert client.get("/mailbox/").status_code == 404


def test_a_damaged_file_does_not_break_the_list(folder: Path, client: Client) -> None:
    send()
    (folder / "strange.eml").write_bytes(b"\xff\x00Subject: \xff\n\n\xff")
    assert client.get("/mailbox/").status_code == 200
    assert client.get("/mailbox/strange/").status_code == 200


def test_the_paragraphs_of_a_message_stand_apart(folder: Path, client: Client) -> None:
    send(text="One line\n\nAnother line")
    page = client.get(f"/mailbox/{names(folder)[0]}/").content.decode()
    around = page.partition("<p>One line</p>")[0]
    assert around.rstrip().endswith('<div class="stack">')
