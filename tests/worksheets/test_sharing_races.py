"""Sharing, taking back, opening and editing at one moment: one copy, one opening or none, and a sound ledger."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.ledger import check
from accounts.models import LedgerEntry, User
from tests.at_once import at_once
from tests.factories import NOW
from tests.worksheets.shared import share
from worksheets import sharing
from worksheets.models import Answer, Snapshot, SnapshotQuerySet
from worksheets.services import Saved, save_answer
from worksheets.sharing import Shared, open_copy, share_copy, take_back

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

PEOPLE, ROUNDS = 6, 4


def sharing_now(answer: Answer, key: Any = None) -> Callable[[], object]:
    return lambda: share_copy(answer=answer, revision=1, request_key=key or uuid4(), now=NOW)


@pytest.mark.parametrize("is_one_page", [True, False])
def test_many_presses_at_one_moment_make_one_copy(answer: Answer, is_one_page: bool) -> None:
    key = uuid4() if is_one_page else None
    outcomes = at_once([sharing_now(answer, key)] * PEOPLE)
    assert {outcome.copy.pk for outcome in outcomes if isinstance(outcome, Shared)} == {Snapshot.objects.get().pk}
    assert LedgerEntry.objects.count() == 1


def test_without_the_lock_two_presses_would_make_two_copies(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the second press comes in between the first one's look and its writing."""
    original = SnapshotQuerySet.create

    def late(queryset: SnapshotQuerySet, **values: Any) -> Snapshot:
        monkeypatch.setattr(SnapshotQuerySet, "create", original)
        with transaction.atomic():
            share(answer)
        return original(queryset, **values)

    monkeypatch.setattr(SnapshotQuerySet, "create", late)
    share(answer)
    assert Snapshot.objects.count() == 2


def test_an_edit_in_another_tab_is_shared_only_if_it_was_shown(answer: Answer) -> None:
    for round_ in range(ROUNDS):
        Snapshot.objects.all().delete()
        Answer.objects.update(revision=1)
        answer.refresh_from_db()
        shown = answer.body
        edit = {"words": f"edited in round {round_}"}
        saving: Callable[[], object] = partial(save_answer, answer=answer, body=edit, revision=1, now=NOW)
        outcomes = at_once([sharing_now(answer), saving])
        assert any(isinstance(outcome, Saved) for outcome in outcomes)
        assert [copy.body for copy in Snapshot.objects.all()] in ([], [shown])


def test_taking_back_and_opening_at_one_moment_leave_no_opening_after_it(answer: Answer, therapist: User) -> None:
    for round_ in range(ROUNDS):
        copy = share(answer, NOW + timedelta(days=round_))
        opening = partial(open_copy, copy=copy, by=therapist, now=NOW)
        at_once([*[opening] * PEOPLE, partial(take_back, copy=copy, now=NOW)])
        told = list(
            LedgerEntry.objects.filter(thing_at=copy.shared_at).order_by("number").values_list("act", flat=True)
        )
        assert told[-1] == "unshared"
        assert not open_copy(copy=copy, by=therapist, now=NOW)
    assert check(NOW).wrong == ()


def test_without_the_lock_it_would_be_opened_after_it_was_taken_back(
    answer: Answer, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is taken back in between the look and the entry."""
    copy, original = share(answer), sharing.note

    def late(*args: Any) -> None:
        monkeypatch.setattr(sharing, "note", original)
        take_back(copy=copy, now=NOW)
        original(*args)

    monkeypatch.setattr(sharing, "note", late)
    assert open_copy(copy=copy, by=therapist, now=NOW)
    told = list(LedgerEntry.objects.order_by("number").values_list("act", flat=True))
    assert told == ["shared", "unshared", "opened"]
