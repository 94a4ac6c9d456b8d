"""Help numbers within words can be pressed; other numbers are none, and what was typed is never markup."""

import pytest
from django.template import Context, Template

from practice.templatetags.numbers import call_links

SHOWN = Template("{% load numbers %}{{ words|urlize|call_links }}")


def link(number: str) -> str:
    return f'<a href="tel:{number}">{number}</a>'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The line is 181, and 112 is near.", f"The line is {link('181')}, and {link('112')} is near."),
        ("Call 14416.", f"Call {link('14416')}."),
        ("(1098)", f"({link('1098')})"),
        ("181", link("181")),
        ("112: for all. 14416:", f"{link('112')}: for all. {link('14416')}:"),
    ],
)
def test_help_numbers_of_home_can_be_pressed(words: str, shown: str) -> None:
    assert call_links(words) == shown


@pytest.mark.parametrize(
    "words",
    [
        *("1812", "21 12", "112%", "1,112", "112.5", "112:30", "10:112", "112/7", "181-5"),
        *("₹181", "₹ 181", "2026-11-181", "a112", "112th", "#181"),
    ],
)
def test_other_numbers_cannot(words: str) -> None:
    assert call_links(words) == words


def test_what_is_typed_is_no_markup_and_a_link_that_is_there_stays() -> None:
    words = "<b>112</b> https://example.org/?a=112&b=181 'x'"
    shown = SHOWN.render(Context({"words": words}))
    assert f"&lt;b&gt;{link('112')}&lt;/b&gt;" in shown
    assert shown.count("<a ") == 2
    assert "<b>" not in shown
