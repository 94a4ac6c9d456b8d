"""What a client is given of her questionnaires: her answers in words, and the total, which is stored nowhere."""

from typing import Any

import pytest

from accounts.models import Client
from accounts.rights.collecting import collect
from accounts.rights.holdings import person_of
from tests.factories import NOW
from tests.worksheets.measures.acts import NEVER, SOMETIMES, begin, share
from worksheets.measures.asking import askings_of
from worksheets.measures.models import MeasurePlan

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
