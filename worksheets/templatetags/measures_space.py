"""The questionnaires' card in a client's space."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from accounts.access import Kind, who_is_asking
from worksheets.measures.asking import askings_of
from worksheets.measures.models import MeasurePlan

register = template.Library()


@register.inclusion_tag("measures/_my_measures.html", takes_context=True)
def my_measures(context: Context) -> dict[str, Any]:
    """Show what the client is asked at present; nothing to whoever was never given a questionnaire."""
    asker = context.get("asker") or who_is_asking(context["request"])
    if asker.kind is not Kind.CLIENT or asker.client is None:
        return {"is_shown": False}
    if not MeasurePlan.objects.filter(client=asker.client).exists():
        return {"is_shown": False}
    this_browser = context.get("this_browser")
    return {"is_shown": True, "asked": askings_of(asker.client, timezone.now()), "this_browser": this_browser}
