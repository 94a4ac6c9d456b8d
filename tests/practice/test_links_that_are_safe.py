"""What counts as a link that may be kept and shown: an https address, whole."""

import pytest
from django.core.exceptions import ValidationError

from practice.fields import validate_https


@pytest.mark.parametrize("link", ["https://meet.example.com/a?b=c", "https://x.example"])
def test_an_https_address_is_a_link(link: str) -> None:
    validate_https(link)


@pytest.mark.parametrize("link", ["ftp://x.example", "https://", "x.example", "https://x example", "//x.example"])
def test_anything_else_is_none(link: str) -> None:
    with pytest.raises(ValidationError):
        validate_https(link)
