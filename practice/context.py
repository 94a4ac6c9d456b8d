"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice.models import Practice


def practice(request: HttpRequest) -> dict[str, object]:
    """Give templates the practice's details; fetched at the first use."""
    return {"practice": SimpleLazyObject(Practice.load)}
