"""The therapist's desk: Django's admin with a front page of its own, whose parts and pages the rooms register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice import opening
from practice.own_lookups import with_own_lookups
from practice.plain_lines import with_plain_lines
from practice.seen_rows import with_seen_rows

# What the libraries bring along: each has its own page under /account/, or is not used at all.
LEFT_OUT = frozenset({"auth.Group", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator"})


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the desk's front page. `context` is asked at each visit; `wide` ones stand in the main column.

    Where a context says `is_waiting`, somebody waits, and the list of what is to be set up stands after it.
    Where a context holds a `headline`, a dict of `title` and `words`, it stands over the page.
    Where it holds `faults` that are not empty, the part stands before everything else, over the whole width.
    `is_for` tells of a request whether the part is for whoever asks; None is for everybody at the desk.
    """

    key: str
    template: str
    context: Callable[[datetime], dict[str, Any]]
    order: int = 100
    is_wide: bool = True
    is_for: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One further page of the desk, or one act; its name is known as `admin:<name>`."""

    name: str
    route: str
    view: Callable[..., HttpResponseBase]


SECTIONS: dict[str, Section] = {}
PAGES: dict[str, Page] = {}


def register_section(section: Section) -> None:
    """Put a part on the desk's front page."""
    SECTIONS[section.key] = section


def register_pages(*pages: Page) -> None:
    """Add pages and acts to the desk, behind its guard."""
    PAGES.update({page.name: page for page in pages})


def sections(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the parts for whoever asks in order, each with what it shows."""
    own = [section for section in SECTIONS.values() if section.is_for is None or section.is_for(request)]
    ordered = sorted(own, key=lambda section: (section.order, section.key))
    return [{"section": section, **section.context(now)} for section in ordered]


def context_of(request: HttpRequest) -> dict[str, Any]:
    """Return what every page of the desk shows."""
    return admin.site.each_context(request)


class Desk(AdminSite):
    """The admin site."""

    site_header = _("Desk")
    site_title = _("Desk")
    index_title = _("Today")
    index_template = "admin/desk.html"

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Take models in as usual, but for those that belong on no page of the desk.

        Their fields take plain lines, a page that grew old overwrites nothing unseen, and their lists are narrowed down
        by their own columns alone.
        """
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        kept = [model for model in models if model._meta.label not in LEFT_OUT]
        super().register(
            kept, with_seen_rows(with_own_lookups(with_plain_lines(admin_class or admin.ModelAdmin))), **options
        )

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Put the registered pages before the admin's own."""
        pages = [path(page.route, self.admin_view(page.view), name=page.name) for page in PAGES.values()]
        return [*pages, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page shows: all that Django gives to it, but for the list of tables beside each page.

        No page of this desk has that list; to make and sort it is most of the work for a small page. The front page,
        which ends with one, makes its own.
        """
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for her today, then everything else."""
        now = timezone.now()
        parts = sections(request, now)
        steps = opening.steps()
        headlines = (part["headline"] for part in parts if "headline" in part)
        well = [part for part in parts if not part.get("faults")]
        headline = next(headlines, {"title": self.index_title, "words": ""})
        context = {
            "now": now,
            "title": headline["title"],
            "headline_words": headline["words"],
            "faulty_parts": [part for part in parts if part.get("faults")],
            "wide_parts": [part for part in well if part["section"].is_wide],
            "narrow_parts": [part for part in well if not part["section"].is_wide],
            "has_waiting": any(part.get("is_waiting") for part in parts),
            "opening_steps": steps,
            "opening_left": [step for step, is_done in steps if not is_done],
            "keeps_closed": [step for step, is_done in steps if step.is_necessary and not is_done],
            **(extra_context or {}),
        }
        return super().index(request, context)
