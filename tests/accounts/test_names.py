"""Any name will do, but a name that carries an address would turn the site's mails into somebody else's."""

import pytest
from django.core.exceptions import ValidationError

from accounts.reach_forms import NameField


@pytest.mark.parametrize(
    "name", ["Look https://evil.example/", "WWW.evil.example", "asha@example.com", "javascript://x", "a@b"]
)
def test_a_name_with_an_address_is_refused_kindly(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NameField().clean(name)
    assert refused.value.messages == ["Please leave web and email addresses out of the name; any name is fine"]


@pytest.mark.parametrize("name", ["Asha", "A. B. C.", "আশা", "O'Neil-Bhatt", "wwwow", "Dr: Asha / Meera"])
def test_control_other_names_are_taken_as_they_are(name: str) -> None:
    assert NameField().clean(name) == name
