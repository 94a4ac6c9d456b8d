"""Nothing of a questionnaire is the therapist's until the client shares a copy; then a mark, and answers by a press."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser

from accounts.models import Client, LedgerEntry, User
from practice.models import OutgoingMessage
from tests import cast
from tests.factories import NOW
from tests.worksheets.measures.acts import (
    LIST,
    NEVER,
    OFTEN,
    ROOM,
    SOMETIMES,
    TODAY,
    answered,
    begin,
    path_of,
    press_share,
    share,
)
from tests.worksheets.sheets import html
from tests.worksheets.test_access import as_seen
from worksheets.measures import sharing
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureRound
from worksheets.sharing import NotInCareError

pytestmark = pytest.mark.gate
MARK = "answer about safety"
SHARED = f"{ROOM}shared/"


def at_desk(copy: MeasureCopy, more: str = "") -> str:
    return f"{SHARED}{copy.uuid}/{more}"


def words(response: Any) -> str:
    """Return what a page says, in one line."""
    main = BeautifulSoup(html(response), "lxml").select_one("main, #content")
    assert main
    return " ".join(main.get_text().split())


def press_open(desk: Browser, copy: MeasureCopy) -> str:
    """Open a copy at the desk, and return what the page that follows says."""
    return words(desk.post(at_desk(copy), follow=True))


def acts() -> list[str]:
    """Return what the ledger has, in order."""
    return list(LedgerEntry.objects.order_by("number").values_list("act", flat=True))


def desk_pages(desk: Browser, plan: MeasurePlan) -> str:
    """Return every page of the desk that could say anything of a questionnaire."""
    version = plan.measure.versions.get()
    client = f"/admin/accounts/client/{plan.client_id}/change/"
    paths = ["/admin/", ROOM, SHARED, client, f"{ROOM}version/{version.pk}/", f"{ROOM}{plan.measure_id}/give/"]
    answers = [desk.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return "".join(html(answer) for answer in answers)


@pytest.mark.parametrize("places", [(SOMETIMES, NEVER, NEVER), (OFTEN, OFTEN, OFTEN), ("", "", OFTEN)])
def test_the_desk_is_the_same_before_and_after_she_answers_whatever_she_answers(
    desk: Browser, plan: MeasurePlan, places: tuple[str, ...]
) -> None:
    before = without_tokens(desk_pages(desk, plan))
    begin(plan, *places)
    assert without_tokens(desk_pages(desk, plan)) == before
    assert not OutgoingMessage.objects.exists()
    assert acts() == []


def test_with_her_answers_shared_the_desk_is_another(desk: Browser, plan: MeasurePlan) -> None:
    """The control: the same pages do tell, once there is something to be told."""
    before = without_tokens(desk_pages(desk, plan))
    share(begin(plan, OFTEN, OFTEN, OFTEN))
    assert without_tokens(desk_pages(desk, plan)) != before


def test_answers_that_are_not_shared_are_never_asked_for_marks(
    desk: Browser, plan: MeasurePlan, monkeypatch: Any
) -> None:
    asked: list[Any] = []

    def note(questionnaire: Any, chosen: Any) -> list[int]:
        asked.append(chosen)
        return []

    monkeypatch.setattr(sharing, "reached", note)
    begun = begin(plan, NEVER, NEVER, OFTEN)
    desk_pages(desk, plan)
    assert asked == []
    share(begun)
    desk_pages(desk, plan)
    assert asked == [{1: 0, 2: 0, 3: 2}] * 3  # the front page, the list and the client's own page


def test_she_sees_exactly_what_she_shares_and_what_follows_from_it(browser: Browser, plan: MeasurePlan) -> None:
    begin(plan, SOMETIMES, NEVER, OFTEN)
    page = words(browser.get(path_of(plan, more="share/")))
    assert "Your answer about safety shows her a mark beside your name, before she opens the copy." in page
    assert "Nobody watches for what arrives, a mark included. It is not known when it will be read" in page
    assert "You do not have to carry this alone" in page
    assert not re.search("Total|High|Low", page.replace("its total", ""))


def test_without_such_an_answer_no_mark_is_spoken_of_and_nobody_is_called_safe(
    browser: Browser, plan: MeasurePlan
) -> None:
    begun = begin(plan, NEVER, NEVER, NEVER)
    copy = share(begun)
    for path in (path_of(plan), path_of(plan, more="share/"), f"{LIST}copies/{copy.uuid}/", LIST):
        page = words(browser.get(path))
        assert not re.search(r"\bsafe\b|no risk|all well|good news|nothing to worry", page, re.IGNORECASE), path
    assert "Your answer about safety" not in words(browser.get(path_of(plan, more="share/")))


def test_sharing_makes_a_copy_a_line_in_the_ledger_and_a_neutral_message(browser: Browser, plan: MeasurePlan) -> None:
    begun = begin(plan, SOMETIMES, NEVER, OFTEN)
    response = press_share(browser, begun)
    copy = MeasureCopy.objects.get()
    assert response.headers["Location"] == f"{LIST}copies/{copy.uuid}/"
    assert copy.body == begun.body
    assert acts() == ["shared"]
    assert [message.kind for message in OutgoingMessage.objects.all()] == ["measure_shared"]
    page = words(browser.get(response.headers["Location"]))
    assert "Dr Bhatt's desk shows a mark beside your name until she has read this copy." in page
    assert "It is not known when she will read it." in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM worksheets_measurecopy")
        assert cursor.fetchone()[0].startswith("1:k1:")


def test_what_she_changes_later_does_not_reach_the_copy(plan: MeasurePlan) -> None:
    begun = begin(plan, SOMETIMES, NEVER, NEVER)
    copy = share(begun)
    begun.body, begun.revision = answered(OFTEN, OFTEN, OFTEN), 2
    begun.save()
    copy.refresh_from_db()
    assert copy.body == answered(SOMETIMES, NEVER, NEVER)


def test_the_same_form_twice_and_the_same_answers_twice_are_one_copy(plan: MeasurePlan) -> None:
    begun, key = begin(plan, SOMETIMES), uuid4()
    assert share(begun, key=key) == share(begun, key=key) == share(begun)
    assert MeasureCopy.objects.count() == 1
    assert acts() == ["shared"]


def test_the_form_sent_again_after_taking_back_shares_nothing_anew(browser: Browser, plan: MeasurePlan) -> None:
    begun, key = begin(plan, SOMETIMES), str(uuid4())
    first = press_share(browser, begun, request_key=key)
    assert "Shared. What you change" in html(browser.get(first.headers["Location"]))
    sharing.take_back(copy=MeasureCopy.objects.get(), now=NOW)
    again = press_share(browser, begun, request_key=key)
    page = html(browser.get(again.headers["Location"]))
    assert "Taken back" in page
    assert "Shared. What you change" not in page
    assert not MeasureCopy.objects.live().exists()


def test_taken_back_before_the_message_went_no_message_tells_of_it(plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    assert OutgoingMessage.objects.exists()
    sharing.take_back(copy=copy, now=NOW)
    assert not OutgoingMessage.objects.exists()


def test_taking_back_by_a_visit_does_nothing(browser: Browser, plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    assert browser.get(f"{LIST}copies/{copy.uuid}/back/").status_code == 302
    assert MeasureCopy.objects.live().exists()


def test_answers_that_changed_since_are_not_shared(browser: Browser, plan: MeasurePlan) -> None:
    begun = begin(plan, SOMETIMES)
    response = press_share(browser, begun, revision=0)
    assert response.status_code == 409
    assert "Nothing was shared" in words(response)
    assert press_share(browser, begun, page="x").status_code == 400
    assert press_share(browser, begun, request_key="x").status_code == 400
    assert not MeasureCopy.objects.exists()


def test_with_nothing_answered_there_is_nothing_to_share(browser: Browser, plan: MeasurePlan) -> None:
    assert "Nothing is answered yet" in words(browser.get(path_of(plan, more="share/")))
    unstarted = MeasureRound(client=plan.client, plan=plan, asked_on=TODAY)
    assert "Nothing is answered yet" in words(press_share(browser, unstarted))
    assert "Nothing is answered yet" in words(press_share(browser, begin(plan)))
    assert not MeasureCopy.objects.exists()


@pytest.mark.parametrize("status", [Client.Status.PAUSED, Client.Status.ENDED])
def test_out_of_care_nothing_new_is_shared_and_what_was_can_be_taken_back(
    browser: Browser, plan: MeasurePlan, status: str
) -> None:
    begun = begin(plan, SOMETIMES)
    copy = share(begun)
    Client.objects.update(status=status)
    response = press_share(browser, begun)
    assert response.status_code == 403
    assert "At present nothing new can be shared." in words(response)
    with pytest.raises(NotInCareError):
        share(begun)
    assert browser.post(f"{LIST}copies/{copy.uuid}/back/").status_code == 302
    assert not MeasureCopy.objects.live().exists()


def test_incomplete_answers_can_be_shared_and_have_no_total(browser: Browser, desk: Browser, plan: MeasurePlan) -> None:
    begun = begin(plan, SOMETIMES, "", OFTEN)
    assert "Question 2 is left out. You can share it like this; then there is no total." in words(
        browser.get(path_of(plan, more="share/"))
    )
    page = press_open(desk, share(begun))
    assert "There is no total: question 2 was left out." in page
    assert "Total 1" not in page
    assert "In the official text" not in page
    assert "Question 3, about safety, was answered with the points you set or more." in page


def test_a_complete_copy_has_its_total_and_its_band(desk: Browser, plan: MeasurePlan) -> None:
    page = press_open(desk, share(begin(plan, SOMETIMES, NEVER, NEVER)))
    assert "Total 3 of 6. In the official text: High." in page  # the second is reversed: never counts two
    assert "No answer about safety has the points you set. That says nothing of how safe someone is." in page


@pytest.mark.parametrize(("place", "is_marked"), [(NEVER, False), (SOMETIMES, True), (OFTEN, True), ("", False)])
def test_the_desk_begins_with_what_is_marked_before_anything_is_opened(
    desk: Browser, plan: MeasurePlan, place: str, is_marked: bool
) -> None:
    copy = share(begin(plan, NEVER, NEVER, place))
    for path in ("/admin/", SHARED, at_desk(copy)):
        assert (MARK in words(desk.get(path))) == is_marked, path
    front = BeautifulSoup(html(desk.get("/admin/")), "lxml")
    first = front.select(".desk > .desk__part")[0]
    assert ("measures-title" in str(first)) == is_marked
    assert "Where there is no mark, nothing is known of how safe someone is." in words(desk.get("/admin/"))
    assert acts() == ["shared"]
    assert copy.opened_at is None


def test_a_mark_goes_when_the_copy_is_read_or_taken_back(desk: Browser, therapist: User, plan: MeasurePlan) -> None:
    copy = share(begin(plan, NEVER, NEVER, OFTEN))
    press_open(desk, copy)
    assert MARK in words(desk.get("/admin/"))
    assert desk.post(at_desk(copy, "read/")).headers["Location"] == SHARED
    assert MARK not in words(desk.get("/admin/"))
    assert acts() == ["shared", "opened", "read"]
    assert sharing.take_back(copy=copy, now=NOW)
    assert not sharing.take_back(copy=copy, now=NOW)
    assert MARK not in words(desk.get(SHARED))


def test_a_visit_shows_no_answer_and_a_press_does_for_half_an_hour(desk: Browser, plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES, NEVER, NEVER))
    closed = words(desk.get(at_desk(copy)))
    assert "This copy is closed." in closed
    assert "window" not in closed.replace("Window and walk", "")
    assert "window" in press_open(desk, copy).replace("Window and walk", "")
    press_open(desk, copy)
    assert acts() == ["shared", "opened"]
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert "This copy is closed." in words(desk.get(at_desk(copy)))


def test_reading_needs_an_opening_first(desk: Browser, therapist: User, plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    assert desk.post(at_desk(copy, "read/")).headers["Location"] == at_desk(copy)
    assert not sharing.mark_read(copy=copy, by=therapist, now=NOW)
    assert acts() == ["shared"]


@pytest.mark.parametrize("more", ["", "read/", "course/"])
def test_a_copy_taken_back_is_like_one_that_never_was(
    browser: Browser, desk: Browser, therapist: User, plan: MeasurePlan, more: str
) -> None:
    copy = share(begin(plan, NEVER, NEVER, OFTEN))
    press_open(desk, copy)
    browser.post(f"{LIST}copies/{copy.uuid}/back/")
    absent = at_desk(MeasureCopy(), more)
    assert as_seen(desk.post(at_desk(copy, more))) == as_seen(desk.post(absent))
    assert desk.post(at_desk(copy, more)).status_code == 404
    assert not sharing.open_copy(copy=copy, by=therapist, now=NOW)
    assert not sharing.mark_read(copy=copy, by=therapist, now=NOW)
    assert "Taken back" in words(browser.get(f"{LIST}copies/{copy.uuid}/"))


def test_taken_back_between_looking_and_pressing_nothing_is_opened(
    desk: Browser, plan: MeasurePlan, monkeypatch: Any
) -> None:
    copy = share(begin(plan, SOMETIMES))
    monkeypatch.setattr(sharing, "open_copy", lambda **given: False)
    assert desk.post(at_desk(copy)).status_code == 404


def test_the_client_sees_in_her_space_what_happened_to_it(browser: Browser, desk: Browser, plan: MeasurePlan) -> None:
    copy = share(begin(plan, SOMETIMES))
    assert "Not opened yet." in words(browser.get(f"{LIST}copies/{copy.uuid}/"))
    press_open(desk, copy)
    desk.post(at_desk(copy, "read/"))
    assert "Dr Bhatt read it on 20 Nov" in words(browser.get(f"{LIST}copies/{copy.uuid}/"))
    browser.post("/space/phone/", {"answer": "yes"})
    told = words(browser.get("/space/ledger/"))
    assert "You shared a copy of “Window and walk”." in told
    assert "opened what you shared of “Window and walk” on 20 Nov 2026" in told


@pytest.mark.parametrize("path", ["", "back/"])
def test_her_copies_are_nobody_elses(plan: MeasurePlan, bela: User, reader: User, path: str) -> None:
    copy = share(begin(plan, NEVER, NEVER, OFTEN))
    for user in (bela, reader):
        other = cast.sign_in(Browser(), user)
        hers = other.post if path else other.get
        assert as_seen(hers(f"{LIST}copies/{copy.uuid}/{path}")) == as_seen(hers(f"{LIST}copies/{uuid4()}/{path}"))
    assert MeasureCopy.objects.live().exists()


def test_a_lost_key_is_said_at_the_desk_and_hides_no_name(desk: Browser, plan: MeasurePlan, settings: Any) -> None:
    share(begin(plan, NEVER, NEVER, OFTEN))
    settings.FIELD_KEYS = {"k9": bytes(32)}
    page = words(desk.get(SHARED))
    assert "cannot be opened: its key is missing" in page
    assert "Asha" in page


def without_tokens(page: str) -> str:
    """Return a page without what differs at every visit."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
