"""Settings of the tests: the real ones, with keys of their own and the database that DATABASE_URL names.

What is set here first wins over `var/env`. Files go into a folder of this very process, so that tests that run side
by side never meet; `tests/conftest.py` makes it and removes it.
"""

import base64
import os
import tempfile
from pathlib import Path

TEST_FOLDER = Path(tempfile.gettempdir()) / f"practice-tests-{os.getpid()}"

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("FIELD_KEYS", "k1:" + base64.urlsafe_b64encode(b"1" * 32).decode())
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{TEST_FOLDER}/db.sqlite3")
os.environ.setdefault("EMAIL_URL", f"folder:///{TEST_FOLDER}/mailbox")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("TRUSTED_PROXIES", "")
os.environ.setdefault("DEBUG", "0")

from practice.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ERASURE_LIST = TEST_FOLDER / "erasures.jsonl"
PICTURES_FOLDER = TEST_FOLDER / "pictures"
STATIC_ROOT = TEST_FOLDER / "static"
LEDGER_FILE = TEST_FOLDER / "ledger-heads"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False  # every new test client would look through all files again
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads of one test must meet in the same database.
    DATABASES["default"]["TEST"] = {"NAME": TEST_FOLDER / "test.sqlite3"}  # noqa: F405
    # Nothing here has to outlive a power cut, and waiting for the disk is most of what a busy machine would do.
    OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
