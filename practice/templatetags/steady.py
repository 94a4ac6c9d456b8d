"""Pieces of pages that stay the same until what they are made of changes."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 64  # sets of values for which a piece is kept: more essays than are read on one day


class SteadyNode(template.Node):
    """A piece of a template. It sees the values that it is given and nothing else, so that none can be forgotten."""

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.given = given
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = {name: each.resolve(context, ignore_failures=True) for name, each in self.given.items()}
        key = (get_language(), settings.ROOT_URLCONF, *values.values())
        piece = self.kept.get(key)
        if piece is None:
            refuse_what_may_differ(values)
            piece = self.nodelist.render(context.new(values))
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = piece
        return piece


def refuse_what_may_differ(values: dict[str, Any]) -> None:
    """Raise TypeError for values that are equal and yet may show different words.

    A row of the database equals itself when its columns have changed; an instant reads differently in another zone.
    """
    wrong = [name for name, value in values.items() if isinstance(value, Model | datetime)]
    if wrong:
        raise TypeError(f"A steady piece takes plain values, no rows and no instants: {', '.join(wrong)}")


@register.tag
def steady(parser: Parser, token: Token) -> SteadyNode:
    """Make a piece of every page once: `{% steady name=practice.name %}<p>{{ name }}</p>{% endsteady %}`.

    Words, addresses of the site and the given values are all that it may depend on. Values are words, numbers, dates,
    and tuples or frozen dataclasses of such: what is equal shows the same. It is made anew for another language and for
    other values. Since pieces are kept in memory, nothing that belongs to a client may stand in one.
    """
    bits = token.split_contents()[1:]
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("steady takes name=value only")
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return SteadyNode(nodelist, given)
