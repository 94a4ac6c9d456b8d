"""Read the environment: each helper stops the start, with a sentence, on a value that is missing or wrong."""

import base64
import binascii
import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def required(name: str) -> str:
    """Return the variable's value; stop the start where it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. `make run` makes it in var/env; README.md says how to deploy.")
    return value


def optional(name: str, default: str) -> str:
    """Return the variable's value; the default where it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """Return True for "1", False for "0" or nothing; anything else stops the start."""
    value = os.environ.get(name, "0").strip()
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")
    return value == "1"


def listed(name: str) -> list[str]:
    """Return the comma-separated values of the variable, without blanks; nothing gives an empty list."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def site_url(name: str = "SITE_URL") -> tuple[str, str, bool]:
    """Return the site's address without a trailing slash, its host, and whether it is served over https.

    Plain http is allowed on loopback only: over any other network it would carry names in clear.
    """
    value = required(name).rstrip("/")
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.path or parts.query or parts.fragment or not host:
        raise ImproperlyConfigured(f"{name} is {value!r}: write https://your.host, nothing after the host.")
    if parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS):
        return value, host, parts.scheme == "https"
    raise ImproperlyConfigured(f"{name} is {value!r}: it must be https, or http on 127.0.0.1 or localhost.")


def field_keys(name: str = "FIELD_KEYS") -> dict[str, bytes]:
    """Return the key ring, newest first: `id:base64,id:base64`, each key 32 bytes long."""
    ring: dict[str, bytes] = {}
    for part in required(name).split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.urlsafe_b64decode(encoded)
        except binascii.Error:
            key = b""
        if not key_id.isalnum() or len(key) != 32 or key_id in ring:
            raise ImproperlyConfigured(f"{name}: write id:key, each key 32 bytes in URL-safe base64, each id once.")
        ring[key_id] = key
    return ring


def networks(name: str = "TRUSTED_PROXIES") -> list[Network]:
    """Return the networks whose X-Forwarded-For header is believed; none unless named."""
    try:
        return [ipaddress.ip_network(part) for part in listed(name)]
    except ValueError:
        raise ImproperlyConfigured(f"{name}: write addresses or networks, such as 127.0.0.1 or 10.0.0.0/8.") from None


def database(base_dir: Path, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's settings for the one database, with the options that its guards rely on."""
    value = required(name)
    if value.startswith("sqlite:///") and len(value) > len("sqlite:///"):
        return sqlite_database(base_dir / value.removeprefix("sqlite:///"))
    if urlsplit(value).scheme in {"postgres", "postgresql"} and urlsplit(value).path.strip("/"):
        settings: dict[str, Any] = environ.Env.db_url_config(value)  # type: ignore[no-untyped-call]
        return settings | {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    raise ImproperlyConfigured(f"{name}: write sqlite:///path or postgres://user:password@host:port/name.")


def sqlite_database(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite file: writers queue from the start of a transaction, and a commit is on disk."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def ledger_file(base_dir: Path, database: dict[str, Any], name: str = "LEDGER_FILE") -> Path:
    """Return where the seals of the ledger are kept: beside a SQLite database, else in var/, unless named."""
    named = os.environ.get(name, "").strip()
    if named:
        return base_dir / named
    is_file = database["ENGINE"].endswith("sqlite3")
    return (Path(database["NAME"]).parent if is_file else base_dir / "var") / "ledger-heads"


def mailer(base_dir: Path, name: str = "EMAIL_URL") -> dict[str, Any]:
    """Return Django's settings for the one mailer: `smtp://`, `smtp+tls://`, `smtps://`, or `folder:///path`."""
    parts = urlsplit(required(name))
    if parts.scheme == "folder":
        folder = base_dir / parts.path[1:]
        return {"BACKEND": "practice.mail.backends.FolderBackend", "OPTIONS": {"folder": folder}}
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name}: write smtp+tls://user:password@host:port, or folder:///path.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587 if parts.scheme == "smtp+tls" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }
