"""What proves something: bound to one thing and one purpose, and still good after the site is brought up to date."""

import re
from typing import Any
from uuid import UUID

import pytest

from bookings.models import Booking, Guardian
from bookings.services.codes import hash_code, hash_token, is_code, manage_token, new_code, waiting_token
from bookings.services.guardians import guardian_token

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _one_key(settings: Any) -> None:
    settings.SECRET_KEY = "the key of these tests"


def test_a_link_mailed_by_an_earlier_version_still_opens_its_booking() -> None:
    token = manage_token(Booking(uuid=ONE))
    assert token == "iHJEgBYwoh2YT9iud9H_0fZigwpJ4vVL"
    assert hash_token(token) == "bd1fb40ddd41ce44be876a3bab9ebd3606a6543442fb0576931ca4942602ecc4"


def test_links_to_a_place_on_the_list_and_to_a_guardians_answer_last_as_long() -> None:
    assert waiting_token(ONE) == "X9atc_KNfi86lZwicL3pznlq0ytwKtgs"
    assert guardian_token(Guardian(uuid=ONE)) == "UYglWZbHWjATZsOiSnhwHaMaXXJ79zhg"


def test_a_link_for_one_purpose_or_one_thing_opens_no_other() -> None:
    tokens = [
        make(uuid)
        for uuid in (ONE, OTHER)
        for make in (
            lambda uuid: manage_token(Booking(uuid=uuid)),
            waiting_token,
            lambda uuid: guardian_token(Guardian(uuid=uuid)),
        )
    ]
    assert len(set(tokens)) == len({hash_token(token) for token in tokens}) == 6


def test_a_code_is_six_digits_to_type() -> None:
    assert re.fullmatch("[0-9]{6}", new_code())


def test_a_code_sent_just_before_an_update_is_still_the_code() -> None:
    assert hash_code(ONE, "123456") == "01bf1d37e3e0ce6eaefe3bfeb1c028035e473e63e9c590817f997ea3b023a053"


def test_a_code_opens_the_draft_it_was_sent_for_and_no_other() -> None:
    sent = hash_code(ONE, "123456")
    assert is_code(Booking(uuid=ONE, code_hash=sent), "123456")
    assert not is_code(Booking(uuid=ONE, code_hash=sent), "123457")
    assert not is_code(Booking(uuid=OTHER, code_hash=sent), "123456")


def test_before_a_code_is_sent_none_opens_a_draft() -> None:
    assert not is_code(Booking(uuid=ONE), "")
