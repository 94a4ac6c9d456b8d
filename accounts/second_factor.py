"""The second factor of staff: demanded wherever the site is served over https, optional on loopback.

It guards every page of the desk by its address, so a page added there later is guarded without asking for it.
"""

from dataclasses import replace
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from practice import keeping
from practice.middleware import Handler

# Their own pages would go round allauth's limits, its question for the password and its notice by mail.
REPLACED = frozenset({"password_change", "password_change_done"})
SIGNED_OUT = "practice/not_sent_signed_out.html"
ENTRANCES = frozenset({"login", "logout"})


def is_demanded_of(user: User | AnonymousUser) -> bool:
    """Return whether `user` must use a second factor."""
    return bool(settings.IS_HTTPS and user.is_staff)


def is_enrolled(user: User | AnonymousUser) -> bool:
    """Return whether `user` has a second factor; recovery codes alone are none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return user.is_authenticated and Authenticator.objects.filter(user=user, type__in=kinds).exists()


def is_missing(user: User) -> bool:
    """Return whether `user` must have a second factor and has none yet."""
    return is_demanded_of(user) and not is_enrolled(user)


def was_used(request: HttpRequest) -> bool:
    """Return whether a second factor, or a passkey, was used in this session."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    return any(record.get("method") == "mfa" for record in records)


def is_satisfied(request: HttpRequest) -> bool:
    """Return whether nothing more is asked of the user: not staff, not over https, or enrolled and used."""
    return not is_demanded_of(request.user) or (was_used(request) and is_enrolled(request.user))


def ask_for_it(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to where the second factor is set up or, once there is one, to where it is used."""
    if not is_enrolled(request.user):
        messages.warning(request, _("Set up a second factor first: your desk holds what clients entrust to you."))
        return redirect("mfa_index")
    has_codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    page = reverse("mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


class DeskGuard:
    """Ask everyone at the desk's door who they are; whoever is not staff finds no door."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of a page of the desk, or return None to let it answer."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names:
            return None
        if not request.user.is_authenticated:
            if own := keeping.keeping_of(request):
                return keeping.give_back(request, replace(own, template=SIGNED_OUT))
            wanted = reverse("admin:index") if match.url_name in ENTRANCES else request.get_full_path()
            return redirect_to_login(wanted)
        if not request.user.is_staff:
            raise Http404
        if not is_satisfied(request) and match.url_name != "logout":
            return ask_for_it(request)
        return redirect("account_change_password") if match.url_name in REPLACED else None


def guard_desk(get_response: Handler) -> DeskGuard:
    """Put the guard before every page of the desk."""
    return DeskGuard(get_response)
