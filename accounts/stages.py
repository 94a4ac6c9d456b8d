"""A step of signing in that differs from allauth's."""

from typing import Any

from allauth.account.stages import EmailVerificationStage

from accounts.models import User


class ProvedAddressStage(EmailVerificationStage):
    """Ask for proof of the address, except of whoever has none: she came in by a link and a PIN, or by a passkey."""

    def handle(self) -> Any:
        user = self.login.user
        if isinstance(user, User) and not user.email:
            return None, True
        return super().handle()  # type: ignore[no-untyped-call]
