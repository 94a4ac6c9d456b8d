"""What people do with questionnaires in these tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.factories import NOW
from tests.worksheets.measures.texts import TEXT
from worksheets.filling import page_mark
from worksheets.measures import sharing
from worksheets.measures.models import Measure, MeasureCopy, MeasurePlan, MeasureRound, MeasureVersion
from worksheets.measures.reading_in import read
from worksheets.measures.scoring import Questionnaire, to_data

TODAY = NOW.date()
LIST = "/space/questionnaires/"
ROOM = "/admin/questionnaires/"
ENTERED = {
    "title": "Window and walk",
    "source": "Made up for a test, first edition",
    "permission": "It belongs to nobody",
    "intro": "Over the last week",
    "text": TEXT,
    "may_use": "on",
}
NEVER, SOMETIMES, OFTEN = "0", "1", "2"


def questionnaire_of(text: str = TEXT) -> Questionnaire:
    """Return what a text without fault says."""
    found = read(text).questionnaire
    assert found
    return found


def make_measure(text: str = TEXT, title: str = "Window and walk", **changes: Any) -> MeasureVersion:
    """Return the first wording of a new questionnaire; a draft unless told otherwise."""
    given = {"text": text, "definition": to_data(questionnaire_of(text)), "source": "Made up", "permission": "Free"}
    measure = Measure.objects.create(title=title)
    return MeasureVersion.objects.create(**{"measure": measure, "number": 1, **given, **changes})


def give_weekly(client: Client, version: MeasureVersion, **changes: Any) -> MeasurePlan:
    """Give a questionnaire to a client, every week for four weeks unless told otherwise."""
    given = {"every": "weekly", "first_on": TODAY, "last_on": TODAY + timedelta(weeks=4)}
    return MeasurePlan.objects.create(**{"client": client, "measure": version.measure, **given, **changes})


def path_of(plan: MeasurePlan, day: Any = TODAY, more: str = "") -> str:
    """Return the address of one asking."""
    return f"{LIST}{plan.uuid}/{day}/{more}"


def answered(*places: str) -> dict[str, str]:
    """Return stored answers, in the order of the questions; None of those that are empty."""
    return {f"q{number}": place for number, place in enumerate(places, 1) if place}


def sent(client: Client, *places: str, revision: int = 0) -> dict[str, str]:
    """Return what the page sends."""
    fields = {f"w-q{number}": place for number, place in enumerate(places, 1)}
    return {"revision": str(revision), "page": page_mark(client), **fields, "whole": "1"}


def begin(plan: MeasurePlan, *places: str, asked_on: Any = TODAY, at: datetime = NOW) -> MeasureRound:
    """Return a stored round with these answers, in the newest wording."""
    version = plan.measure.versions.opened().order_by("-number")[0]
    body: Any = answered(*places)
    return MeasureRound.objects.create(
        client=plan.client, plan=plan, version=version, asked_on=asked_on, revision=1, body=body, saved_at=at
    )


def share(begun: MeasureRound, now: datetime = NOW, key: UUID | None = None) -> MeasureCopy:
    """Share what stands in a round."""
    copy = sharing.share(round=begun, revision=begun.revision, request_key=key or uuid4(), now=now)
    assert copy
    return copy


def press_share(browser: Any, begun: MeasureRound, **changes: Any) -> Any:
    """Send the form of the page on which one shares."""
    fields = {"revision": begun.revision, "request_key": str(uuid4()), "page": page_mark(begun.client)}
    return browser.post(path_of(begun.plan, begun.asked_on, "share/"), {**fields, **changes})


@contextmanager
def later(browser: Browser, moment: datetime) -> Iterator[None]:
    """Play at another moment, with Asha signed in anew."""
    with time_machine.travel(moment, tick=False):
        cast.sign_in(browser, User.objects.get(email="asha@example.com"))
        yield
