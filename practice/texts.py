"""The texts that people agree to or rely on: which one is in force, and what may stand in one."""

import re
from collections.abc import Sequence
from datetime import date

from django.db.models import ForeignObjectRel, QuerySet
from django.utils import timezone
from django.utils.html import escape

from practice.models import PolicyText

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def current_text(slug: str, language: str = "en-gb", on: date | None = None) -> PolicyText | None:
    """Return the newest version in force on the day (today in the practice's zone if not given), None if none is."""
    return _oldest_first([slug], language, on).last()


def current_texts(*slugs: str, language: str = "en-gb", on: date | None = None) -> dict[str, PolicyText | None]:
    """Return for each slug what `current_text` returns, without its words until they are read. One query."""
    newest_last = {text.slug: text for text in _oldest_first(slugs, language, on).defer("body")}
    return {slug: newest_last.get(slug) for slug in slugs}


def _oldest_first(slugs: Sequence[str], language: str, on: date | None) -> QuerySet[PolicyText]:
    versions = PolicyText.objects.filter(slug__in=slugs, language=language, starts_on__lte=on or timezone.localdate())
    return versions.order_by("starts_on", "version", "pk")


def fill_in(text: str, **values: object) -> str:
    """Return `text` with each `{name}` replaced by its value, escaped; one without a value stays as typed.

    The rooms above know the values: `fill_in(text.body, cancellation_hours=24)`.
    """
    return PLACEHOLDER.sub(lambda found: escape(str(values.get(found[1], found[0]))), text)


def is_in_use(text: PolicyText) -> bool:
    """Tell whether anything refers to this version, such as somebody's consent to it."""
    relations = [
        field for field in PolicyText._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: text}).exists() for relation in relations
    )
