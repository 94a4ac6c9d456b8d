"""What the tests of reflections share: an essay that takes them, and a reader who writes."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client as Browser

from articles.models import Essay, Reflection
from articles.reflections.forms import SALT
from articles.reflections.services import leave_reflection
from practice.form_age import new_token
from practice.models import Practice
from tests.factories import NOW, make_essay

CANARY = "Heron in the reeds at dusk"
KEY = UUID("6f8e2c1a-0000-4000-8000-000000000002")
FORM = "/essays/quiet/reflect/"


def open_essay(title: str = "Quiet", **changes: Any) -> Essay:
    """Return an essay under which readers may write."""
    Practice.objects.update_or_create(pk=1, defaults={"takes_reflections": True})
    return make_essay(title, takes_reflections=True, **changes)


def typed(**changes: Any) -> dict[str, Any]:
    """Return the form as it is sent, opened a minute ago."""
    opened = new_token(NOW - timedelta(minutes=1), salt=SALT)
    return {"name": "Asha", "body": CANARY, "request_key": str(KEY), "opened": opened, "subject": "", **changes}


def send(browser: Browser, path: str = FORM, **changes: Any) -> HttpResponse:
    """Send the form; return the answer."""
    answer = browser.post(path, typed(**changes))
    assert isinstance(answer, HttpResponse)
    return answer


def leave(essay: Essay, body: str = CANARY, **changes: Any) -> Reflection:
    """Return a stored reflection; what is given beside the words is set afterwards."""
    named = {"name": changes.pop("name", "Asha"), "now": changes.pop("now", NOW)}
    stored = leave_reflection(essay=essay, body=body, request_key=uuid4(), **named)
    for field, value in changes.items():
        setattr(stored, field, value)
    stored.save()
    return stored


def show(essay: Essay, body: str = CANARY, **changes: Any) -> Reflection:
    """Return a reflection that everybody may read."""
    return leave(essay, body, state=Reflection.State.SHOWN, decided_at=NOW, **changes)


def text(answer: Any) -> str:
    """Return the words of a page."""
    return str(answer.content.decode())


def hidden_in(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]
