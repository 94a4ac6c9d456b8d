"""The therapist's reading room: she opens by a press, reads, marks, replies; a visit alone opens nothing."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import Client, LedgerEntry, User
from practice.models import OutgoingMessage
from tests import cast
from tests.factories import NOW
from tests.worksheets.shared import ROOM, begin, opened, page, share, write
from tests.worksheets.sheets import html, make_sheet
from tests.worksheets.test_access import as_seen
from tests.worksheets.test_admin import without_token
from worksheets.models import Answer, Snapshot
from worksheets.sharing import take_back

pytestmark = pytest.mark.gate
WORDS = "What I wrote first"
ABSENT = f"{ROOM}00000000-0000-4000-8000-000000000000/"


def path_of(copy: Snapshot) -> str:
    return f"{ROOM}{copy.uuid}/"


def press_open(desk: Browser, copy: Snapshot) -> str:
    """Open a copy, and return the page that follows."""
    response = desk.post(path_of(copy), follow=True)
    assert response.redirect_chain == [(path_of(copy), 302)]
    return html(response)


def openings() -> int:
    return LedgerEntry.objects.filter(act="opened").count()


def send(desk: Browser, copy: Snapshot, **changes: Any) -> Any:
    return desk.post(path_of(copy) + "reply/", {"reply": "Thank you for this.", "tells": "as wished", **changes})


def test_a_press_opens_it_and_the_ledger_has_it(desk: Browser, answer: Answer) -> None:
    shown = press_open(desk, share(answer))
    assert WORDS in shown
    assert openings() == 1


@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}])
def test_a_visit_or_a_browsers_guess_opens_nothing_and_shows_nothing(
    desk: Browser, answer: Answer, headers: dict[str, str]
) -> None:
    copy = share(answer)
    for method in (desk.get, desk.head):
        response = method(path_of(copy), headers=headers)
        assert WORDS not in html(response)
    assert "This copy is closed." in html(desk.get(path_of(copy)))
    assert openings() == 0
    assert Snapshot.objects.get().opened_at is None


def test_reading_on_is_the_same_opening_and_after_half_an_hour_it_is_another(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    assert WORDS in page(desk, path_of(copy))
    press_open(desk, copy)
    assert openings() == 1
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert WORDS not in page(desk, path_of(copy))
        assert WORDS in press_open(desk, copy)
    assert openings() == 2


def test_another_session_opens_it_for_itself(desk: Browser, answer: Answer, therapist: User) -> None:
    copy = share(answer)
    press_open(desk, copy)
    other = cast.sign_in(Browser(), therapist, second_factor=True)
    assert WORDS not in page(other, path_of(copy))


def test_opening_one_opens_no_other(desk: Browser, answer: Answer, ashas: Client) -> None:
    other = begin(ashas, make_sheet("other-sheet"), "Something else")
    press_open(desk, share(answer))
    assert "Something else" not in page(desk, path_of(share(other)))


def test_what_is_taken_back_is_the_404_of_nothing_at_once(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    take_back(copy=copy, now=NOW)
    for path in ("", "read/", "reply/", "reply/back/"):
        assert as_seen(desk.get(path_of(copy) + path)) == as_seen(desk.get(ABSENT + path))
        assert desk.post(path_of(copy) + path).status_code == 404
    assert openings() == 1


def test_taken_back_between_looking_and_opening_it_is_not_opened(
    desk: Browser, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = share(answer)
    fetched = Snapshot.objects.select_related("client", "answer__version__worksheet").get(pk=copy.pk)
    monkeypatch.setattr("worksheets.desk_shared.get_shared_copy", lambda reference: fetched)
    take_back(copy=copy, now=NOW)
    assert desk.post(path_of(copy)).status_code == 404
    assert openings() == 0


def test_the_list_shows_unread_first_with_who_what_and_when(desk: Browser, answer: Answer, bela: User) -> None:
    read = share(answer)
    press_open(desk, read)
    desk.post(path_of(read) + "read/")
    other = begin(Client.objects.get(user=bela), answer.version, "b")
    share(other, NOW - timedelta(days=2))
    shown = page(desk, ROOM)
    assert shown.index("Bela") < shown.index("Asha")
    assert "First sheet. Shared on 18 Nov 2026, 10:00 am IST." in shown
    assert shown.count("unread</span>") == 1
    assert WORDS not in shown


def test_the_front_page_counts_what_is_not_read(desk: Browser, answer: Answer) -> None:
    assert "Shared with you" not in page(desk, "/admin/")
    copy = share(answer)
    assert "1 sheet is not read yet." in page(desk, "/admin/")
    assert path_of(copy) in page(desk, "/admin/")
    press_open(desk, copy)
    desk.post(path_of(copy) + "read/")
    assert "Everything is read." in page(desk, "/admin/")
    take_back(copy=copy, now=NOW)
    assert "Shared with you" not in page(desk, "/admin/")


def test_many_copies_come_in_pages_and_take_as_many_queries_as_one(
    desk: Browser, answer: Answer, django_assert_max_num_queries: Any
) -> None:
    for number in range(31):
        share(write(answer, f"words {number}"), NOW + timedelta(minutes=number))
    with django_assert_max_num_queries(10):
        shown = page(desk, ROOM)
    assert "Page 1 of 2" in shown
    assert shown.count("desk__request--plain") == 30
    assert page(desk, f"{ROOM}?page=2").count("desk__request--plain") == 1
    assert page(desk, f"{ROOM}?page=x").count("desk__request--plain") == 30


def test_marking_it_read_is_told_to_the_client_and_counts_once(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    desk.post(path_of(copy) + "read/")
    assert Snapshot.objects.get().read_at is None  # never opened
    press_open(desk, copy)
    assert desk.post(path_of(copy) + "read/").headers["Location"] == ROOM
    assert Snapshot.objects.get().read_at == NOW
    assert "Mark as read" not in page(desk, path_of(copy))
    assert desk.post(path_of(copy) + "read/").headers["Location"] == path_of(copy)
    assert LedgerEntry.objects.filter(act="read").count() == 1


def test_a_reply_is_plain_text_and_can_be_taken_back(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    assert send(desk, copy, reply="A <b>word</b>").headers["Location"] == path_of(copy)
    shown = page(desk, path_of(copy))
    assert "A &lt;b&gt;word&lt;/b&gt;" in shown
    assert 'name="reply"' not in shown
    desk.post(path_of(copy) + "reply/back/")
    shown = page(desk, path_of(copy))
    assert "A &lt;b&gt;word" not in shown
    assert 'name="reply"' in shown


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u2060", "x" * 5001, "a\0b", "a\u202eb"])
def test_a_reply_that_cannot_be_kept_comes_back_with_a_sentence(desk: Browser, answer: Answer, words: str) -> None:
    copy = share(answer)
    press_open(desk, copy)
    response = send(desk, copy, reply=words)
    assert response.status_code == 422
    assert "What you typed is kept." in html(response)
    assert WORDS in html(response)
    assert len(words) < 5001 or words in html(response)
    assert not Snapshot.objects.get().reply


def test_a_reply_typed_for_longer_than_the_copy_stays_open_is_sent(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert send(desk, copy).status_code == 302
        shown = html(send(desk, copy, reply="x" * 5001))
    assert WORDS not in shown
    assert "x" * 5001 in shown
    assert Snapshot.objects.get().reply == "Thank you for this."


def test_a_second_reply_comes_back_instead_of_replacing_the_first(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    send(desk, copy)
    assert send(desk, copy).status_code == 302  # the same words: the first sending, repeated
    response = send(desk, copy, reply="Words of the other tab")
    assert response.status_code == 409
    assert "Words of the other tab" in html(response)
    assert Snapshot.objects.get().reply == "Thank you for this."


def test_a_reply_to_what_was_taken_back_meanwhile_gives_the_words_back(desk: Browser, answer: Answer) -> None:
    copy = share(answer)
    press_open(desk, copy)
    take_back(copy=copy, now=NOW)
    response = send(desk, copy)
    assert response.status_code == 404
    assert "Thank you for this." in html(response)
    absent = desk.post(f"{ABSENT}reply/", {"reply": "Thank you for this.", "tells": "as wished"})
    assert without_token(html(response)) == without_token(html(absent))
    never_opened = send(desk, share(write(answer, "New")))
    assert without_token(html(never_opened)) == without_token(html(absent))


def test_a_reply_whose_sign_in_has_ended_is_given_back(answer: Answer) -> None:
    copy, nobody = share(answer), Browser()
    here = {"Origin": "http://testserver"}
    response = nobody.post(path_of(copy) + "reply/", {"reply": "Typed all evening"}, headers=here)
    assert response.status_code == 403
    assert "Typed all evening" in html(response)
    assert "Sign in again in a new tab" in html(response)
    assert nobody.post(path_of(copy) + "read/", headers=here).status_code == 302


@pytest.mark.parametrize(
    ("tells", "reach", "is_told"),
    [("as wished", "email", True), ("", "email", True), ("as wished", "call", False), ("yes", "call", True),
     ("no", "email", False)],
)  # fmt: skip
def test_the_client_is_told_as_she_wished_or_as_the_therapist_says(
    desk: Browser, answer: Answer, tells: str, reach: str, is_told: bool
) -> None:
    Client.objects.update(reach=reach, phone="+919876543210")
    copy = share(answer)
    press_open(desk, copy)
    send(desk, copy, tells=tells)
    assert OutgoingMessage.objects.filter(kind="something_replied").exists() is is_told


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("asha@example.com", "Your reply is in the client's space. One neutral email says that something new waits."),
        ("", "There is no email address, so nothing is sent: tell the client yourself."),
    ],
)
def test_a_reply_says_who_tells_the_client(desk: Browser, answer: Answer, address: str, words: str) -> None:
    User.objects.filter(client=answer.client).update(email=address or None)
    copy = share(answer)
    shown = press_open(desk, copy)
    assert ('name="tells"' in shown) is bool(address)
    assert ("tell the client yourself" in shown) is not bool(address)
    sent = desk.post(path_of(copy) + "reply/", {"reply": "Thank you.", "tells": "yes"}, follow=True)
    assert words in unescape(html(sent))
    assert OutgoingMessage.objects.filter(kind="something_replied").exists() is bool(address)


def test_staff_who_is_not_the_therapist_reads_nothing(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    assistant = cast.sign_in(Browser(), cast.make_staff(), second_factor=True)
    for path in (ROOM, path_of(copy), f"{path_of(copy)}reply/"):
        assert assistant.get(path).status_code == 404
        assert assistant.post(path).status_code in {404, 405}
    assert openings() == 1


def test_the_clients_row_at_the_desk_lists_what_the_therapist_did_and_not_what_was_taken_back(
    desk: Browser, answer: Answer, therapist: User
) -> None:
    change = f"/admin/accounts/client/{answer.client_id}/change/"
    take_back(copy=share(answer), now=NOW)
    assert "First sheet" not in page(desk, change)
    opened(answer, therapist)
    assert "First sheet" in page(desk, change)
    assert "unshared" not in page(desk, change)
