"""Who may open which worksheet. Everything private in this room is fetched here.

A client in care sees the library, what she was given and what she started; paused or ended, she reads what she
started. Everyone else who is signed in, the therapist included, gets the 404 of a page that is not there.

What a client shared is fetched here for both: she has every copy, the therapist those that she has not taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.access import Kind, require_signed_in, who_is_asking
from accounts.models import Client, User
from worksheets.kinds import Prompt
from worksheets.models import Answer, Assignment, Snapshot, Version, Worksheet
from worksheets.prompts import parse_prompts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet as one client may open it: the version she started, or the newest; `answer` once she started."""

    client: Client
    worksheet: Worksheet
    version: Version
    answer: Answer | None

    @property
    def is_writable(self) -> bool:
        """Whether the client may write in it at present."""
        return may_write(self.client)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What it asks."""
        return parse_prompts(self.version.prompts)

    @property
    def revision(self) -> int:
        """How often it was saved."""
        return self.answer.revision if self.answer else 0

    @property
    def reference(self) -> str:
        """Which sheet of the worksheet it is; empty until something is written on it."""
        return str(self.answer.uuid) if self.answer else ""


def may_write(client: Client) -> bool:
    """Tell whether the client may begin and change worksheets at present."""
    return client.status == Client.Status.ACTIVE


def clients_only[**P](
    view: Callable[Concatenate[HttpRequest, Client, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hand the view its client, in care now or earlier; send nobody to sign in; anyone else gets a 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asker = who_is_asking(request)
        if asker.kind is not Kind.CLIENT or asker.client is None:
            raise Http404
        return view(request, asker.client, *args, **kwargs)

    return require_signed_in(guarded)


def worksheets_of(client: Client) -> QuerySet[Worksheet]:
    """Return the worksheets that the client may open; those without an opened version are not ready."""
    is_started = Exists(Answer.objects.filter(client=client, version__worksheet=OuterRef("pk")))
    is_given = Exists(Assignment.objects.filter(client=client, worksheet=OuterRef("pk")))
    is_open = Q(is_in_library=True) | Q(is_given) | Q(is_started) if may_write(client) else Q(is_started)
    return Worksheet.objects.filter(is_open, Exists(Version.objects.opened().filter(worksheet=OuterRef("pk"))))


def get_sheet(client: Client, code: str) -> Sheet:
    """Return a worksheet for the client.

    Raises:
        Http404: there is none, or it is not hers; the two cannot be told apart.
    """
    worksheet = worksheets_of(client).filter(code=code).first()
    if worksheet is None:
        raise Http404
    answer = open_answers(client).filter(version__worksheet=worksheet).first()
    version = answer.version if answer else worksheet.versions.opened().order_by("-number")[0]
    return Sheet(client, worksheet, version, answer)


def open_answers(client: Client) -> QuerySet[Answer]:
    """Return the client's answers, the first of each worksheet being the one that its page opens.

    Those that she put aside are left out; where she may only read, each comes last, so that something can be read.
    """
    answers = Answer.objects.filter(client=client).select_related("version")
    if may_write(client):
        answers = answers.filter(put_aside_at=None)
    return answers.order_by(F("put_aside_at").desc(nulls_first=True), "-version__number")


def earlier_answers(client: Client, worksheet: Worksheet) -> QuerySet[Answer]:
    """Return what the client put aside of a worksheet and wrote something on, the newest first, without the words."""
    answers = Answer.objects.filter(client=client, version__worksheet=worksheet).exclude(put_aside_at=None)
    return answers.exclude(body="").order_by("-put_aside_at", "-pk").defer("body")


def get_earlier_sheet(client: Client, code: str, reference: UUID) -> Sheet:
    """Return a sheet that the client put aside, as it was then.

    Raises:
        Http404: there is none, or it is not hers, or it is open; they cannot be told apart.
    """
    answers = Answer.objects.filter(client=client, version__worksheet__code=code, uuid=reference)
    answer = answers.exclude(put_aside_at=None).select_related("version__worksheet").first()
    if answer is None:
        raise Http404
    return Sheet(client, answer.version.worksheet, answer.version, answer)


def copies_of(client: Client) -> QuerySet[Snapshot]:
    """Return every copy that a client ever shared, the newest first, without what stands in it."""
    copies = Snapshot.objects.filter(client=client).order_by("-shared_at", "-pk").defer("body", "reply")
    return copies.select_related("answer__version__worksheet").defer("answer__body", "answer__version__prompts")


def get_own_copy(client: Client, reference: UUID) -> Snapshot:
    """Return one of the client's own copies, taken back or not.

    Raises:
        Http404: there is none, or it is not hers; the two cannot be told apart.
    """
    return found(Snapshot.objects.filter(client=client), reference)


def therapist_only[**P](
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hand the view the therapist who asks; other staff gets the 404 of a page that is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asker = who_is_asking(request)
        if asker.kind is not Kind.THERAPIST or asker.user is None:
            raise Http404
        return view(request, asker.user, *args, **kwargs)

    return guarded


def shared_copies() -> QuerySet[Snapshot]:
    """Return what the therapist may open: unread first, then the newest. What stands in them is not fetched."""
    unread = Case(When(read_at=None, then=0), default=1)
    copies = Snapshot.objects.live().defer("body", "reply").order_by(unread, "-shared_at", "-pk")
    joined = copies.select_related("client", "answer__version__worksheet")
    return joined.defer("answer__body", "answer__version__prompts", "client__safe_hours")


def get_shared_copy(reference: UUID) -> Snapshot:
    """Return a copy for the therapist.

    Raises:
        Http404: there is none, or it was taken back; the two cannot be told apart.
    """
    return found(Snapshot.objects.live(), reference)


def found(copies: QuerySet[Snapshot], reference: UUID) -> Snapshot:
    """Return one of these copies, with what its page needs; the answer's own words are not fetched."""
    copy = copies.filter(uuid=reference).select_related("client__user", "answer__version__worksheet")
    first = copy.defer("answer__body").first()
    if first is None:
        raise Http404
    return first
