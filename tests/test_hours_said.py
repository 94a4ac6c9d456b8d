"""What counts as an hour that is said in another way."""

import pytest

from tests.hours_said import hours_said_otherwise


@pytest.mark.parametrize("words", ["17:30", "5:30 p.m.", "5 p.m.", "5:30 PM", "9:05:00", "noon", "until midnight"])
def test_another_way_is_found(words: str) -> None:
    assert hours_said_otherwise(f"<p>On 22 Nov 2026, {words}</p>")


@pytest.mark.parametrize("words", ["5:30 pm IST", "12:00 am", "10 am", "24 hours, 3 of 5", "afternoon"])
def test_control_the_one_way_is_not(words: str) -> None:
    assert hours_said_otherwise(f"<p>{words}</p>") == []


@pytest.mark.parametrize("html", ['<input value="17:30">', "<textarea>17:30</textarea>", '<b translate="no">17:30</b>'])
def test_what_a_person_or_her_device_writes_is_left_out(html: str) -> None:
    assert hours_said_otherwise(html) == []
