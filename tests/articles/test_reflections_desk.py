"""The therapist reads, shows or does not, replies and erases; each act is hers, once, and as she saw it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from accounts.models import Period
from accounts.rights.periods import delete_old
from articles.models import Essay, Reflection
from articles.reflections import messages
from articles.reflections.services import PERIOD, decide, reply_to
from practice.models import OutgoingMessage, Practice
from tests.articles.reflecting import CANARY, leave, open_essay, show, text
from tests.cast import make_therapist, sign_in
from tests.factories import NOW, make_essay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]
State = Reflection.State
LIST = "/admin/reflections/"


@pytest.fixture
def desk() -> Browser:
    """Return the therapist's browser."""
    return sign_in(Browser(), make_therapist(), second_factor=True)


@pytest.fixture
def essay() -> Essay:
    """Return an essay that takes reflections."""
    return open_essay()


def page_of(reflection: Reflection, act: str = "") -> str:
    return f"{LIST}{reflection.uuid}/{act}"


def state_of(reflection: Reflection) -> str:
    return Reflection.objects.get(pk=reflection.pk).state


def press(desk: Browser, reflection: Reflection, to: str, seen: str = "waiting") -> str:
    """Press a button of a page that showed the reflection as `seen`; return what the desk says then."""
    return text(desk.post(page_of(reflection, "decide/"), {"to": to, "seen": seen}, follow=True))


def test_the_desk_says_how_many_wait_and_marks_words_that_matched(desk: Browser, essay: Essay) -> None:
    assert "readers have written" not in text(desk.get("/admin/"))
    leave(essay)
    leave(essay, "I want to die")
    page = text(desk.get("/admin/"))
    assert "2 readers have written under an essay and wait to be read." in page
    assert "words matched: 1" in page
    assert CANARY not in page
    listed = text(desk.get(LIST))
    assert listed.count("words matched") == 1
    assert CANARY in listed


@pytest.mark.parametrize(("days", "is_said"), [(14, False), (15, True)])
def test_what_has_waited_for_two_weeks_is_said(desk: Browser, essay: Essay, days: int, *, is_said: bool) -> None:
    leave(essay, now=NOW - timedelta(days=days))
    assert ("waited for more than two weeks" in text(desk.get("/admin/"))) is is_said


def test_she_shows_one_and_hides_it_again(desk: Browser, client: Browser, essay: Essay) -> None:
    reflection = leave(essay)
    assert "It is shown under the essay now." in press(desk, reflection, "shown")
    assert CANARY in text(client.get("/essays/quiet/"))
    assert "for 30 days" in press(desk, reflection, "not_shown", seen="shown")
    assert CANARY not in text(client.get("/essays/quiet/"))


def test_a_page_that_grew_old_shows_nothing_that_was_declined_meanwhile(desk: Browser, essay: Essay) -> None:
    reflection = leave(essay)
    press(desk, reflection, "not_shown")
    assert "decided in another tab" in press(desk, reflection, "shown")
    assert state_of(reflection) == "not_shown"
    press(desk, reflection, "shown", seen="not_shown")  # the control: as she sees it now
    assert state_of(reflection) == "shown"


@pytest.mark.parametrize("to", ["", "waiting", "erased", "' OR 1=1--"])
def test_no_other_state_can_be_asked_for(desk: Browser, essay: Essay, to: str) -> None:
    reflection = leave(essay)
    press(desk, reflection, to)
    assert state_of(reflection) == "waiting"


def test_deciding_the_same_twice_keeps_the_first_hour(essay: Essay) -> None:
    reflection = leave(essay)
    assert decide(reflection=reflection, seen="waiting", to=State.SHOWN, now=NOW)
    assert not decide(reflection=reflection, seen="shown", to=State.SHOWN, now=NOW + timedelta(hours=1))
    reflection.refresh_from_db()
    assert reflection.decided_at == NOW


@pytest.mark.parametrize("act", ["decide/", "reply/", "reply/back/"])
def test_no_visit_changes_anything(desk: Browser, essay: Essay, act: str) -> None:
    reflection = show(essay, reply="Thanks.", replied_at=NOW)
    assert desk.get(page_of(reflection, act)).status_code == 405
    assert desk.get(page_of(reflection, "erase/")).status_code == 200
    kept = Reflection.objects.get()
    assert (kept.state, kept.reply) == ("shown", "Thanks.")


def test_a_reply_stands_below_once_the_words_are_shown_and_is_deleted_by_a_press(
    desk: Browser, client: Browser, essay: Essay
) -> None:
    reflection = leave(essay)
    desk.post(page_of(reflection, "reply/"), {"reply": "Thank <b>you</b>."})
    assert "Thank" not in text(client.get("/essays/quiet/"))
    press(desk, reflection, "shown")
    assert "Thank &lt;b&gt;you&lt;/b&gt;." in text(client.get("/essays/quiet/"))
    desk.post(page_of(reflection, "reply/back/"))
    assert "Thank" not in text(client.get("/essays/quiet/"))


