"""A column for the address that somebody signs in with, or for none."""

from typing import Any

from django.db import models


class LoginAddressField(models.EmailField):  # type: ignore[type-arg]
    """An address, "" where there is none: stored as NULL then, for no two rows may hold the same address."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or None

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        """Return what is stored."""
        return value or ""
