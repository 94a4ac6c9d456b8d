"""What a session type may be."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from bookings.models import SessionType
from bookings.slugs import RESERVED


def fixed_words() -> set[str]:
    """Return the words that pages of the booking flow already have, asked of the addresses themselves."""
    words = {"manage", "verify", "asked", "policy", "guardian", "individual", "times", "wait"}
    return {word for word in words if is_fixed(word)}


def is_fixed(word: str) -> bool:
    for path in (f"/book/{word}/", f"/book/{word}/00000000-0000-4000-8000-000000000000/"):
        try:
            if resolve(path).url_name not in {"book_times", "book_details"}:
                return True
        except Resolver404:
            continue
    return False


def test_the_reserved_words_are_those_that_pages_have() -> None:
    assert fixed_words() == RESERVED


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_a_session_type_may_not_take_the_address_of_a_page(slug: str) -> None:
    with pytest.raises(ValidationError, match="taken by another page"):
        SessionType(slug=slug).clean_fields(exclude={"practitioner", "name", "length_minutes"})


@pytest.mark.parametrize("field", ["buffer_before_minutes", "buffer_after_minutes"])
def test_a_buffer_has_an_end(field: str) -> None:
    with pytest.raises(ValidationError, match="720"):
        SessionType(slug="x", **{field: 721}).clean_fields(exclude={"practitioner", "name", "length_minutes"})
