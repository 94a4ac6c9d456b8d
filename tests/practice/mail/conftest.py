"""A clock moved by hand, and two kinds of messages: one that goes, one that is no longer due."""

import pytest

from practice.mail import Mail
from practice.mail.registry import KINDS
from tests.practice.mail.rows import Hands


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "note", lambda message, now: Mail("asha@example.com", "Hello", message.cause))
    monkeypatch.setitem(KINDS, "cancelled", lambda message, now: None)
