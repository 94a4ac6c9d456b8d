"""Every write of this room: a client's standing, the birth of a login, signing in by proof of the mailbox."""

from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts import closing, ledger
from accounts.models import Client, User, normalise_email
from accounts.reach import ReachWishes
from accounts.signals import care_changed, care_changing, space_closing

PROSPECT, ACTIVE, PAUSED, ENDED = Client.Status
MAY_FOLLOW: dict[str, frozenset[str]] = {
    PROSPECT: frozenset({ACTIVE, ENDED}),
    ACTIVE: frozenset({PAUSED, ENDED}),
    PAUSED: frozenset({ACTIVE, ENDED}),
    ENDED: frozenset({ACTIVE}),
}


class StandingError(Exception):
    """The client's standing cannot change like this."""


def set_client_status(*, client: Client, status: str, by: User, now: datetime) -> Client:
    """Grant, pause or end care; holds from the client's next request on. Setting what already is does nothing.

    Locks the client's row. `now` is aware. One ledger entry a change, and what the rooms
    above do about it, in the same transaction.

    Raises:
        StandingError: `status` may not follow the present one.
    """
    with transaction.atomic():
        care_changing.send(Client)
        current = Client.objects.select_for_update().get(pk=client.pk)
        if current.status == status:
            return current
        if status not in MAY_FOLLOW[current.status]:
            raise StandingError
        thing = f"{current.status} > {status}"
        current.status = status
        current.closes_on = closing.day_of_closing(now) if status == ENDED else None
        current.closed_at = None
        current.save(update_fields=["status", "closes_on", "closed_at"])
        note_in_ledger(client=current, by=by, act="status", now=now, thing=thing)
        care_changed.send(Client, client=current, by=by, now=now)
    return current


def note_in_ledger(*, client: Client, by: User | None, act: str, now: datetime, thing: str = "") -> None:
    """Add an entry to a client's ledger, within the transaction of what it tells of."""
    ledger.write(client=client, at=now, by=by, act=act, thing=thing)


def place_client(*, client: Client, is_in_care: bool, by: User, now: datetime) -> Client:
    """Store somebody whom the therapist puts on her list by hand, in care or as one who asked; nobody is written to."""
    with transaction.atomic():
        client.status = PROSPECT
        client.save(force_insert=True)
        note_in_ledger(client=client, by=by, act="placed", now=now)
        return set_client_status(client=client, status=ACTIVE, by=by, now=now) if is_in_care else client


def close_space(*, client: Client, now: datetime) -> bool:
    """Close the space of a client whose day has come, with all that the rooms keep there for her alone.

    Returns whether there was anything to do: twice at once, or after care was granted again, there is not.
    """
    with transaction.atomic():
        current = Client.objects.select_for_update().get(pk=client.pk)
        if current.closed_at is not None or not closing.is_over(current, now):
            return False
        space_closing.send(Client, client=current, now=now)
        current.closed_at = now
        current.save(update_fields=["closed_at"])
        note_in_ledger(client=current, by=None, act="space closed", now=now)
    return True


def set_wording(*, client: Client, wording: str) -> None:
    """Note how much messages to a client may give away; holds for every message not sent yet."""
    Client.objects.filter(pk=client.pk).update(wording=Client.Wording(wording))


def set_reach(*, client: Client, wishes: ReachWishes, name: str = "") -> None:
    """Store how a client may be reached, and the name to use if one is given. Touches nothing else of the row."""
    changes = {**wishes.columns(), **({"name": name} if name else {})}
    for column, value in changes.items():
        setattr(client, column, value)
    client.save(update_fields=list(changes))


def find_or_create_user_for(email: str) -> User:
    """Return the user of a proved address, made without a password where there is none; the address is marked proved.

    Two calls at once give the same user. May be called inside a transaction.
    """
    address = normalise_email(email)
    with transaction.atomic():
        user, _ = User.objects.get_or_create(email=address, defaults={"password": make_password(None)})
        prove_address(user)
    return user


def prove_address(user: User) -> None:
    """Mark the user's own address as proved, for allauth; does nothing where it is already."""
    proved = {"verified": True, "primary": True}
    try:
        with transaction.atomic():
            EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=proved)
    except IntegrityError:
        # Another row holds the same address as proved: it belongs to a user who changed to it meanwhile.
        EmailAddress.objects.get_or_create(user=user, email=user.email)


def stay_signed_in_here(request: HttpRequest, user: User, **_about: object) -> None:
    """Keep the browser in which somebody has just changed her address signed in: every other one is signed out by it.

    Answers allauth's signal. Another browser may enter the code too, where nobody is signed in.
    """
    if request.user == user:
        update_session_auth_hash(request, user)


def sign_in_by_proof(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Sign in a user who has just proved the mailbox with a code of this site, and go on to `next_url`.

    allauth's stages still run, so a client's own second factor is asked for. Staff is never signed in here: the
    mailbox alone must not open the desk; nor does staff who tries the site as a client lose her own sign-in. The
    answer is then only the redirect.
    """
    is_at_work = isinstance(request.user, User) and request.user.is_staff
    if user.is_staff or is_at_work:
        return HttpResponseRedirect(next_url)
    record_authentication(request, user, method="code", email=user.email)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_url, email=user.email))
    return response
