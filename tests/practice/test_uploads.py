"""How much one request may bring, and what is left of it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django import Settings

from practice.uploads import MOST_BYTES

pytestmark = pytest.mark.gate


@pytest.fixture
def temporary(tmp_path: Path, settings: Settings) -> Path:
    """The folder into which what is uploaded is written meanwhile."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def files(size: int, number: int = 1) -> dict[str, SimpleUploadedFile]:
    return {f"file-{each}": SimpleUploadedFile("a.jpg", b"\0" * size) for each in range(number)}


@pytest.mark.django_db
def test_more_than_any_form_takes_is_refused_unread_in_words(client: Browser, temporary: Path) -> None:
    response = client.post("/contact/", files(100), headers={"Content-Length": str(MOST_BYTES + 1)})
    assert response.status_code == 413
    assert "The file is larger than this site takes" in response.content.decode()
    assert list(temporary.iterdir()) == []
    assert client.post("/contact/", files(100)).status_code == 422  # the control


@pytest.mark.django_db
def test_a_crowd_of_files_is_refused(client: Browser) -> None:
    assert client.post("/contact/", files(1, number=101)).status_code == 400
    assert client.post("/contact/", files(1, number=100)).status_code == 422  # the control


def test_what_was_written_meanwhile_is_gone_with_the_request(temporary: Path) -> None:
    request = RequestFactory().post("/", files(3_000_000))
    assert isinstance(request.FILES["file-0"], TemporaryUploadedFile)
    assert len(list(temporary.iterdir())) == 1
    request.close()
    assert list(temporary.iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing(temporary: Path) -> None:
    body = encode_multipart(BOUNDARY, files(3_000_000))[:2_900_000]
    request = RequestFactory().generic("POST", "/", body, MULTIPART_CONTENT)
    assert request.POST.dict() == {}
    request.close()
    assert list(temporary.iterdir()) == []
