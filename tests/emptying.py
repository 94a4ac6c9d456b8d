"""How a database that really committed is emptied after a test: without making anew what is made of the code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

# A row for each model, and four for each: they are the same after every test.
MADE_OF_CODE = frozenset({"django_content_type", "auth_permission"})
PERMISSIONS = "django.contrib.auth.management.create_permissions"  # how Django's own receiver is known


@contextmanager
def keeping_what_is_made_of_code() -> Iterator[None]:
    """Leave the rows of the models and their permissions, and look for none that are missing."""
    emit = flush.emit_post_migrate_signal  # type: ignore[attr-defined]

    def statements(style: Any, connection: BaseDatabaseWrapper, **options: Any) -> list[str]:
        there = connection.introspection.django_table_names(only_existing=True, include_views=False)
        return connection.ops.sql_flush(style, [name for name in there if name not in MADE_OF_CODE], **options)

    def tell_the_others(*args: Any, **options: Any) -> None:
        post_migrate.disconnect(dispatch_uid=PERMISSIONS)
        post_migrate.disconnect(create_contenttypes)
        try:
            emit(*args, **options)
        finally:
            post_migrate.connect(create_permissions, dispatch_uid=PERMISSIONS)
            post_migrate.connect(create_contenttypes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", statements)
        patch.setattr(flush, "emit_post_migrate_signal", tell_the_others)
        yield
