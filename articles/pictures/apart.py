"""Asking a process of its own to draw a picture.

A file may be made to take all memory, to decode for hours, or to use a fault of a decoder. That process ends within the
minute, has little memory, holds no key and no way to the database, and the web server stays small.
"""

import base64
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from articles.pictures.errors import PictureRefusedError
from articles.pictures.redrawn import Redrawn

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 45.0
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")  # where things lie on this machine; the environment's keys stay here
ONE_AT_A_TIME = threading.Lock()  # of one server process: drawing never takes all of a machine


class DrawingError(Exception):
    """The other process failed or took too long."""


def redraw_apart(content: bytes, *, seconds: float = LONGEST_SECONDS) -> Redrawn:
    """Return what another process made of an upload.

    Raises:
        PictureRefusedError: it is damaged, or too much.
    """
    try:
        said = ask(content, [], seconds)
    except DrawingError:
        raise PictureRefusedError("too_much") from None
    if "problem" in said:
        raise PictureRefusedError(said["problem"])
    return Redrawn(said["width"], said["height"], base64.b64decode(said["master"]))


def draw_apart(master: bytes, names: list[str], *, seconds: float = LONGEST_SECONDS) -> dict[str, bytes]:
    """Return the named files of a master, such as `800.avif`.

    Raises:
        DrawingError: they were not drawn.
    """
    said = ask(master, names, seconds)
    return {name: base64.b64decode(content) for name, content in said["files"].items()}


def ask(content: bytes, names: list[str], seconds: float) -> dict[str, Any]:
    """Pass a wish to a process of its own; wait at most `seconds` for its turn, and as long for its answer."""
    wish = {"content": base64.b64encode(content).decode(), "names": names}
    if not ONE_AT_A_TIME.acquire(timeout=seconds):
        raise DrawingError
    try:
        done = subprocess.run(
            [sys.executable, "-m", "articles.pictures"],
            input=json.dumps(wish).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            timeout=seconds,
            check=True,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise DrawingError from None
    finally:
        ONE_AT_A_TIME.release()
    return said
