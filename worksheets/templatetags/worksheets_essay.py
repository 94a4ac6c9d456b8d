"""The cards of an essay's worksheets: the same for everyone, so that the page needs no cookie."""

import json
from typing import Any, NamedTuple

from django import template
from django.template import Context

from articles.models import Essay
from worksheets.companions import EXERCISE, OTHER, OWN
from worksheets.forms import AnswerForm
from worksheets.prompts import parse_prompts

register = template.Library()


class Card(NamedTuple):
    """What an essay's page says of one worksheet."""

    code: str
    title: str
    minutes: int


@register.inclusion_tag("worksheets/_worksheet_card.html")
def worksheet_card(essay: Essay) -> dict[str, Any]:
    """Show which worksheets go with the essay; nothing where there is none, or none in the library.

    Makes no query: the values came with the essay (see `worksheets.companions`).
    """
    return {"cards": tuple(Card(**card) for name in (OWN, OTHER) if (card := getattr(essay, name, None)))}


@register.inclusion_tag("worksheets/_exercise.html", takes_context=True)
def worksheet_exercise(context: Context, essay: Essay) -> dict[str, Any]:
    """Show the exercise that stands in the essay; nothing where there is none.

    Its fields are in no form: there is nothing that could be sent, no token and no cookie. Makes no query.
    """
    words = getattr(essay, EXERCISE, None)
    if not words:
        return {}
    awaits_review = words["is_shipped"] and words["reviewed_on"] is None
    return {
        "exercise": words,
        "form": AnswerForm(parse_prompts(json.loads(words["prompts"]))),
        "awaits_review": awaits_review,
        "practice": context.get("practice"),
    }
