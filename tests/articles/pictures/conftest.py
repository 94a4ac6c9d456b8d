"""Where files of pictures are kept, and who comes to the desk."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The folder of the files, which is not there yet."""
    settings.PICTURES_FOLDER = tmp_path / "pictures"
    return tmp_path / "pictures"
