"""A name stands in mails to others: in none of them may it be an address that a mail program makes a link of."""

import pytest

from practice.mail.letters import dress_letter, unlinked, write_letter


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("pay at evil.example", "pay at evil. example"),
        ("evil.example/pay", "evil. example/pay"),
        ("evil\u3002example", "evil\u3002 example"),
        ("evil\uff0eexample", "evil\uff0e example"),
        ("evil\uff61example", "evil\uff61 example"),
        ("evil\u2024example", "evil\u2024 example"),
        ("https://evil.example/x", "https: //evil. example/x"),
        ("http://localhost", "http: //localhost"),
        ("1.2.3.4", "1. 2. 3. 4"),
        ("a..b", "a. . b"),
        ("A.K. Rao", "A. K. Rao"),
    ],
)
def test_no_dot_of_a_name_joins_two_words(typed: str, written: str) -> None:
    assert unlinked(typed) == written


@pytest.mark.parametrize("name", ["Asha", "A. K. Rao", "Asha Rao Jr.", "আশা", ""])
def test_control_other_names_stay_as_they_are(name: str) -> None:
    assert unlinked(name) == name


@pytest.mark.django_db
def test_a_letter_holds_the_name_unlinked_in_text_and_html() -> None:
    words = {"name": "pay at evil.example", "therapist": "Dr. Arati Bhatt", "guardian_url": "http://localhost/x"}
    letter = write_letter("emails/bookings/guardian_asked.txt", words, to="a@example.com")
    assert "pay at evil. example would like to meet Dr. Arati Bhatt" in letter.text
    assert "evil.example" not in letter.text + letter.html + letter.subject


@pytest.mark.django_db
def test_control_words_that_are_no_name_are_sent_as_written() -> None:
    assert "evil.example" in dress_letter("A question", "pay at evil.example", to="a@example.com").text
