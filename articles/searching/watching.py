"""Whether the search knows the essays as they are, and when it is mended."""

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connection, connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Essay, SearchText
from articles.searching import upkeep
from practice.health import Light


def forget_deleted(*, instance: Essay, **_signal: Any) -> None:
    """Answer `post_delete`: forget an essay that is gone."""
    upkeep.forget([instance.pk])


def mend_after_migrate(*, using: str, **_signal: Any) -> None:
    """Answer `post_migrate`: learn the essays that were there before the search, or under other rules."""
    if SearchText._meta.db_table in connections[using].introspection.table_names():
        upkeep.mend()


def mend_daily(now: datetime) -> None:
    """Learn what was written past the essays' own saving; forget the words that none has any more."""
    upkeep.mend()
    upkeep.forget_unused_words()


def check_search(now: datetime) -> Light:
    """Say whether the search knows the essays as they are."""
    missing, gone = upkeep.astray()
    if count := len(missing | gone):
        words = ngettext("The search does not know %d essay.", "The search does not know %d essays.", count)
        return Light(ok=False, text=words % count)
    return Light(ok=True, text=_("The search knows every essay."))


def check_sqlite(**_asked: Any) -> list[CheckMessage]:
    """Refuse a SQLite that was built without full text."""
    if connection.vendor != "sqlite" or has_full_text():
        return []
    hint = "Use a Python whose SQLite was built with FTS5 (nearly every one is), or PostgreSQL."
    return [Error("This SQLite was built without FTS5, which the search needs.", hint=hint, id="articles.E001")]


def has_full_text() -> bool:
    """Tell whether SQLite can make a table of FTS5."""
    with closing(sqlite3.connect(":memory:")) as memory:
        try:
            memory.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        except sqlite3.OperationalError:
            return False
    return True
