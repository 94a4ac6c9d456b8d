"""A value of the environment that is missing or wrong stops the start with a sentence that names it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from practice import env

pytestmark = pytest.mark.gate

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = base64.urlsafe_b64encode(bytes(32)).decode()
GOOD = {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "FIELD_KEYS": f"k1:{KEY}",
    "SITE_URL": "https://practice.example",
    "DATABASE_URL": "sqlite:///var/db.sqlite3",
    "EMAIL_URL": "smtp+tls://user:pass%2Fword@mail.example",
    "DEBUG": "0",
    "TRUSTED_PROXIES": "127.0.0.1",
    "ALLOWED_HOSTS": "",
}
WRONG = [
    ("SITE_URL", "", "SITE_URL is not set"),
    ("SITE_URL", "http://practice.example", "it must be https, or http on 127.0.0.1 or localhost"),
    ("SITE_URL", "ftp://127.0.0.1", "it must be https"),
    ("SITE_URL", "practice.example", "nothing after the host"),
    ("SITE_URL", "https://practice.example/site", "nothing after the host"),
    ("SITE_URL", "https://practice.example?x=1", "nothing after the host"),
    ("SECRET_KEY", "", "SECRET_KEY is not set"),
    ("FIELD_KEYS", "", "FIELD_KEYS is not set"),
    ("FIELD_KEYS", KEY, "each key 32 bytes"),
    ("FIELD_KEYS", "k1:short", "each key 32 bytes"),
    ("FIELD_KEYS", f"k1:{KEY},k1:{KEY}", "each id once"),
    ("FIELD_KEYS", f"k1:{KEY},", "each key 32 bytes"),
    ("DATABASE_URL", "", "DATABASE_URL is not set"),
    ("DATABASE_URL", "mysql://user@host/name", "write sqlite:///path or postgres://"),
    ("DATABASE_URL", "var/db.sqlite3", "write sqlite:///path or postgres://"),
    ("DATABASE_URL", "sqlite:///", "write sqlite:///path or postgres://"),
    ("DATABASE_URL", "postgres://user@host", "write sqlite:///path or postgres://"),
    ("EMAIL_URL", "", "EMAIL_URL is not set"),
    ("EMAIL_URL", "mail.example", "write smtp+tls://"),
    ("EMAIL_URL", "smtp://", "write smtp+tls://"),
    ("EMAIL_URL", "pop3://mail.example", "write smtp+tls://"),
    ("DEBUG", "yes", "write 1 or 0"),
    ("TRUSTED_PROXIES", "the-proxy", "write addresses or networks"),
    ("TRUSTED_PROXIES", "10.0.0.1/8", "write addresses or networks"),
]


def start(**changes: str) -> "subprocess.CompletedProcess[str]":
    """Start Django with exactly this environment and print what the settings made of it."""
    script = "import practice.settings as s; print(s.IS_HTTPS, s.SHOWS_MAILBOX, s.SESSION_COOKIE_NAME)"
    given = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | GOOD | changes
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    for good, kept in GOOD.items():
        monkeypatch.setenv(good, kept)
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read_everything()
    assert name in str(refused.value)
    assert sentence in str(refused.value)


def read_everything() -> None:
    """Read every variable as the settings do."""
    env.flag("DEBUG")
    env.required("SECRET_KEY")
    env.field_keys()
    env.site_url()
    env.networks()
    env.database(ROOT)
    env.mailer(ROOT)


def test_the_good_values_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    read_everything()


def test_a_refusal_never_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FIELD_KEYS", "k1:secretsecret"), ("DATABASE_URL", "mysql://u:secretsecret@h/n")):
        monkeypatch.setenv(name, value)
    for read in (env.field_keys, lambda: env.database(ROOT)):
        with pytest.raises(ImproperlyConfigured) as refused:
            read()
        assert "secretsecret" not in str(refused.value)


def test_a_wrong_value_stops_the_real_start() -> None:
    result = start(SITE_URL="http://practice.example")
    assert result.returncode != 0
    assert "SITE_URL is 'http://practice.example'" in result.stderr


def test_https_brings_pinned_cookies_and_no_mailbox() -> None:
    assert start().stdout.split() == ["True", "False", "__Host-session"]


def test_loopback_brings_plain_cookies_and_the_mailbox() -> None:
    result = start(SITE_URL="http://127.0.0.1:8010", EMAIL_URL="folder:///var/mailbox")
    assert result.stdout.split() == ["False", "True", "session"]


def test_every_key_of_the_ring_is_read_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    other = base64.urlsafe_b64encode(b"1" * 32).decode()
    monkeypatch.setenv("FIELD_KEYS", f"k2:{other}, k1:{KEY}")
    assert list(env.field_keys().items()) == [("k2", b"1" * 32), ("k1", bytes(32))]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [("smtp://h", 25, False, False), ("smtp+tls://h", 587, True, False), ("smtps://h", 465, False, True)],
)
def test_a_mail_server_gets_its_usual_port(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, *, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    options = env.mailer(ROOT)["OPTIONS"]
    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, tls, ssl)


def test_a_password_in_an_address_may_hold_any_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", GOOD["EMAIL_URL"])
    assert env.mailer(ROOT)["OPTIONS"]["password"] == "pass/word"


def test_postgres_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:word@db.example:5433/practice")
    settings = env.database(ROOT)
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 5433, "practice")
    assert settings["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("named", "url", "place"),
    [
        ("", "sqlite:////srv/db/site.sqlite3", "/srv/db/ledger-heads"),
        ("", "sqlite:///var/db.sqlite3", str(ROOT / "var" / "ledger-heads")),
        ("", "postgres://user:word@db.example:5433/practice", str(ROOT / "var" / "ledger-heads")),
        ("/var/lib/practice/heads", "postgres://user:word@db.example:5433/practice", "/var/lib/practice/heads"),
    ],
)
def test_the_seals_of_the_ledger_are_beside_a_database_file_unless_named(
    monkeypatch: pytest.MonkeyPatch, named: str, url: str, place: str
) -> None:
    monkeypatch.setenv("LEDGER_FILE", named)
    monkeypatch.setenv("DATABASE_URL", url)
    assert str(env.ledger_file(ROOT, env.database(ROOT))) == place
