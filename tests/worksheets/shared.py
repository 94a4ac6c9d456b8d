"""What people do with shared copies in these tests."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.test import Client as Browser

from accounts.models import Client, User
from tests.factories import NOW
from tests.worksheets.sheets import html
from worksheets.filling import page_mark
from worksheets.models import Answer, Snapshot, Version
from worksheets.sharing import Shared, open_copy, share_copy

SHARE = "/space/worksheets/first-sheet/share/"
SHARED = "/space/shared/"
ROOM = "/admin/shared/"


def begin(client: Client, version: Version, words: str) -> Answer:
    """Return a stored answer with these words."""
    body: Any = {"words": words}
    return Answer.objects.create(client=client, version=version, revision=1, body=body)


def write(answer: Answer, words: str) -> Answer:
    """Change what stands in an answer, as a save does."""
    answer.body = {**answer.body, "words": words}
    answer.revision += 1
    answer.save()
    return answer


def share(answer: Answer, now: datetime = NOW, request_key: UUID | None = None) -> Snapshot:
    """Share what stands in an answer."""
    outcome = share_copy(answer=answer, revision=answer.revision, request_key=request_key or uuid4(), now=now)
    assert isinstance(outcome, Shared)
    return outcome.copy


def opened(answer: Answer, therapist: User) -> Snapshot:
    """Share what stands in an answer, and let the therapist open it."""
    copy = share(answer)
    assert open_copy(copy=copy, by=therapist, now=NOW)
    copy.refresh_from_db()
    return copy


def press_share(browser: Browser, answer: Answer, **changes: Any) -> Any:
    """Send the form of the page on which one shares."""
    sent = {"revision": answer.revision, "request_key": str(uuid4()), "page": page_mark(answer.client)}
    return browser.post(SHARE, {**sent, **changes})


def page(browser: Browser, path: str) -> str:
    """Return a page that is there."""
    response = browser.get(path)
    assert response.status_code == 200, path
    return html(response)
