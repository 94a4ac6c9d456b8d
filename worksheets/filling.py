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
    """What became of a form: `outcome` for all that could be kept, and in `form` what could not, with the reason.

    `reference` is that of the sheet that it was written on; empty where nothing was.
    """

    form: AnswerForm
    outcome: Saved | Conflict
    reference: str = ""


def fill_in(sheet: Sheet, sent: Mapping[str, Any], *, revision: int, now: datetime) -> Filled:
    """Save what was sent over `revision`. An answer begins with the first word: an empty page leaves no trace."""
    stored = sheet.answer.body if sheet.answer else {}
    form = AnswerForm(sheet.prompts, data=sent)
    body = form.read_body(stored)
    if sheet.answer is None and not body:
        return Filled(form, Saved(0, now))
    answer = sheet.answer or start_answer(client=sheet.client, version=sheet.version, now=now)
    return Filled(form, save_answer(answer=answer, body=body, revision=revision, now=now), str(answer.uuid))


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What a page says of itself, as it stands in its form: over which revision it saves, for whom it was made, and
    which sheet of a worksheet it shows; empty for one that nothing was written on.
    """

    revision: str
    page: str
    sheet: str = ""


def marks_of(sheet: Sheet) -> PageMarks:
    """Return the marks of a page that is made now."""
    return PageMarks(str(sheet.revision), page_mark(sheet.client), sheet.reference)


def sent_marks(sent: Mapping[str, Any]) -> PageMarks:
    """Return the marks of a page as it sent them.

    A page that is refused keeps them, however often it is sent: with fresh ones the words of one person would be
    saved as another's, over hers, at the second press.
    """
    return PageMarks(*(str(sent.get(name, "")) for name in ("revision", "page", "sheet")))


def page_mark(client: Client) -> str:
    """Return the mark of a page made for this client."""
    return salted_hmac("worksheets.page", str(client.pk), algorithm="sha256").hexdigest()[:32]


def is_of_other_sheet(sheet: Sheet, sent: Mapping[str, Any], revision: int) -> bool:
    """Tell whether a page shows another sheet than the one that is open: hers was put aside, or another taken up.

    A page on which nothing stood when it was made may meet a sheet that was begun since; both are shown then.
    """
    if reference := sent_marks(sent).sheet:
        return reference != sheet.reference
    return sheet.answer is None and revision > 0


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
