"""The Nu HTML checker, asked once for many pages."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.strictness import IS_CI

JAR = Path(__file__).resolve().parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# What the checker remarks on and what is so on purpose.
MEANT = {
    # Safari drops the list from what it tells a screen reader when the bullets are styled away; the role keeps it.
    "The “list” role is unnecessary for element “ul”.",
    "The “list” role is unnecessary for element “ol”.",
    # Django's own admin templates write them so.
    "Trailing slash on void elements has no effect and interacts badly with unquoted attribute values.",
}


def command() -> list[str]:
    """Return how the checker is started; without it the test is skipped, and in CI fails."""
    java = shutil.which("java")
    if java and JAR.exists():
        return [java, "-Xss2m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
    message = "The HTML checker was not found: it takes Java, and `npm ci`"
    if IS_CI:
        pytest.fail(message)
    pytest.skip(message)


def remarks_on(pages: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Return what the checker says of each page that it has something to say of."""
    files = {f"{number:03}.html": name for number, name in enumerate(pages)}
    for file, name in files.items():
        (folder / file).write_bytes(pages[name])
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run([*command(), str(folder)], capture_output=True, check=True, env=environment, timeout=300)
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stdout)["messages"]:
        if message["message"] not in MEANT:
            said = f"{message.get('lastLine', 0)}: {message['message']} {message.get('extract', '').strip()[:90]}"
            found.setdefault(files[Path(message["url"]).name], []).append(said)
    return found
