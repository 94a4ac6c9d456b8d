"""From what a page sent to what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client
from worksheets.access import Sheet, may_write
from worksheets.forms import AnswerForm
from worksheets.services import Conflict, Saved, save_answer, start_answer

CUT_OFF = gettext_lazy("Only a part of this page arrived here, so nothing was saved yet. Nothing stored has changed.")


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a form: `outcome` for all that could be kept, and in `form` what could not, with the reason."""

    form: AnswerForm
    outcome: Saved | Conflict


def fill_in(sheet: Sheet, sent: Mapping[str, Any], *, revision: int, now: datetime) -> Filled:
    """Save what was sent over `revision`. An answer begins with the first word: an empty page leaves no trace."""
    stored = sheet.answer.body if sheet.answer else {}
    form = AnswerForm(sheet.prompts, data=sent)
    body = form.read_body(stored)
    if sheet.answer is None and not body:
        return Filled(form, Saved(0, now))
    answer = sheet.answer or start_answer(client=sheet.client, version=sheet.version, now=now)
    return Filled(form, save_answer(answer=answer, body=body, revision=revision, now=now))


def page_mark(client: Client) -> str:
    """Return the mark of a page made for this client."""
    return salted_hmac("worksheets.page", str(client.pk), algorithm="sha256").hexdigest()[:32]


def is_page_of(client: Client, sent: Mapping[str, Any]) -> bool:
    """Tell whether a page was made for this client.

    On a shared device someone else may have signed in since; the words on the page are not hers.
    """
    return constant_time_compare(str(sent.get("page", "")), page_mark(client))


def refusal_of(client: Client, sent: Mapping[str, Any], read_only: Promise) -> str:
    """Return why nothing of a page may be saved, `read_only` to a client who may not write; empty where it may."""
    if not is_page_of(client, sent):
        return _("Someone else is signed in in this browser now. Nothing was saved. Sign in as yourself, then save.")
    return "" if may_write(client) else str(read_only)


def sent_revision(request: HttpRequest) -> int:
    """Return the revision that the page was made from.

    Raises:
        BadRequest: it is none.
    """
    sent = request.POST.get("revision", "")
    if not sent.isascii() or not sent.isdigit() or len(sent) > 9:
        raise BadRequest("revision")
    return int(sent)


def sent_key(request: HttpRequest) -> UUID:
    """Return the key of the page from which something is shared.

    Raises:
        BadRequest: it is none.
    """
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise BadRequest("request_key") from None
