"""A piece that is made once is made anew whenever anything that it is made of changes."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from practice.models import Practice
from practice.templatetags.steady import MOST_KEPT

NAMED = Template("{% load steady %}{% steady name=who.name %}<b>{{ name }}</b>{{ other }}{% endsteady %}")


def draw(template: Template, **values: object) -> str:
    """Draw a template."""
    return template.render(Context(values))


def test_it_is_made_once_and_again_for_another_value() -> None:
    piece = Template("{% load steady %}{% steady name=name %}{% now 'u' %}{{ name }}{% endsteady %}")
    first = draw(piece, name="Asha")
    assert draw(piece, name="Asha") == first  # to the microsecond
    assert draw(piece, name="Bela").endswith("Bela")
    assert draw(piece, name="Asha") == first


def test_it_sees_what_it_is_given_and_nothing_else() -> None:
    assert draw(NAMED, who={"name": "Asha"}, other="unseen") == "<b>Asha</b>"


def test_what_is_given_is_escaped() -> None:
    assert draw(NAMED, who={"name": "<i>"}) == "<b>&lt;i&gt;</b>"


def test_it_is_made_for_each_language() -> None:
    piece = Template("{% load i18n steady %}{% steady %}{% get_current_language as now %}{{ now }}{% endsteady %}")
    assert draw(piece) == "en-gb"
    with translation.override("hi"):
        assert draw(piece) == "hi"
    assert draw(piece) == "en-gb"


def test_it_keeps_only_so_many() -> None:
    node = NAMED.nodelist[-1]
    for number in range(3 * MOST_KEPT):
        assert draw(NAMED, who={"name": number}) == f"<b>{number}</b>"
        assert len(node.kept) <= MOST_KEPT  # type: ignore[attr-defined]


def test_a_row_and_an_instant_are_refused() -> None:
    """What is equal must show the same: a row equals itself with other columns, an instant reads by the zone."""
    for value in (Practice(pk=1, name="Asha"), datetime(2026, 11, 20, 4, 30, tzinfo=UTC)):
        with pytest.raises(TypeError, match="name"):
            draw(NAMED, who={"name": value})
    assert "2026" in draw(NAMED, who={"name": date(2026, 11, 20)})


def test_a_value_without_a_name_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load steady %}{% steady who.name %}{% endsteady %}")