@pytest.mark.parametrize(("reply", "status", "words"), [
    ("", 422, "Write your reply first."),
    ("x" * 3001, 422, "3,000 letters are the most"),
    ("a\0b", 422, "cannot be shown"),
    ("Other words.", 409, "You have replied already"),
])  # fmt: skip
def test_a_reply_that_cannot_be_kept_comes_back(
    desk: Browser, essay: Essay, reply: str, status: int, words: str
) -> None:
    earlier: dict[str, Any] = {"reply": "First.", "replied_at": NOW} if status == 409 else {}
    reflection = leave(essay, **earlier)
    answer = desk.post(page_of(reflection, "reply/"), {"reply": reply})
    assert answer.status_code == status
    assert words in text(answer)
    assert reply.replace("\0", "") in text(answer).replace("\0", "")
    assert Reflection.objects.get().reply == ("First." if status == 409 else "")


def test_a_reply_to_what_was_taken_back_meanwhile_is_given_back(desk: Browser, essay: Essay) -> None:
    reflection = leave(essay)
    address = page_of(reflection, "reply/")
    reflection.delete()
    answer = desk.post(address, {"reply": "Kind words"})
    assert answer.status_code == 404
    assert "Kind words" in text(answer)
    assert not reply_to(reflection=Reflection(pk=1), words="Kind words", now=NOW)


def test_nothing_at_the_desk_changes_the_words(desk: Browser, essay: Essay) -> None:
    reflection = leave(essay)
    sent = {"body": "Mine", "name": "Mine", "to": "shown", "seen": "waiting", "reply": "Mine too"}
    for act in ("decide/", "reply/"):
        desk.post(page_of(reflection, act), sent)
    kept = Reflection.objects.get()
    assert (kept.body, kept.name, kept.state, kept.reply) == (CANARY, "Asha", "shown", "Mine too")


def test_erasing_is_asked_first_and_leaves_nothing(desk: Browser, client: Browser, essay: Essay) -> None:
    reflection = show(essay)
    assert "cannot be brought back" in text(desk.get(page_of(reflection, "erase/")))
    desk.post(page_of(reflection, "erase/"))
    assert not Reflection.objects.exists()
    assert CANARY not in text(client.get("/essays/quiet/"))
    assert desk.post(page_of(reflection, "erase/")).status_code == 404


def test_one_press_opens_the_site_and_one_closes_it(desk: Browser) -> None:
    make_essay("Quiet", takes_reflections=True)
    assert "Closed on the whole site" in text(desk.get(LIST))
    assert "Quiet" in text(desk.post(f"{LIST}open/", {"open": "yes"}, follow=True))
    assert Practice.load().takes_reflections
    desk.post(f"{LIST}open/", {"open": "no"})
    assert not Practice.load().takes_reflections


def test_the_lists_cost_the_same_for_many_as_for_one(
    desk: Browser, essay: Essay, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leave(essay)
    desk.get(LIST)
    with django_assert_num_queries(10):
        desk.get(LIST)
    for number in range(15):
        leave(open_essay(f"Essay {number}"))
    with django_assert_num_queries(10):
        desk.get(LIST)


@pytest.mark.parametrize("query", ["state=x", "state=shown&page=99", "page=abc", "page=-1", "state=' OR 1=1--"])
def test_a_list_that_is_none_is_one_of_the_three(desk: Browser, essay: Essay, query: str) -> None:
    show(essay)
    assert desk.get(f"{LIST}?{query}").status_code == 200


@pytest.fixture
def old(essay: Essay) -> dict[str, Reflection]:
    """Return a reflection in each state, decided about thirty days and a second ago."""
    before = NOW - timedelta(days=30, seconds=1)
    return {state: leave(essay, now=before, state=state, decided_at=before) for state in State.values}


def test_what_is_not_shown_is_deleted_after_its_days_and_nothing_else_is(old: dict[str, Reflection]) -> None:
    delete_old(NOW)
    assert {each.state for each in Reflection.objects.all()} == {"waiting", "shown"}
    assert Period.objects.get(key=PERIOD).last_count == 1


def test_it_stays_as_long_as_the_desk_says(old: dict[str, Reflection]) -> None:
    Period.objects.create(key=PERIOD, days=31, basis="Hers.")
    delete_old(NOW)
    assert len(old) == Reflection.objects.count()


def test_the_note_of_the_morning_is_not_sent_where_all_was_read(desk: Browser, essay: Essay) -> None:
    reflection = leave(essay)
    queued = OutgoingMessage.objects.get(kind=messages.KIND)
    note = messages.render_note(queued, NOW)
    assert note
    assert "/admin/reflections/" in note.text
    assert CANARY not in note.text + note.html + note.subject
    decide(reflection=reflection, seen="waiting", to=State.SHOWN, now=NOW)
    assert messages.render_note(queued, NOW) is None


@pytest.mark.parametrize(("hour", "day"), [(3, 20), (4, 21), (20, 21)])
def test_it_goes_at_nine_where_the_practice_is(hour: int, day: int) -> None:
    due = messages.next_morning(NOW.replace(hour=hour, minute=0))
    assert due == NOW.replace(day=day, hour=3, minute=30)
