"""Who is asking, and what that opens. Asked afresh for every request: a change of standing holds from the next one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts import closing, second_factor
from accounts.models import Client, Practitioner, User


class Kind(StrEnum):
    """Who can ask."""

    ANONYMOUS = "anonymous"
    READER = "reader"
    CLIENT = "client"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asking. A reader may have a client row that is not in care yet; the therapist never has one."""

    kind: Kind
    user: User | None = None
    client: Client | None = None

    @property
    def is_active_client(self) -> bool:
        """Whether this is a client in care at present."""
        return self.kind is Kind.CLIENT and self.client is not None and self.client.status == Client.Status.ACTIVE


NOBODY = Asker(Kind.ANONYMOUS)


def who_is_asking(request: HttpRequest) -> Asker:
    """Return who is asking.

    Two queries at most beside the user's own. CLIENT is a client who is or was in care (ACTIVE, PAUSED or ENDED: see
    `client.status`); a PROSPECT is still a reader, and so is whoever's space has closed after the end of care. Staff is
    the therapist only as the practitioner's own login and, over https, with the second factor used in this session;
    until then a reader.
    """
    user = request.user
    if not isinstance(user, User):
        return NOBODY
    if user.is_staff:
        is_hers = second_factor.is_satisfied(request) and Practitioner.objects.filter(user=user).exists()
        return Asker(Kind.THERAPIST if is_hers else Kind.READER, user)
    client = Client.objects.filter(user=user).first()
    return Asker(Kind.CLIENT if client is not None and has_space(client) else Kind.READER, user, client)


def has_space(client: Client) -> bool:
    """Return whether a client is or was in care, and her space has not closed since."""
    return client.status != Client.Status.PROSPECT and not closing.is_over(client, timezone.now())


def is_nobody(request: HttpRequest) -> bool:
    """Tell whether nobody is signed in."""
    return not request.user.is_authenticated


def is_therapist(request: HttpRequest) -> bool:
    """Return whether the therapist asks, and not somebody else at the desk."""
    return who_is_asking(request).kind is Kind.THERAPIST


def require_signed_in[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Send nobody to sign in; let everyone else through. The view's first argument is the request."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = request_of(args)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(*args, **kwargs)

    return guarded


def require_sign_in_or[**P](
    *session_keys: str,
) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """Send nobody to sign in, unless their browser keeps one of these keys; whatever is asked for, there or not.

    So a page that was left open for too long leads back to itself instead of seeming to be gone.
    """

    def guard(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request = request_of(args)
            if not request.user.is_authenticated and not any(key in request.session for key in session_keys):
                return redirect_to_login(request.get_full_path())
            return view(*args, **kwargs)

        return guarded

    return guard


def require_client[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let clients in care through; nobody is sent to sign in, anyone else gets the 404 of a page that is not there."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not who_is_asking(request_of(args)).is_active_client:
            raise Http404
        return view(*args, **kwargs)

    return require_signed_in(guarded)


def request_of(args: tuple[object, ...]) -> HttpRequest:
    """Return the request that a view was called with."""
    return cast("HttpRequest", args[0])
