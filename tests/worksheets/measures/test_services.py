"""Two tabs, two devices, two presses: nothing is overwritten that was not seen, and nothing is there twice."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Client
from tests.at_once import at_once
from tests.factories import NOW, make_client
from tests.worksheets.measures.acts import OFTEN, SOMETIMES, TODAY, answered, begin, give_weekly, make_measure
from worksheets.measures import sharing
from worksheets.measures.access import MeasureSheet, chosen_of, day_of, get_measure_sheet
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureRound, MeasureVersion
from worksheets.measures.services import RoundConflict, save_round
from worksheets.services import Saved

pytestmark = pytest.mark.gate


def sheet_of(plan: MeasurePlan) -> MeasureSheet:
    return get_measure_sheet(plan.client, plan.uuid, str(TODAY), NOW)


def test_the_first_save_begins_and_is_revision_one(plan: MeasurePlan) -> None:
    assert save_round(sheet=sheet_of(plan), body=answered(OFTEN), revision=0, now=NOW) == Saved(1, NOW)
    assert MeasureRound.objects.get().body == answered(OFTEN)


def test_a_save_over_an_old_revision_is_a_conflict_and_writes_nothing(plan: MeasurePlan) -> None:
    before = sheet_of(plan)
    save_round(sheet=before, body=answered(SOMETIMES), revision=0, now=NOW)
    outcome = save_round(sheet=before, body=answered(OFTEN), revision=0, now=NOW)
    assert isinstance(outcome, RoundConflict)
    assert outcome.stored.body == answered(SOMETIMES)
    assert MeasureRound.objects.get().body == answered(SOMETIMES)


def test_the_same_answers_sent_again_are_saved_without_writing(plan: MeasurePlan) -> None:
    save_round(sheet=sheet_of(plan), body=answered(SOMETIMES), revision=0, now=NOW)
    assert save_round(sheet=sheet_of(plan), body=answered(SOMETIMES), revision=0, now=NOW) == Saved(1, NOW)


def test_everything_taken_back_is_stored_too(plan: MeasurePlan) -> None:
    begin(plan, SOMETIMES)
    assert save_round(sheet=sheet_of(plan), body={}, revision=1, now=NOW) == Saved(2, NOW)
    assert MeasureRound.objects.get().body == {}


@pytest.mark.django_db(transaction=True)
def test_of_many_devices_that_save_at_once_one_wins_and_the_others_are_told() -> None:
    plan = give_weekly(make_client(), make_measure(opened_at=NOW))

    def save(number: int) -> Saved | RoundConflict:
        body = {"q1": str(number % 3), "q2": str(number // 3)}
        return save_round(sheet=sheet_of(plan), body=body, revision=0, now=NOW)

    outcomes = at_once([partial(save, number) for number in range(6)])
    assert sum(isinstance(outcome, Saved) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, RoundConflict) for outcome in outcomes) == 5
    assert MeasureRound.objects.get().revision == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_the_last_device_would_overwrite_the_first() -> None:
    """The control: the same two saves through the row, as anyone would write them at first."""
    begin(give_weekly(make_client(), make_measure(opened_at=NOW)), "0")
    one, other = MeasureRound.objects.get(), MeasureRound.objects.get()
    for row, place in ((one, SOMETIMES), (other, OFTEN)):
        row.body, row.revision = answered(place), row.revision + 1
        row.save()
    assert MeasureRound.objects.get().body == answered(OFTEN)
    assert MeasureRound.objects.get().revision == 2


@pytest.mark.django_db(transaction=True)
def test_one_press_that_arrives_many_times_at_once_is_one_copy() -> None:
    begun, key = begin(give_weekly(make_client(), make_measure(opened_at=NOW)), SOMETIMES), uuid4()
    press = partial(sharing.share, round=begun, revision=1, request_key=key, now=NOW)
    assert {copy and copy.pk for copy in at_once([press] * 6)} == {MeasureCopy.objects.get().pk}


def test_one_asking_has_one_round_and_a_questionnaire_one_draft(plan: MeasurePlan, opened: MeasureVersion) -> None:
    begin(plan, SOMETIMES)
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(plan, OFTEN)
    draft = {"definition": opened.definition, "text": opened.text}
    MeasureVersion.objects.create(measure=opened.measure, number=2, **draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureVersion.objects.create(measure=opened.measure, number=3, **draft)


def test_with_the_client_all_of_hers_goes_and_the_questionnaire_stays(plan: MeasurePlan, ashas: Client) -> None:
    begun = begin(plan, SOMETIMES)
    sharing.share(round=begun, revision=1, request_key=uuid4(), now=NOW)
    sharing.show_totals(client=ashas, measure=plan.measure, side="client", by=None, now=NOW)
    ashas.delete()
    assert not MeasureRound.objects.exists()
    assert not MeasureCopy.objects.exists()
    assert MeasureVersion.objects.exists()


@pytest.mark.parametrize(
    ("body", "chosen"),
    [({"q1": "0", "q12": "3"}, {1: 0, 12: 3}), ({"words": "x", "q": "1", "q2": "-1", "q3": "two"}, {})],
)
def test_stored_answers_are_read_as_the_core_wants_them(body: dict[str, str], chosen: dict[int, int]) -> None:
    assert chosen_of(body) == chosen


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-20", date(2026, 11, 20)), ("20261120", None), ("2026-W47-5", None), ("x", None), ("", None)],
)
def test_a_day_is_written_in_one_way(text: str, day: date | None) -> None:
    assert day_of(text) == day
