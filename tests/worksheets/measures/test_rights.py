"""What a client is given of her questionnaires, and what becomes of them: in words, with a total stored nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Client, User
from accounts.rights.collecting import collect
from accounts.rights.holdings import person_of
from accounts.services import close_space
from tests.factories import NOW
from tests.worksheets.measures.acts import NEVER, OFTEN, SOMETIMES, TODAY, begin, give_weekly, share
from worksheets.measures.asking import askings_of
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureRound
from worksheets.measures.sharing import take_back

pytestmark = pytest.mark.gate


def held(client: Client, name: str) -> dict[str, Any]:
    """Return the first row that is exported under a name."""
    parts = collect(person_of(client=client), NOW)["held"]
    rows = next(part["rows"] for part in parts if part["name"] == name)
    row: dict[str, Any] = rows[0]
    return row


def test_her_answers_are_exported_in_words_with_their_total(ashas: Client, plan: MeasurePlan) -> None:
    share(begin(plan, SOMETIMES, NEVER, NEVER))
    row = held(ashas, "measure_rounds")
    assert row["to_read"] == [
        "1. I looked out of the window: Sometimes",
        "2. I walked slowly: Never",
        "3. I felt unsafe: Never",
    ]
    assert row["total"] == 3
    assert held(ashas, "measure_copies")["to_read"] == row["to_read"]
    assert held(ashas, "measure_plans")["every"] == "weekly"


def test_incomplete_answers_are_exported_without_a_total(ashas: Client, plan: MeasurePlan) -> None:
    begin(plan, SOMETIMES)
    row = held(ashas, "measure_rounds")
    assert (row["to_read"], row["total"]) == (["1. I looked out of the window: Sometimes"], None)


def test_with_a_lost_key_the_rest_is_exported_and_her_list_goes_on(
    ashas: Client, plan: MeasurePlan, settings: Any
) -> None:
    plan.note = "A word"
    plan.save()
    begin(plan, SOMETIMES)
    assert askings_of(ashas, NOW)[0].note == "A word"
    settings.FIELD_KEYS = {"k9": bytes(32)}
    row = held(ashas, "measure_rounds")
    assert (row["to_read"], row["total"]) == ([], None)
    assert askings_of(ashas, NOW)[0].note == ""


def close_space_of(client: Client) -> None:
    """Let the day come on which the space of a client whose care ended is emptied."""
    Client.objects.filter(pk=client.pk).update(status="ended", closes_on=TODAY)
    assert close_space(client=client, now=NOW)


def test_when_her_space_closes_her_answers_go_and_only_a_copy_that_she_shared_stays(
    ashas: Client, plan: MeasurePlan
) -> None:
    shared, alone = begin(plan, SOMETIMES), begin(plan, NEVER, asked_on=TODAY + timedelta(weeks=1))
    kept = share(shared)
    assert take_back(copy=share(alone), now=NOW)
    close_space_of(ashas)
    assert MeasureCopy.objects.get() == kept
    assert MeasureCopy.objects.get().body == {"q1": SOMETIMES}
    assert MeasureRound.objects.get() == shared
    assert MeasureRound.objects.get().body == {}
    assert not MeasureRound.objects.filter(pk=alone.pk).exists()


def test_the_answers_of_others_stay_when_a_space_closes(ashas: Client, plan: MeasurePlan, bela: User) -> None:
    """The control."""
    own = begin(give_weekly(bela.client, plan.measure.versions.get()), OFTEN)
    close_space_of(ashas)
    assert MeasureRound.objects.get() == own
    assert MeasureRound.objects.get().body == {"q1": OFTEN}
