"""The outgoing messages on the desk: which, about whom, and what became of each, never what it says."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.desk_health import failure_words
from practice.mail import causes, registry
from practice.mail.outbox import is_put_off
from practice.models import OutgoingMessage
from practice.times import say_here
from practice.written import WrittenBySiteAdmin

State = OutgoingMessage.State


class MessageList(ChangeList):
    """The list, which asks the rooms once for all of its rows what they are about."""

    def get_results(self, request: HttpRequest) -> None:
        """Give each row what is known of its cause."""
        super().get_results(request)
        known = causes.about(message.cause for message in self.result_list)
        for message in self.result_list:
            message.known_about = known.get(message.cause)


class KindFilter(admin.SimpleListFilter):
    """By kind, in the words of the desk."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Return the kinds of which there are messages."""
        kinds = OutgoingMessage.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return sorted(((kind, registry.title_of(kind)) for kind in kinds), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep those of the kind that was chosen."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class OutgoingMessageAdmin(WrittenBySiteAdmin[OutgoingMessage]):
    """Outgoing messages: what became of each, never what it says."""

    list_display = ("what", "about", "became")
    list_filter = ("state", KindFilter)
    fields = ("what", "about", "became", "due", "attempts", "first_tried")
    readonly_fields = fields

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that knows what its rows are about."""
        return MessageList

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was sent stays on record."""
        return False

    @admin.display(description=gettext_lazy("message"), ordering="kind")
    def what(self, message: OutgoingMessage) -> str:
        """What the desk calls such a message."""
        return registry.title_of(message.kind)

    @admin.display(description=gettext_lazy("about"), empty_value="")
    def about(self, message: OutgoingMessage) -> SafeString | str:
        """Whose session it is about, and when that is."""
        known = vars(message)  # the page of one message is no list
        found = known["known_about"] if "known_about" in known else causes.about([message.cause]).get(message.cause)
        if found is None:
            return ""
        words = f"{found.name}, {found.when}" if found.when else found.name
        return format_html('<a href="{}">{}</a>', found.page, words)

    @admin.display(description=gettext_lazy("what became of it"), ordering="due_at")
    def became(self, message: OutgoingMessage) -> str:
        """Where it is, in words, with the hour."""
        return say_fate(message)

    @admin.display(description=gettext_lazy("due"))
    def due(self, message: OutgoingMessage) -> str:
        """When it was to go."""
        return say_here(message.due_at)

    @admin.display(description=gettext_lazy("first attempt"))
    def first_tried(self, message: OutgoingMessage) -> str:
        """When it was first tried."""
        return say_here(message.first_tried_at) if message.first_tried_at else _("not yet")


def say_fate(message: OutgoingMessage) -> str:
    """Return what became of a message in one or two sentences, each hour with its zone."""
    next_try = say_here(message.next_try_at)
    if message.state == State.SENT:
        return _("Sent on %(when)s.") % {"when": say_here(message.sent_at)} if message.sent_at else _("Sent.")
    if message.state == State.NOT_DUE:
        return _("Not sent: it was no longer due, or was set aside.")
    if message.state == State.DEAD:
        return _("Could not be sent. %(why)s") % {"why": failure_words(message.failure)}
    if is_put_off(message, timezone.now()):
        return _("Waits for the end of the night: goes on %(when)s.") % {"when": next_try}
    if message.failure:
        words = {"why": failure_words(message.failure), "when": next_try}
        return _("Waits. %(why)s It is tried again on %(when)s.") % words
    return _("Waits; due on %(when)s.") % {"when": next_try}
