"""Who may open which worksheet. Everything private in this room is fetched here.

A client in care sees the library, what she was given and what she started; paused or ended, she reads what she
started. Everyone else who is signed in, the therapist included, gets the 404 of a page that is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.access import Kind, require_signed_in, who_is_asking
from accounts.models import Client
from worksheets.models import Answer, Assignment, Version, Worksheet
from worksheets.prompts import Prompt, parse_prompts


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


def get_sheet(client: Client, slug: str) -> Sheet:
    """Return a worksheet for the client.

    Raises:
        Http404: there is none, or it is not hers; the two cannot be told apart.
    """
    worksheet = worksheets_of(client).filter(slug=slug).first()
    if worksheet is None:
        raise Http404
    answers = Answer.objects.filter(client=client, version__worksheet=worksheet)
    answer = answers.select_related("version").order_by("-version__number").first()
    version = answer.version if answer else worksheet.versions.opened().order_by("-number")[0]
    return Sheet(client, worksheet, version, answer)
