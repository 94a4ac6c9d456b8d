"""Two tabs, two devices: nothing is overwritten that was not seen."""

from functools import partial

import pytest
from django.db import connection

from accounts.models import Client
from tests.at_once import at_once
from tests.factories import NOW, make_client
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Version
from worksheets.services import Conflict, Saved, save_answer, start_answer


@pytest.fixture
def answer(ashas: Client, version: Version) -> Answer:
    return start_answer(client=ashas, version=version, now=NOW)


def test_the_first_save_is_revision_one(answer: Answer) -> None:
    assert save_answer(answer=answer, body={"words": "a"}, revision=0, now=NOW) == Saved(1, NOW)
    assert Answer.objects.get().body == {"words": "a"}


def test_starting_twice_is_one_answer(ashas: Client, version: Version, answer: Answer) -> None:
    assert start_answer(client=ashas, version=version, now=NOW) == answer


def test_a_save_over_an_old_revision_is_a_conflict_and_writes_nothing(answer: Answer) -> None:
    save_answer(answer=answer, body={"words": "first"}, revision=0, now=NOW)
    outcome = save_answer(answer=answer, body={"words": "second"}, revision=0, now=NOW)
    assert isinstance(outcome, Conflict)
    assert outcome.stored.body == {"words": "first"}
    assert Answer.objects.get().body == {"words": "first"}


def test_the_same_words_sent_again_are_saved_without_writing(answer: Answer) -> None:
    save_answer(answer=answer, body={"words": "first"}, revision=0, now=NOW)
    assert save_answer(answer=answer, body={"words": "first"}, revision=0, now=NOW) == Saved(1, NOW)


def test_a_revision_from_the_future_is_a_conflict(answer: Answer) -> None:
    assert isinstance(save_answer(answer=answer, body={"words": "x"}, revision=7, now=NOW), Conflict)


def test_what_a_conditional_update_wrote_is_encrypted(answer: Answer) -> None:
    save_answer(answer=answer, body={"words": "quiet words"}, revision=0, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM worksheets_answer")
        stored = cursor.fetchone()[0]
    assert stored.startswith("1:k1:")
    assert "quiet" not in stored


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_of_many_devices_that_save_at_once_one_wins_and_the_others_are_told() -> None:
    answer = start_answer(client=make_client(), version=make_sheet(), now=NOW)

    def save(number: int) -> Saved | Conflict:
        return save_answer(answer=answer, body={"words": f"{number}"}, revision=0, now=NOW)

    outcomes = at_once([partial(save, number) for number in range(6)])
    assert sum(isinstance(outcome, Saved) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5
    assert Answer.objects.get().revision == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_the_last_device_would_overwrite_the_first() -> None:
    """The control: the same two saves through the row, as anyone would write them at first."""
    start_answer(client=make_client(), version=make_sheet(), now=NOW)
    one, other = Answer.objects.get(), Answer.objects.get()
    for row, words in ((one, "first"), (other, "second")):
        row.body, row.revision = {"words": words}, row.revision + 1
        row.save()
    assert Answer.objects.get().body == {"words": "second"}
    assert Answer.objects.get().revision == 1
