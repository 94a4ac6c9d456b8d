"""The page that says why a time is not offered: every reason in words, with where it is changed."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner
from bookings import desk_why, selectors
from bookings.desk_why import Question, causes_against, places_of
from bookings.models import Booking, DateOverride, Mode, SessionType, TimeOff
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason
from practice import opening
from tests.bookings.at_desk import HOUR, MINUTE, page_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

DAY = timedelta(days=1)
WHY = "/admin/why/"


def question(start: datetime = MONDAY, mode: str = "video", asker: Asker = Asker.STRANGER) -> Question:
    return Question(SessionType.objects.get(slug="individual"), start, mode, asker, NOW)


def said(asked: Question) -> dict[str, list[str]]:
    """Return each cause with the addresses of where it is changed."""
    return {cause.words: [place.url for place in cause.places] for cause in causes_against(asked)}


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def asked(desk: Browser, session_type: SessionType, **changes: str) -> Any:
    given = {"day": "2026-11-23", "hour": "12:00", "type": str(session_type.pk), "mode": "video", "asker": "stranger"}
    return desk.get(WHY, {**given, **changes})


# Offered exactly when there is no cause


@pytest.mark.parametrize("asker", [Asker.STRANGER, Asker.CLIENT])
def test_a_time_is_offered_exactly_when_no_cause_is_given(
    session_type: SessionType, practitioner: Practitioner, asker: Asker
) -> None:
    make_booking(session_type, starts_at=MONDAY, buffer_after_minutes=40)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + 3 * HOUR, ends_at=MONDAY + 4 * HOUR)
    DateOverride.objects.create(practitioner=practitioner, date=date(2026, 11, 24), starts=time(15), ends=time(17))
    offered = selectors.offered_slots(
        session_type=session_type, mode="video", window=Interval(NOW, NOW + 4 * DAY + 12 * HOUR), now=NOW, asker=asker
    )
    starts = [NOW + number * 15 * MINUTE for number in range(2 * 4, 108 * 4)]
    starts = [start for start in starts if start.hour not in range(14, 24)]  # the nights are all alike
    without_cause = [start for start in starts if not causes_against(question(start, asker=asker))]
    assert without_cause == [slot.start for slot in offered]
    assert 20 < len(without_cause) < len(starts)


# Every reason, and where it is changed


def test_every_reason_has_its_words_and_places(session_type: SessionType) -> None:
    assert {reason for reason in Reason if not places_of(reason, question())} == {
        Reason.IN_THE_PAST,
        Reason.BUSY_ELSEWHERE,
        Reason.TIME_OFF,  # these three name the rows that stand in the way, and here there is none
        Reason.BUSY,
        Reason.BUFFER,
    }


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"notice_hours": 100}, "it is sooner than your minimum notice"),
        ({"horizon_days": 1}, "it is further ahead than can be booked"),
        ({"takes_new_clients": False}, "new clients are not taken at present"),
    ],
)
def test_a_rule_leads_to_the_rules(
    session_type: SessionType, practitioner: Practitioner, rule: dict[str, Any], words: str
) -> None:
    Practitioner.objects.update(**rule)
    assert said(question()) == {words: [change(practitioner)]}


def test_the_step_leads_to_whoever_sets_it(session_type: SessionType, practitioner: Practitioner) -> None:
    odd = question(MONDAY + 10 * MINUTE)
    words = "it does not start on one of your steps"
    assert said(odd) == {words: [change(practitioner)]}
    SessionType.objects.update(step_minutes=60)
    assert said(question(MONDAY + 10 * MINUTE)) == {words: [change(session_type)]}


def test_a_full_day_leads_to_the_rules_and_the_week(session_type: SessionType, practitioner: Practitioner) -> None:
    Practitioner.objects.update(sessions_a_day=1, sessions_a_week=1)
    make_booking(session_type, starts_at=MONDAY)
    places = [change(practitioner), "/admin/week/?from=2026-11-23"]
    assert said(question(MONDAY + 3 * HOUR)) == {
        "that day has as many sessions as you allow": places,
        "that week has as many sessions as you allow": places,
    }


def test_a_pause_leads_to_its_end(session_type: SessionType) -> None:
    Practitioner.objects.update(is_paused=True)
    assert said(question()) == {"the practice is paused": ["/admin/pause/end/"]}


def test_what_is_for_others_leads_to_the_type(session_type: SessionType) -> None:
    SessionType.objects.update(audience="clients")
    assert said(question()) == {"this session is for clients only": [change(session_type)]}
    SessionType.objects.update(audience="new_clients")
    assert said(question(asker=Asker.CLIENT)) == {"this session is for new clients only": [change(session_type)]}


def test_time_off_leads_to_the_very_row(session_type: SessionType, practitioner: Practitioner) -> None:
    row = TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + 30 * MINUTE, ends_at=MONDAY + HOUR)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + HOUR, ends_at=MONDAY + 2 * HOUR)
    assert said(question()) == {"you have time off then": [change(row)]}


def test_a_session_in_the_way_and_one_too_close_are_named_apart(session_type: SessionType) -> None:
    over = make_booking(session_type, starts_at=MONDAY - 30 * MINUTE, name="Over")
    close = make_booking(session_type, starts_at=MONDAY + 55 * MINUTE, name="Close", status="requested")
    make_booking(session_type, starts_at=MONDAY + 3 * HOUR, name="Far")
    assert said(question()) == {
        "another session has this time": [page_of(over)],
        "it leaves too little time beside another session": [page_of(close)],
    }


@pytest.mark.parametrize("gap", [10, 9])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_gap_of_the_buffer_is_enough(session_type: SessionType, gap: int, side: int) -> None:
    make_booking(session_type, starts_at=MONDAY + side * (session_type.length + gap * MINUTE))
    assert bool(said(question())) is (gap < 10)


def test_an_unproved_request_is_mentioned_without_a_link(session_type: SessionType) -> None:
    ask(session_type)
    (cause,) = causes_against(question())
    assert [(place.url, "asking for it at this moment" in place.label) for place in cause.places] == [("", True)]


def test_closed_hours_lead_to_the_hours_of_that_day(session_type: SessionType, practitioner: Practitioner) -> None:
    early = question(MONDAY - 3 * HOUR)
    words = "it is outside your working hours"
    assert said(early) == {words: ["/admin/bookings/workinghours/?weekday__exact=0"]}
    row = DateOverride.objects.create(practitioner=practitioner, date=date(2026, 11, 23))
    assert said(early) == {words: [change(row)]}


def test_a_way_leads_to_the_hours_or_to_the_type(session_type: SessionType, practitioner: Practitioner) -> None:
    words = "you do not work in this way at that time"
    practitioner.working_hours.update(phone=False)
    assert said(question(mode="phone")) == {words: ["/admin/bookings/workinghours/?weekday__exact=0"]}
    SessionType.objects.update(phone=False)
    assert said(question(mode="phone")) == {words: [change(session_type)]}


def test_a_type_that_is_not_offered_says_so(session_type: SessionType) -> None:
    SessionType.objects.update(is_offered=False)
    assert said(question()) == {"this session is not offered at present": [change(session_type)]}
    assert said(question(asker=Asker.PRACTICE)) == {}


def test_a_practice_that_is_not_open_yet_says_so(session_type: SessionType, settings: Any) -> None:
    settings.IS_HTTPS = True
    assert not opening.is_open_for_requests()
    assert said(question()) == {"requests are not open yet": ["/admin/"]}


def test_for_herself_the_therapist_reads_what_she_may_override(session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY - 3 * HOUR)
    causes = causes_against(question(MONDAY - 3 * HOUR, asker=Asker.PRACTICE))
    assert [(cause.words, cause.can_be_overridden) for cause in causes] == [
        ("it is outside your working hours", True),
        ("another session has this time", False),
    ]


# The page


def test_the_page_answers_with_every_cause(desk: Browser, session_type: SessionType) -> None:
    other = make_booking(session_type, starts_at=MONDAY)
    page = text(asked(desk, session_type, hour="12:10"))
    assert "It is not offered" in page
    assert "Monday 23 November 2026, 12:10 pm to 1:00 pm, Gurgaon (IST)" in page
    assert "It does not start on one of your steps." in page
    assert f'<a href="{page_of(other)}">Asha, 23 Nov 2026, 12:00 pm IST, confirmed</a>' in page
    assert 'value="12:10"' in page


def test_the_page_says_that_a_time_is_offered(desk: Browser, session_type: SessionType) -> None:
    assert "It is offered" in text(asked(desk, session_type))
    assert "Nothing speaks against it" in text(asked(desk, session_type, asker="practice"))
    assert "It is offered" not in text(asked(desk, session_type, asker="practice", hour="07:00"))


def test_of_a_time_for_herself_it_says_only_what_the_desk_can_do(desk: Browser, session_type: SessionType) -> None:
    page = text(asked(desk, session_type, asker="practice", hour="07:00"))
    assert "yourself, when you offer a time" in page
    assert "You can offer it all the same, with a reason." in page
    assert "“Other time” beside a request, “Offer another time” on the page of a confirmed session, or" in page
    assert "place a session" not in page
    assert "place it" not in page
    assert "Offer another time" not in text(asked(desk, session_type, hour="07:00"))


@pytest.mark.parametrize("mode", Mode)
def test_asking_changes_nothing(desk: Browser, session_type: SessionType, mode: str) -> None:
    assert asked(desk, session_type, mode=mode).status_code == 200
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "soon"}, "Day: "),
        ({"day": "9999-12-31"}, "That is too far away."),
        ({"hour": ""}, "Hour: "),
        ({"type": "0"}, "Session: "),
        ({"mode": "carrier-pigeon"}, "How: "),
        ({"asker": "nobody"}, "For whom: "),
    ],
)
def test_what_makes_no_question_is_refused_with_words(
    desk: Browser, session_type: SessionType, wrong: dict[str, str], words: str
) -> None:
    answer = asked(desk, session_type, **wrong)
    assert answer.status_code == 422
    assert words in text(answer)


def test_an_hour_that_the_clock_skips_is_refused_with_words(desk: Browser, session_type: SessionType) -> None:
    Practitioner.objects.update(zone_name="Europe/London")
    answer = asked(desk, session_type, day="2027-03-28", hour="01:30")
    assert answer.status_code == 422
    assert str(desk_why.CLOCK_WORDS) in text(answer)


def test_hours_are_read_by_the_clock_of_the_practice(desk: Browser, session_type: SessionType) -> None:
    Practitioner.objects.update(zone_name="Europe/London")
    assert "12:00 pm to 12:50 pm, Gurgaon (GMT)" in text(asked(desk, session_type))


def test_without_a_session_type_the_page_says_what_is_missing(desk: Browser) -> None:
    page = text(desk.get(WHY))
    assert "There is no session yet that could be offered." in page
    assert desk.get(f"{WHY}?hour=12:00").status_code == 422


def test_the_week_and_the_hours_lead_here(desk: Browser, session_type: SessionType) -> None:
    assert f"{WHY}?day=2026-11-20" in text(desk.get("/admin/week/"))
    later = text(desk.get("/admin/week/?from=2026-12-02"))
    assert f"{WHY}?day=2026-11-30" in later
    assert 'value="2026-11-30"' in text(desk.get(f"{WHY}?day=2026-11-30"))
    for name in ("workinghours", "dateoverride", "timeoff"):
        assert f'href="{WHY}"' in text(desk.get(reverse(f"admin:bookings_{name}_changelist")))
