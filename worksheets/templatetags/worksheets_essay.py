"""The cards of an essay's worksheets: the same for everyone, so that the page needs no cookie."""

from typing import Any

from django import template
from django.template import Context

from articles.models import Essay
from worksheets.companions import EXERCISE, EXERCISE_PARTS, OTHER, OWN, PARTS
from worksheets.forms import AnswerForm
from worksheets.prompts import parse_prompts

register = template.Library()


@register.inclusion_tag("worksheets/_worksheet_card.html")
def worksheet_card(essay: Essay) -> dict[str, Any]:
    """Show which worksheets go with the essay; nothing where there is none, or none in the library.

    Makes no query: the values came with the essay (see `worksheets.companions`).
    """
    cards = [{part: getattr(essay, f"{name}_its_{part}", None) for part in PARTS} for name in (OWN, OTHER)]
    return {"cards": [card for card in cards if card["title"]]}


@register.inclusion_tag("worksheets/_exercise.html", takes_context=True)
def worksheet_exercise(context: Context, essay: Essay) -> dict[str, Any]:
    """Show the exercise that stands in the essay; nothing where there is none.

    Its fields are in no form: there is nothing that could be sent, no token and no cookie. Makes no query.
    """
    parts = {part: getattr(essay, f"{EXERCISE}_its_{part}", None) for part in ("title", *EXERCISE_PARTS)}
    if not parts["prompts"]:
        return {}
    awaits_review = parts["is_shipped"] and parts["reviewed_on"] is None
    return {
        "exercise": parts,
        "form": AnswerForm(parse_prompts(parts["prompts"])),
        "awaits_review": awaits_review,
        "practice": context.get("practice"),
    }
