"""C11: random lives without a double promise, a skipped turn or an unexplained wait."""

from random import Random

import pytest

from bookings.models import WaitingOffer
from bookings.models.waiting import WaitingQuerySet
from bookings.scheduling.waiting import Skip
from tests.bookings.waiting_life import Life, make_scarce_practice
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.both, pytest.mark.unmeasured, pytest.mark.django_db]

STEPS, LIVES = 500, 2


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_random_life_of_the_list_keeps_its_published_rules(seed: int) -> None:
    life = Life(make_scarce_practice(), Random(seed))
    life.live_for(STEPS)
    report("C11", 0, 0, seed=seed, steps=STEPS, offers=life.checked["offers"])
    assert life.checked["offers"] > 30
    assert life.checked["offers of one moment"] > 3
    said = {skip for skip in Skip if life.checked[f"said {skip}"]}
    assert {Skip.HAS_OFFER, Skip.NOTHING_FREE, Skip.NOTHING_FITS} <= said


def test_a_list_served_from_its_end_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the order."""
    monkeypatch.setattr(WaitingQuerySet, "in_order", lambda rows: rows.order_by("-created_at", "-pk"))
    life = Life(make_scarce_practice(), Random(0))
    with pytest.raises(AssertionError, match="the rules offer"):
        life.live_for(STEPS)


class ForgetfulLife(Life):
    """A life in which the mark of an open offer is lost: both guards against a second one are off."""

    def check(self) -> None:
        super().check()
        WaitingOffer.objects.update(outcome=WaitingOffer.Outcome.REFUSED)


def test_a_second_offer_to_one_person_is_noticed() -> None:
    """The control of one open offer a person."""
    life = ForgetfulLife(make_scarce_practice(), Random(0))
    with pytest.raises(AssertionError, match="the rules offer"):
        life.live_for(STEPS)
