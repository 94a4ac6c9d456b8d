"""The environment of a practice that runs on one's own machine: made once, kept in `var/env`.

A deployed practice gets its environment from the service manager and never comes here: `manage.py`
calls `ensure()` only where SITE_URL is not set.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PATH = BASE_DIR / "var" / "env"


def ensure(path: Path = PATH) -> Path:
    """Write the file with fresh keys where there is none; return its path. Never changes an existing one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(fresh_environment())
    return path


def fresh_environment() -> str:
    """Return the lines of a new environment file, with keys that nobody else has."""
    field_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return (
        "# Made once by `make run`. The keys open what is stored: keep this file with the database, or lose both.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"FIELD_KEYS=k1:{field_key}\n"
        "SITE_URL=http://127.0.0.1:8000\n"
        "DATABASE_URL=sqlite:///var/db.sqlite3\n"
        "EMAIL_URL=folder:///var/mailbox\n"
    )


if __name__ == "__main__":
    sys.stdout.write(f"{ensure()}\n")
