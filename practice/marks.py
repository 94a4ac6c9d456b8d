"""What the desk says after a mark was set on rows of a list."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext


def say_marked(desk: admin.ModelAdmin[Any], request: HttpRequest, marked: int) -> None:
    """Say how many rows were marked."""
    text = ngettext("%(number)d row is marked.", "%(number)d rows are marked.", marked) % {"number": marked}
    desk.message_user(request, text, messages.SUCCESS)
