"""Phone numbers as people write them (K6): one form for each, and none that would call somebody else."""

import pytest
from django.core.exceptions import ValidationError

from practice.fields import PhoneField
from tests.reporting import report

OWN = "+919876543210"
REFUSED = None
TABLE: list[tuple[str, str | None]] = [
    # As written in India
    ("9876543210", OWN),
    ("98765 43210", OWN),
    ("98765-43210", OWN),
    ("09876543210", OWN),
    ("098765 43210", OWN),
    ("0 98765 43210", OWN),
    ("919876543210", OWN),
    ("91 98765 43210", OWN),
    ("+919876543210", OWN),
    ("+91 98765 43210", OWN),
    ("+91-98765-43210", OWN),
    ("+91.98765.43210", OWN),
    ("(+91) 98765 43210", OWN),
    ("0091 98765 43210", OWN),
    ("  98765 43210  ", OWN),
    ("९८७६५ ४३२१०", OWN),
    ("+९१ ९८७६५ ४३२१०", OWN),
    ("98765\u201143210", OWN),
    ("6000000000", "+916000000000"),
    ("+91 124 456 7890", "+911244567890"),
    # Elsewhere
    ("+44 20 7946 0958", "+442079460958"),
    ("0044 20 7946 0958", "+442079460958"),
    ("+1 212 555 0123", "+12125550123"),
    ("+1 (917) 555-0123", "+19175550123"),
    ("+65 6123 4567", "+6561234567"),
    ("+971 50 123 4567", "+971501234567"),
    ("+49 30 123456", "+4930123456"),
    # Nothing, or too little, or too much
    ("", ""),
    ("   ", ""),
    ("+9106123456789", REFUSED),
    ("+91 098765 43210", REFUSED),
    ("+91 (0) 98765 43210", REFUSED),
    ("+91 98765 4321", REFUSED),
    ("+91 98765 432100", REFUSED),
    ("0091 098765 43210", REFUSED),
    ("5876543210", REFUSED),
    ("98765 4321", REFUSED),
    ("98765 432101", REFUSED),
    ("0124 456 7890", REFUSED),
    ("+0123456789", REFUSED),
    ("+1234567890123456", REFUSED),
    ("98765 43210 ext 4", REFUSED),
    ("+", REFUSED),
    ("call me", REFUSED),
]


def read(typed: str, *, is_in_india: bool = True) -> str | None:
    """Return what is stored for a number; None where it is refused in the field's own words."""
    field = PhoneField()
    field.is_in_india = is_in_india
    try:
        return str(field.clean(typed))
    except ValidationError:
        return None


def test_every_number_of_the_table_is_read_as_it_is_meant() -> None:
    right = [read(typed) == meant for typed, meant in TABLE]
    assert [typed for (typed, _meant), is_right in zip(TABLE, right, strict=True) if not is_right] == []
    report("K6", sum(right), 40, ok=all(right) and len(right) >= 40)


def test_what_is_refused_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError) as refused:
        PhoneField().clean("+9106123456789")
    assert refused.value.messages == ["Enter a phone number with its country code, such as +91 98765 43210"]


@pytest.mark.parametrize("typed", ["9876543210", "07911 123456", "917 555 0123", "919876543210"])
def test_outside_india_no_number_is_taken_for_an_indian_one(typed: str) -> None:
    assert read(typed, is_in_india=False) is None


@pytest.mark.parametrize("typed", ["+91 98765 43210", "+44 20 7946 0958"])
def test_control_outside_india_a_whole_number_is_taken(typed: str) -> None:
    assert read(typed, is_in_india=False) is not None
