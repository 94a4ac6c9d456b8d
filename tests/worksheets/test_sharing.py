"""Sharing a copy, taking it back, opening it, reading it and replying: who may when, once, and in the ledger."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.ledger import check
from accounts.models import Client, LedgerEntry, User
from practice.models import OutgoingMessage
from tests.factories import NOW
from tests.worksheets.shared import opened, share, write
from worksheets.models import Answer, Snapshot
from worksheets.services import save_answer
from worksheets.sharing import (
    ChangedSince,
    NotInCareError,
    OtherReplyError,
    Shared,
    mark_read,
    open_copy,
    send_reply,
    share_copy,
    take_back,
    take_reply_back,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def acts() -> list[str]:
    return list(LedgerEntry.objects.order_by("number").values_list("act", flat=True))


def reply(copy: Snapshot, therapist: User, words: str = "Thank you.", *, tells: bool = False) -> bool:
    return send_reply(copy=copy, words=words, by=therapist, now=LATER, tells=tells)


def test_a_copy_is_what_was_shown_and_stays_so(answer: Answer) -> None:
    copy = share(answer)
    write(answer, "Changed since")
    copy.refresh_from_db()
    assert (copy.body["words"], copy.revision, copy.shared_at) == ("What I wrote first", 1, NOW)
    assert acts() == ["shared"]


def test_the_entry_names_the_sheet_and_the_day_it_was_shared(answer: Answer, therapist: User) -> None:
    opened(answer, therapist)
    entry = LedgerEntry.objects.get(act="opened")
    assert (entry.thing, entry.thing_at, entry.by) == ("First sheet", NOW, therapist)
    assert check(NOW).wrong == ()


def test_the_same_page_sent_twice_shares_once(answer: Answer) -> None:
    key = uuid4()
    assert share(answer, request_key=key) == share(answer, request_key=key)
    assert acts() == ["shared"]


def test_a_late_second_sending_does_not_share_again_what_was_taken_back(answer: Answer) -> None:
    key = uuid4()
    copy = share(answer, request_key=key)
    take_back(copy=copy, now=LATER)
    assert share(answer, request_key=key).withdrawn_at == LATER
    assert Snapshot.objects.count() == 1


def test_the_same_words_from_two_pages_are_one_copy(answer: Answer) -> None:
    first = share(answer)
    answer.revision = 2  # saved again without a change
    answer.save()
    assert share(answer) == first


def test_what_was_taken_back_can_be_shared_again(answer: Answer) -> None:
    first = share(answer)
    take_back(copy=first, now=LATER)
    assert share(answer, LATER) != first
    assert acts() == ["shared", "unshared", "shared"]


def test_sharing_again_leaves_the_earlier_copy(answer: Answer) -> None:
    first = share(answer)
    second = share(write(answer, "And more"), LATER)
    assert list(Snapshot.objects.live()) == [second, first]


@pytest.mark.parametrize("revision", [0, 2])
def test_another_revision_than_the_one_shown_is_not_shared(answer: Answer, revision: int) -> None:
    outcome = share_copy(answer=answer, revision=revision, request_key=uuid4(), now=NOW)
    assert isinstance(outcome, ChangedSince)
    assert not Snapshot.objects.exists()
    assert acts() == []


def test_an_edit_elsewhere_between_looking_and_sharing_is_noticed(answer: Answer) -> None:
    save_answer(answer=answer, body={"words": "from the other tab"}, revision=1, now=NOW)
    assert share_copy(answer=answer, revision=1, request_key=uuid4(), now=NOW) == ChangedSince()


def test_an_emptied_answer_is_not_shared(answer: Answer) -> None:
    answer.body = {}
    answer.save()
    assert share_copy(answer=answer, revision=1, request_key=uuid4(), now=NOW) == ChangedSince()


@pytest.mark.parametrize("status", ["paused", "ended", "prospect"])
def test_whose_care_rests_shares_nothing_and_takes_back_what_she_likes(answer: Answer, status: str) -> None:
    copy = share(answer)
    Client.objects.update(status=status)
    with pytest.raises(NotInCareError):
        share_copy(answer=write(answer, "New"), revision=2, request_key=uuid4(), now=LATER)
    assert take_back(copy=copy, now=LATER)


def test_taking_back_counts_once(answer: Answer) -> None:
    copy = share(answer)
    assert take_back(copy=copy, now=LATER)
    assert not take_back(copy=copy, now=LATER + timedelta(hours=1))
    assert Snapshot.objects.get().withdrawn_at == LATER
    assert acts() == ["shared", "unshared"]


def test_every_opening_is_in_the_ledger_and_the_first_on_the_copy(answer: Answer, therapist: User) -> None:
    copy = share(answer)
    for hours in (1, 2):
        assert open_copy(copy=copy, by=therapist, now=NOW + timedelta(hours=hours))
    assert Snapshot.objects.get().opened_at == NOW + timedelta(hours=1)
    assert acts() == ["shared", "opened", "opened"]


def test_what_was_taken_back_can_be_neither_opened_nor_read_nor_answered(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    take_back(copy=copy, now=LATER)
    assert not open_copy(copy=copy, by=therapist, now=LATER)
    assert not mark_read(copy=copy, by=therapist, now=LATER)
    assert not reply(copy, therapist)
    assert not take_reply_back(copy=copy, by=therapist, now=LATER)
    assert acts() == ["shared", "opened", "unshared"]


def test_only_what_was_opened_is_read_or_answered(answer: Answer, therapist: User) -> None:
    copy = share(answer)
    assert not mark_read(copy=copy, by=therapist, now=LATER)
    assert not reply(copy, therapist)
    assert acts() == ["shared"]


def test_reading_is_noted_once(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    assert mark_read(copy=copy, by=therapist, now=LATER)
    assert not mark_read(copy=copy, by=therapist, now=LATER + timedelta(hours=1))
    assert Snapshot.objects.get().read_at == LATER
    assert acts() == ["shared", "opened", "read"]


def test_a_reply_is_stored_encrypted_and_counts_as_read(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    assert reply(copy, therapist, "Thank you for this.")
    copy.refresh_from_db()
    assert (copy.reply, copy.replied_at, copy.read_at) == ("Thank you for this.", LATER, LATER)
    assert acts() == ["shared", "opened", "replied"]


def test_the_same_reply_twice_is_one_and_another_is_refused(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    assert reply(copy, therapist)
    assert reply(copy, therapist)
    with pytest.raises(OtherReplyError):
        reply(copy, therapist, "Other words")
    copy.refresh_from_db()
    assert copy.reply == "Thank you."
    assert acts().count("replied") == 1


def test_a_reply_taken_back_is_gone_and_another_can_be_written(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    reply(copy, therapist)
    assert take_reply_back(copy=copy, by=therapist, now=LATER)
    assert not take_reply_back(copy=copy, by=therapist, now=LATER)
    copy.refresh_from_db()
    assert (copy.reply, copy.replied_at, copy.reply_taken_back_at) == ("", None, LATER)
    assert reply(copy, therapist, "Other words")
    assert acts() == ["shared", "opened", "replied", "reply back", "replied"]


def test_sharing_and_replying_queue_one_message_each(answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    reply(copy, therapist, tells=True)
    reply(copy, therapist, tells=True)
    kinds = list(OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["something_shared", "something_replied"]


def test_a_reply_of_which_the_client_is_not_told_sends_nothing(answer: Answer, therapist: User) -> None:
    reply(opened(answer, therapist), therapist)
    assert not OutgoingMessage.objects.filter(kind="something_replied").exists()


def test_what_is_shared_is_a_result_of_its_own(answer: Answer) -> None:
    outcome = share_copy(answer=answer, revision=1, request_key=uuid4(), now=NOW)
    assert isinstance(outcome, Shared)
    assert outcome.copy.client == answer.client
