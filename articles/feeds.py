"""The feed: every essay in full, for reading elsewhere without visiting."""

import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.models import Essay
from practice.meta import absolute
from practice.middleware import public_page
from practice.models import Practice

ESSAYS_IN_FEED = 20
OWN_ADDRESS = re.compile(r'\b(href|src)="([/#](?!/)[^"]*)"')
EMPTY_SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed has no date of its own, and must not change by itself
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class FullTextFeed(Atom1Feed):
    """Atom with the whole text beside the summary, each entry in the language of its essay."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        """Return what is said of an entry as a whole."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """Return when any entry was last changed."""
        return super().latest_post_date() if self.items else EMPTY_SINCE


class EssayFeed(Feed[Essay, None]):
    """The newest essays. Addresses are those of SITE_URL, whatever host was asked."""

    feed_type = FullTextFeed
    subtitle = _("Essays to read slowly, and to come back to.")

    @cached_property
    def practice(self) -> Practice:
        """The practice, asked for once a feed."""
        return Practice.load()

    def title(self) -> str:
        """Return the name of the practice."""
        return self.practice.name

    author_name = title

    def link(self) -> str:
        """Return the page that the feed stands for."""
        return absolute(reverse("essays"))

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return absolute(reverse("essay_feed"))

    feed_guid = feed_url

    def items(self) -> list[Essay]:
        """Return the newest essays with their text."""
        essays = Essay.objects.published(timezone.now()).select_related("topic").defer("contents")
        return list(essays[:ESSAYS_IN_FEED])

    def item_title(self, item: Essay) -> str:
        """Return the title as XML can hold it; the generator escapes it."""
        return xml_text(item.title)

    def item_description(self, item: Essay) -> str:
        """Return the summary as HTML, which Atom takes it for."""
        return xml_text(escape(item.summary))

    def item_link(self, item: Essay) -> str:
        """Return the essay's address."""
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Essay) -> str:
        """Return the entry's id, which stays when the address changes: no reader shows the essay a second time."""
        return f"tag:{settings.SITE_HOST},{EMPTY_SINCE.year}:essay-{item.pk}"

    def item_pubdate(self, item: Essay) -> Any:
        """Return when it appeared."""
        return item.publish_at

    def item_updateddate(self, item: Essay) -> Any:
        """Return when it was last changed, but never before it appeared."""
        return max(item.updated_at, item.publish_at) if item.publish_at else item.updated_at

    def item_categories(self, item: Essay) -> list[str]:
        """Return the topic."""
        return [item.topic.name] if item.topic else []

    def item_extra_kwargs(self, item: Essay) -> dict[str, Any]:
        """Return the whole text, with its notes and where help is."""
        words = {"essay": item, "practice": self.practice, "help_url": absolute(reverse("help"))}
        html = render_to_string("articles/essay_feed_entry.html", words)
        return {"content": xml_text(in_full(html, item)), "language": item.language}


def in_full(html: str, essay: Essay) -> str:
    """Return `html` with every address on this site written in full, for it is read elsewhere."""

    def written(found: re.Match[str]) -> str:
        path = found[2] if found[2].startswith("/") else f"{essay.get_absolute_url()}{found[2]}"
        return f'{found[1]}="{absolute(path)}"'

    return OWN_ADDRESS.sub(written, html)


def xml_text(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


@require_safe
@public_page
def show_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed as Atom. What changed is told by the tag: no date shows that an essay was withdrawn."""
    response = EssayFeed()(request)
    del response.headers["Last-Modified"]
    return response
