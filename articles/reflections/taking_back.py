"""The private address at which whoever wrote a reflection takes it back: the only tie between the two.

It is signed, not stored: a copy of the database opens none of them.
"""

from uuid import UUID

from django.core import signing

from articles.models import Reflection

SIGNER = signing.Signer(salt="articles.reflections.taking_back")


def token_of(reflection: Reflection) -> str:
    """Return the last part of the address."""
    return SIGNER.sign(reflection.uuid.hex)


def reference_in(token: str) -> UUID | None:
    """Return which reflection a token is of, there or not; None where this site did not sign it."""
    try:
        return UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
