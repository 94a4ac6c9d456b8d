"""A questionnaire that is open to clients, given to Asha every week."""

import pytest

from accounts.models import Client
from tests.factories import NOW
from tests.worksheets.measures.acts import give_weekly, make_measure
from worksheets.measures.models import MeasurePlan, MeasureVersion


@pytest.fixture
def opened(db: None) -> MeasureVersion:
    """A questionnaire, open to clients."""
    return make_measure(opened_at=NOW)


@pytest.fixture
def plan(ashas: Client, opened: MeasureVersion) -> MeasurePlan:
    """It is given to Asha every week, from that Friday on for four weeks."""
    return give_weekly(ashas, opened)
