"""Who a password belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User, find_user


class PasswordBackend(AuthenticationBackend):
    """allauth's, looking an address up in one query: as many for a known address as for an unknown one."""

    def _authenticate(self, request: Any, **credentials: Any) -> User | None:
        user = find_user(credentials.get("email") or credentials.get("username") or "")
        return user if self._check_password(user, credentials.get("password") or "") else None
