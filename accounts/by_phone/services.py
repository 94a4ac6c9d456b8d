"""Every write of a way in by phone: a PIN, a link, both taken back, and coming in by them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts import sign_ins
from accounts.by_phone.records import PhoneEntry
from accounts.models import Client, User
from accounts.services import note_in_ledger

PIN_LASTS = timedelta(days=90)
LINK_LASTS = timedelta(days=2)
PIN_TRIES = 10  # wrong ones since the last right one, whatever the number of links
LINK_TRIES = 3
NO_LINK = {"link_hash": None, "link_until": None, "link_tries": 0, "browser_hash": ""}


class EntryError(Exception):
    """This way in does not open."""


class HasEmailError(EntryError):
    """Whoever has an address signs in with it; a link by hand would go round her mailbox."""


class NoPinError(EntryError):
    """There is no PIN that works, so a link would open nothing."""


class DeadLinkError(EntryError):
    """There is no such link, or it was used, ran out, took too many tries, or began to be used in another browser."""


class WrongPinError(EntryError):
    """The PIN is wrong; the try is counted."""


def make_pin(*, client: Client, by: User, now: datetime) -> str:
    """Return a new PIN, to be told in person: only its hash is kept. The one before, and a link, work no more.

    Raises:
        HasEmailError: the client signs in with an address.
    """
    with transaction.atomic():
        entry = _locked_entry(client)
        pin = f"{secrets.randbelow(1_000_000):06d}"
        entry.pin_hash = make_password(_mixed(entry, pin))
        entry.pin_until, entry.pin_tries = now + PIN_LASTS, 0
        _set(entry, **NO_LINK)
        note_in_ledger(client=client, by=by, act="pin", now=now)
    return pin


def make_link(*, client: Client, by: User, now: datetime) -> str:
    """Return the token of a new link, which works once; only its hash is kept. The one before works no more.

    Raises:
        HasEmailError: the client signs in with an address.
        NoPinError: there is no PIN that works.
    """
    with transaction.atomic():
        entry = _locked_entry(client)
        if not has_pin(entry, now):
            raise NoPinError
        token = secrets.token_urlsafe(24)
        _set(entry, **{**NO_LINK, "link_hash": hash_link(token), "link_until": now + LINK_LASTS})
        note_in_ledger(client=client, by=by, act="link", now=now)
    return token


def take_back(*, client: Client, by: User, now: datetime) -> None:
    """End every way in of a client without an address, as for a lost phone: PIN, link, passkeys, what is signed in.

    Raises:
        HasEmailError: the client signs in with an address.
    """
    with transaction.atomic():
        _locked_entry(client).delete()
        if client.user is not None:
            Authenticator.objects.filter(user=client.user).delete()
            sign_ins.end_all(client.user)
        note_in_ledger(client=client, by=by, act="way in taken back", now=now)


def come_in(*, token: str, browser: str, pin: str, now: datetime) -> User:
    """Return whom a link and a PIN let in; the link is used up. A login is made at the first time.

    Every try is counted before the PIN is looked at, in one statement, so that tries side by side are no more than
    those one after another. The first of them binds the link to its browser. Call it outside a transaction: a count
    that is rolled back would be none.

    Raises:
        DeadLinkError: the link does not work, or not here.
        WrongPinError: the PIN is wrong.
    """
    entry = open_entry(token=token, browser=browser, now=now)
    own = PhoneEntry.objects.filter(pk=entry.pk, link_hash=hash_link(token))
    room = own.filter(link_tries__lt=LINK_TRIES, pin_tries__lt=PIN_TRIES, browser_hash__in=["", browser])
    if not room.update(link_tries=F("link_tries") + 1, pin_tries=F("pin_tries") + 1, browser_hash=browser):
        raise DeadLinkError
    if not check_password(_mixed(entry, pin), entry.pin_hash):
        raise WrongPinError
    with transaction.atomic():
        client = Client.objects.select_for_update().get(pk=entry.client_id)
        if client.has_address or not own.update(**NO_LINK, pin_tries=0):
            raise DeadLinkError
        return _login_of(client)


def open_entry(*, token: str, browser: str, now: datetime) -> PhoneEntry:
    """Return the way in that a link opens in a browser. Writes nothing.

    Raises:
        DeadLinkError: the link does not work, or not here.
    """
    entry = PhoneEntry.objects.filter(link_hash=hash_link(token)).select_related("client__user").first()
    if entry is None or not has_link(entry, now) or entry.browser_hash not in {"", browser}:
        raise DeadLinkError
    user = entry.client.user
    if entry.client.has_address or (user is not None and not user.is_active):
        raise DeadLinkError
    return entry


def has_pin(entry: PhoneEntry, now: datetime) -> bool:
    """Return whether the PIN works."""
    return entry.pin_until is not None and entry.pin_until > now and entry.pin_tries < PIN_TRIES


def has_link(entry: PhoneEntry, now: datetime) -> bool:
    """Return whether the link works, in one browser or in any."""
    is_open = entry.link_until is not None and entry.link_until > now and entry.link_tries < LINK_TRIES
    return is_open and has_pin(entry, now)


def hash_link(token: str) -> str:
    """Return what a link is stored under and found by; a token has 192 bits, so nobody comes to one by trying."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mixed(entry: PhoneEntry, pin: str) -> str:
    """Return what is hashed of a PIN: bound to its client, and useless to whoever has the database alone."""
    named = f"{entry.client_id}:{pin}"
    return salted_hmac("accounts.by_phone.pin", named, algorithm="sha256").hexdigest()


def _locked_entry(client: Client) -> PhoneEntry:
    current = Client.objects.select_for_update(of=("self",)).select_related("user").get(pk=client.pk)
    if current.has_address:
        raise HasEmailError
    return PhoneEntry.objects.get_or_create(client=current)[0]


def _set(entry: PhoneEntry, **columns: object) -> None:
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.save()


def _login_of(client: Client) -> User:
    if client.user is None:
        client.user = User.objects.create_user("")
        client.save(update_fields=["user"])
    return client.user
