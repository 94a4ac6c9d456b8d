"""The therapist's desk: Django's admin with a front page of its own, whose parts the rooms register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice import opening


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the desk's front page. `context` is asked at each visit; `wide` ones stand in the main column."""

    key: str
    template: str
    context: Callable[[datetime], dict[str, Any]]
    order: int = 100
    is_wide: bool = True


SECTIONS: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Put a part on the desk's front page."""
    SECTIONS[section.key] = section


def sections(now: datetime) -> list[dict[str, Any]]:
    """Return the parts in order, each with what it shows."""
    ordered = sorted(SECTIONS.values(), key=lambda section: (section.order, section.key))
    return [{"section": section, **section.context(now)} for section in ordered]


class Desk(AdminSite):
    """The admin site."""

    site_header = _("Desk")
    site_title = _("Desk")
    index_title = _("Today")
    index_template = "admin/desk.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for her today, then everything else."""
        now = timezone.now()
        parts = sections(now)
        steps = opening.steps()
        context = {
            "now": now,
            "wide_parts": [part for part in parts if part["section"].is_wide],
            "narrow_parts": [part for part in parts if not part["section"].is_wide],
            "opening_steps": steps,
            "opening_left": [step for step, is_done in steps if not is_done],
            **(extra_context or {}),
        }
        return super().index(request, context)
