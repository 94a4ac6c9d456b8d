"""Giving a questionnaire to a client on a schedule with an end; the messages about it say nothing of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from accounts.models import Client, User
from practice.mail import causes
from practice.models import OutgoingMessage, Practice
from tests.factories import NOW, make_client
from tests.worksheets.measures.acts import ROOM, SOMETIMES, TODAY, begin, give_weekly, make_measure, share
from tests.worksheets.measures.test_sharing import without_tokens
from tests.worksheets.sheets import html
from worksheets.measures import messages, sharing
from worksheets.measures.models import MeasurePlan, MeasureVersion
from worksheets.measures.services import end_plan, give

pytestmark = pytest.mark.gate
WEEK = timedelta(weeks=1)


def press(desk: Browser, version: MeasureVersion, whom: Client, **changes: Any) -> Any:
    fields = {"client": whom.pk, "every": "weekly", "first_on": TODAY, "last_on": TODAY + 4 * WEEK, "tells": "yes"}
    return desk.post(f"{ROOM}{version.measure_id}/give/", {**fields, **changes})


def due_days(kind: str = messages.GIVEN) -> list[date]:
    rows = OutgoingMessage.objects.filter(kind=kind).order_by("due_at")
    return [row.due_at.date() for row in rows]


def test_it_is_given_every_week_until_a_last_day(desk: Browser, opened: MeasureVersion, ashas: Client) -> None:
    assert press(desk, opened, ashas, note="When it suits you").headers["Location"] == ROOM
    plan = MeasurePlan.objects.get()
    assert (plan.client, plan.every, plan.first_on, plan.last_on, plan.note) == (
        ashas, "weekly", TODAY, TODAY + 4 * WEEK, "When it suits you",
    )  # fmt: skip
    page = html(desk.get(ROOM))
    assert "every week" in page
    assert "until 18 Dec 2026" in page


@pytest.mark.parametrize("every", ["weekly", "fortnightly", "sessions"])
def test_a_schedule_needs_an_end_and_once_does_not(
    desk: Browser, opened: MeasureVersion, ashas: Client, every: str
) -> None:
    response = press(desk, opened, ashas, every=every, last_on="")
    assert response.status_code == 422
    assert "Give the last day: a schedule has an end." in html(response)
    assert press(desk, opened, ashas, every="once", last_on="").status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        give_weekly(ashas, opened, every=every, last_on=None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client": ""}, "Choose a client."),
        ({"client": "0"}, "Choose a client in care."),
        ({"first_on": ""}, "Give the first day."),
        ({"first_on": "2026-11-19"}, "Give a day from today on, within a year."),
        ({"first_on": "9999-12-31"}, "Give a day from today on, within a year."),
        ({"last_on": "2026-11-19"}, "The last day must come after the first, within a year of it."),
        ({"last_on": "2028-01-01"}, "The last day must come after the first, within a year of it."),
        ({"last_on": "soon"}, "Give the last day, or leave it empty."),
        ({"every": "daily"}, "daily"),
        ({"note": "x" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Browser, opened: MeasureVersion, ashas: Client, changes: dict[str, Any], words: str
) -> None:
    response = press(desk, opened, ashas, **{"note": "Kept words", **changes})
    assert response.status_code == 422
    assert words in html(response)
    assert changes.get("note", "Kept words") in html(response)
    assert not MeasurePlan.objects.exists()


def test_to_whoever_has_no_address_nothing_is_said_to_be_sent(
    desk: Browser, opened: MeasureVersion, ashas: Client
) -> None:
    User.objects.filter(client=ashas).update(email=None)
    press(desk, opened, ashas)
    assert "so nothing is sent: tell the client yourself." in html(desk.get(ROOM))
    assert due_days() == []


def test_a_plan_cannot_end_before_it_begins(ashas: Client, opened: MeasureVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        give_weekly(ashas, opened, last_on=TODAY - WEEK)


def test_whoever_is_not_in_care_is_not_offered(desk: Browser, opened: MeasureVersion) -> None:
    paused = make_client("Paused person", status=Client.Status.PAUSED)
    assert "Paused person" not in html(desk.get(f"{ROOM}{opened.measure_id}/give/"))
    assert press(desk, opened, paused).status_code == 422


def test_a_schedule_is_ended_after_a_question(desk: Browser, plan: MeasurePlan) -> None:
    path = f"{ROOM}plans/{plan.pk}/end/"
    assert "is not asked “Window and walk” any more" in html(desk.get(path))
    plan.refresh_from_db()
    assert plan.ended_at is None
    desk.post(path)
    plan.refresh_from_db()
    assert plan.ended_at == NOW
    assert not end_plan(plan=plan, now=NOW + WEEK)
    assert desk.post(path).status_code == 404
    assert "None." in html(desk.get(ROOM))


def test_a_schedule_that_is_over_leaves_the_list(desk: Browser, ashas: Client, opened: MeasureVersion) -> None:
    give_weekly(ashas, opened, first_on=TODAY - 5 * WEEK, last_on=TODAY - WEEK)
    assert "None." in html(desk.get(ROOM))


def test_the_list_does_not_say_whether_one_was_begun(desk: Browser, plan: MeasurePlan) -> None:
    before = html(desk.get(ROOM))
    begin(plan, SOMETIMES)
    assert without_tokens(html(desk.get(ROOM))) == without_tokens(before)


@pytest.mark.parametrize(
    ("every", "days"),
    [("weekly", [0, 7, 14, 21, 28]), ("fortnightly", [0, 14, 28]), ("sessions", [0]), ("once", [0])],
)
def test_the_client_is_told_on_each_day_that_is_known(
    desk: Browser, opened: MeasureVersion, ashas: Client, every: str, days: list[int]
) -> None:
    press(desk, opened, ashas, every=every)
    assert due_days() == [TODAY + timedelta(days=each) for each in days]


@pytest.mark.parametrize(
    ("tells", "reach", "is_told"), [("no", "email", False), ("as wished", "email", True), ("", "call", False)]
)
def test_she_is_told_as_she_wished(
    desk: Browser, opened: MeasureVersion, ashas: Client, tells: str, reach: str, is_told: bool
) -> None:
    Client.objects.update(reach=reach)
    press(desk, opened, ashas, tells=tells)
    assert bool(due_days()) == is_told


def first_message(plan: MeasurePlan) -> OutgoingMessage:
    """Queue the messages of a plan, and return the first."""
    messages.tell_of(plan, NOW)
    return OutgoingMessage.objects.filter(kind=messages.GIVEN).order_by("due_at")[0]


def test_the_message_names_nothing_and_is_not_sent_for_what_is_over(plan: MeasurePlan) -> None:
    message = first_message(plan)
    letter = messages.render_given(message, NOW)
    assert letter
    assert "Window" not in f"{letter.subject}{letter.text}{letter.html}"
    assert "questionnaire" not in f"{letter.subject}{letter.text}{letter.html}".lower()
    Client.objects.update(status=Client.Status.PAUSED)
    assert messages.render_given(message, NOW) is None
    Client.objects.update(status=Client.Status.ACTIVE)
    assert messages.render_given(message, NOW)
    end_plan(plan=plan, now=NOW)
    assert messages.render_given(message, NOW) is None
    plan.delete()
    assert messages.render_given(message, NOW) is None
    assert messages.rest_of_client(message) is None


def test_what_became_of_the_message_does_not_tell_whether_she_began(plan: MeasurePlan) -> None:
    """The desk lists each message as sent or not."""
    message = first_message(plan)
    begin(plan, SOMETIMES)
    assert messages.render_given(message, NOW)
    rest = messages.rest_of_client(message)
    assert rest


def test_the_therapist_gets_the_same_letter_whatever_was_answered(therapist: User, plan: MeasurePlan) -> None:
    letters = []
    for week, place in enumerate(("0", "2")):
        copy = share(begin(plan, "0", "0", place, asked_on=TODAY + week * WEEK))
        message = OutgoingMessage.objects.get(kind=messages.SHARED, cause=f"measure_copy:{copy.pk}")
        letters.append(messages.render_shared(message, NOW))
        assert sharing.open_copy(copy=copy, by=therapist, now=NOW)
        assert messages.render_shared(message, NOW) is None
    assert letters[0] == letters[1] is not None


def test_no_letter_where_nobody_reads_it_or_it_was_taken_back(plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    message = OutgoingMessage.objects.get(kind=messages.SHARED)
    assert messages.render_shared(message, NOW) is None  # there is no therapist's address
    Practice.objects.update_or_create(pk=Practice.load().pk, defaults={"email": "desk@example.com"})
    assert messages.render_shared(message, NOW)
    sharing.take_back(copy=copy, now=NOW)
    assert messages.render_shared(message, NOW) is None
    copy.delete()
    assert messages.render_shared(message, NOW) is None


def test_the_desk_says_whom_a_message_is_about_and_not_what(therapist: User, plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    keys = [f"measure_plan:{plan.pk}", f"measure_copy:{copy.pk}", "measure_plan:x", "measure_copy:0"]
    told = causes.about(keys)
    assert {key: (about.name, about.when) for key, about in told.items()} == dict.fromkeys(keys[:2], ("Asha", ""))
    sharing.take_back(copy=copy, now=NOW)
    assert list(causes.about(keys)) == keys[:1]


def test_a_service_without_telling_queues_nothing(ashas: Client, opened: MeasureVersion) -> None:
    given: dict[str, Any] = {"every": "once", "first_on": TODAY, "last_on": None, "note": ""}
    give(client=ashas, measure=opened.measure, **given, now=NOW, tells=False)
    assert due_days() == []


def test_a_draft_is_not_asked_even_if_it_was_given(browser: Browser, ashas: Client) -> None:
    plan = give_weekly(ashas, make_measure())
    assert "Asked at present" not in html(browser.get("/space/questionnaires/"))
    assert browser.get(f"/space/questionnaires/{plan.uuid}/{TODAY}/").status_code == 404
