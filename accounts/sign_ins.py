"""Where somebody is signed in: one row for each browser, how long it lasts unused, and ending it from anywhere.

allauth has an app for it, which keeps each network address and writes at every request: see docs/decisions/0021.
"""

import re
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import own_browser
from accounts.models import SignIn, User
from practice import sessions

SHARED_LASTS = timedelta(minutes=30)
OWN_LASTS = timedelta(hours=4)
NOTED_EVERY = timedelta(minutes=1)
LAST_USED = "last_used"  # in the session: seconds since 1970
ROW = "sign_in"  # in the session: the row's key
NOTED_KEY = "noted_key"  # in the session: its own key as the row has it; signing in anew may have changed it

BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")]  # fmt: skip
DEVICES = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")]  # fmt: skip


def device_of(request: HttpRequest) -> tuple[str, str]:
    """Return the names of browser and device, "" for what is not known; no version, and nothing of the place."""
    agent = request.headers.get("User-Agent", "")[:300]
    return first_named(BROWSERS, agent), first_named(DEVICES, agent)


def first_named(names: Iterable[tuple[str, str]], agent: str) -> str:
    """Return the first name whose sign is found."""
    return next((name for sign, name in names if re.search(rf"\b{re.escape(sign)}", agent)), "")


def idle_limit(request: HttpRequest, user: User | AnonymousUser) -> timedelta:
    """Return how long a sign-in lasts unused: short in a browser that others may use; her desk is her own."""
    return OWN_LASTS if getattr(user, "is_staff", False) or own_browser.is_own(request) else SHARED_LASTS


def mark_of(user: User) -> str:
    """Return what tells a page whether the same person is signed in, and nobody who it is."""
    return salted_hmac("accounts.sign_ins.mark", str(user.pk), algorithm="sha256").hexdigest()[:32]


def begin(request: HttpRequest, user: User, now: datetime) -> None:
    """Note a new sign-in."""
    if request.session.session_key is None:  # in place of somebody else's; the row needs the key to end it by
        request.session.create()
    browser, device = device_of(request)
    row = SignIn.objects.create(
        user=user,
        session_key=key_of(request),
        browser=browser,
        device=device,
        began_at=now,
        used_at=now,
    )
    request.session[ROW] = row.pk
    request.session[NOTED_KEY] = row.session_key
    request.session[LAST_USED] = now.timestamp()


def left_of(request: HttpRequest, user: User) -> timedelta:
    """Return how long this sign-in still lasts if no page is opened."""
    last = float(request.session.get(LAST_USED, time.time()))
    return idle_limit(request, user) - timedelta(seconds=time.time() - last)


def go_on(request: HttpRequest, user: User) -> bool:
    """Note that a sign-in is used, once a minute at most; end it, and return False, where it was not for too long."""
    last = float(request.session.get(LAST_USED, 0.0))
    if last and left_of(request, user) <= timedelta(0):
        forget(request)
        request.session.flush()
        return False
    has_new_key = request.session.get(NOTED_KEY) != key_of(request)
    if has_new_key or time.time() - last >= NOTED_EVERY.total_seconds():
        note(request, user, timezone.now())
    return True


def note(request: HttpRequest, user: User, now: datetime) -> None:
    """Store when this sign-in was last used; its session may have got another key, and an old one has no row yet."""
    key = key_of(request)
    row = SignIn.objects.filter(pk=own_key(request), user=user)
    if not row.update(used_at=now, session_key=key):
        begin(request, user, now)
    request.session[NOTED_KEY] = key
    request.session[LAST_USED] = now.timestamp()


def key_of(request: HttpRequest) -> str:
    """Return by what this browser's session is found in the database; what the browser holds is stored nowhere."""
    return sessions.stored_as(request.session.session_key or "")


def forget(request: HttpRequest) -> None:
    """Delete the row of this browser's sign-in, which is over."""
    SignIn.objects.filter(pk=own_key(request)).delete()


def own_key(request: HttpRequest) -> int:
    """Return the key of this browser's row; 0, which none has, where nobody is signed in."""
    return int(request.session.get(ROW, 0))


def sign_ins_of(request: HttpRequest, user: User) -> list[SignIn]:
    """Return where the user is signed in, this browser first; those whose session is gone are deleted."""
    note(request, user, timezone.now())
    own = own_key(request)
    rows = list(SignIn.objects.filter(user=user).order_by("-used_at", "-pk"))
    gone = [row for row in rows if row.pk != own and not is_alive(row)]
    SignIn.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return sorted((row for row in rows if row not in gone), key=lambda row: row.pk != own)


def is_alive(row: SignIn) -> bool:
    """Return whether the session of a row is still stored and still opens something."""
    kept = sessions.find(row.session_key)
    used = float(kept.get_decoded().get(LAST_USED, 0.0)) if kept else 0.0
    return time.time() - used < OWN_LASTS.total_seconds()


def end(*, user: User, pk: int) -> None:
    """End one sign-in of a user; holds from that browser's next request. Somebody else's, or none, is left alone."""
    end_rows(SignIn.objects.filter(user=user, pk=pk))


def end_others(request: HttpRequest, user: User) -> None:
    """End every sign-in of a user but the one that asks."""
    end_rows(SignIn.objects.filter(user=user).exclude(pk=own_key(request)))


def end_all(user: User) -> None:
    """End every sign-in of a user."""
    end_rows(SignIn.objects.filter(user=user))


def end_rows(rows: Any) -> None:
    """Delete sessions, and the rows that stand for them."""
    with transaction.atomic():
        for row in rows:
            sessions.end(row.session_key)
            row.delete()


def forget_old_sign_ins(now: datetime) -> None:
    """Delete the rows of sign-ins that have certainly ended, and the sessions of everybody that have."""
    SignIn.objects.filter(used_at__lt=now - OWN_LASTS).delete()
    sessions.SessionStore.clear_expired()
