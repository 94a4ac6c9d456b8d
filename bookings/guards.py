"""The database's own guards that no migration can be trusted to keep: triggers, installed after every migrate.

SQLite drops a table's triggers when a migration rebuilds the table, so they are put back from `post_migrate`,
which may run as often as it likes; `missing()` is asked by `/readyz`.

- `no_double_booking` (SQLite; PostgreSQL has an exclusion constraint): no two rows that block may overlap for one
  practitioner, unless they belong to one session.
- `bookings_plain_times`: SQLite compares times as text, so only `YYYY-MM-DD HH:MM:00` may be stored; on both
  engines no session lasts longer than 12 hours, which keeps the search for overlaps on its index.
- `events_append_only`: an event is never deleted, and never changed but for blanking its note or its author, and
  for sealing its note again with another key.
"""

from typing import Any

from django.db import connections

CLASH = "no_double_booking"
MINUTE = "'____-__-__ __:__:00'"

SQLITE_OVERLAP = f"""
    SELECT RAISE(ABORT, '{CLASH}') WHERE NEW.blocks AND EXISTS (
        SELECT 1 FROM bookings_booking AS other
        WHERE other.blocks AND other.practitioner_id = NEW.practitioner_id AND other.session_id <> NEW.session_id
          AND other.starts_at > strftime('%Y-%m-%d %H:%M:%S', NEW.starts_at, '-12 hours')
          AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at);
"""
SQLITE_TIMES = f"""
    SELECT RAISE(ABORT, 'bookings_plain_times') WHERE NEW.starts_at NOT LIKE {MINUTE} OR NEW.ends_at NOT LIKE {MINUTE}
        OR NEW.ends_at > strftime('%Y-%m-%d %H:%M:%S', NEW.starts_at, '+12 hours');
"""
EVENT_COLUMNS = ("id", "uuid", "booking_id", "at", "by", "act", "from_status", "to_status", "starts_at", "reason_code")
# A sealed note reads `1:<key id>:<base64>`. Rotation of the keys gives it another key id, a changed text does not.
SQLITE_KEY = "substr({0}.note, 1, 2 + instr(substr({0}.note, 3), ':'))"
SQLITE_SAME_KEY = (
    "(OLD.note NOT LIKE '1:%:%' OR NEW.note NOT LIKE '1:%:%'"
    f" OR {SQLITE_KEY.format('NEW')} = {SQLITE_KEY.format('OLD')})"
)
POSTGRES_SAME_KEY = (
    "(OLD.note NOT LIKE '1:%:%' OR NEW.note NOT LIKE '1:%:%' OR "
    "split_part(NEW.note, ':', 2) = split_part(OLD.note, ':', 2))"
)

SQLITE = {
    "bookings_guard_insert": f"BEFORE INSERT ON bookings_booking BEGIN {SQLITE_TIMES} {SQLITE_OVERLAP} END",
    "bookings_guard_update": f"BEFORE UPDATE ON bookings_booking BEGIN {SQLITE_TIMES} {SQLITE_OVERLAP} END",
    "events_guard_delete": (
        "BEFORE DELETE ON bookings_bookingevent BEGIN SELECT RAISE(ABORT, 'events_append_only'); END"
    ),
    "events_guard_update": (
        "BEFORE UPDATE ON bookings_bookingevent WHEN "
        + " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in EVENT_COLUMNS)
        + f" OR (NEW.note <> OLD.note AND NEW.note <> '' AND {SQLITE_SAME_KEY})"
        + " OR (NEW.by_user_id IS NOT OLD.by_user_id AND NEW.by_user_id IS NOT NULL)"
        + " BEGIN SELECT RAISE(ABORT, 'events_append_only'); END"
    ),
}

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_with_name() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql
"""
POSTGRES = {
    "bookings_guard_times": (
        "BEFORE INSERT OR UPDATE ON bookings_booking FOR EACH ROW WHEN "
        "(NEW.ends_at > NEW.starts_at + interval '12 hours' OR date_trunc('minute', NEW.starts_at) <> NEW.starts_at"
        " OR date_trunc('minute', NEW.ends_at) <> NEW.ends_at) "
        "EXECUTE FUNCTION refuse_with_name('bookings_plain_times')"
    ),
    "events_guard_delete": (
        "BEFORE DELETE ON bookings_bookingevent FOR EACH ROW EXECUTE FUNCTION refuse_with_name('events_append_only')"
    ),
    "events_guard_update": (
        "BEFORE UPDATE ON bookings_bookingevent FOR EACH ROW WHEN ("
        + " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in EVENT_COLUMNS)
        + f" OR (NEW.note IS DISTINCT FROM OLD.note AND NEW.note <> '' AND {POSTGRES_SAME_KEY})"
        + " OR (NEW.by_user_id IS DISTINCT FROM OLD.by_user_id AND NEW.by_user_id IS NOT NULL))"
        + " EXECUTE FUNCTION refuse_with_name('events_append_only')"
    ),
}
TABLES = {"bookings": "bookings_booking", "events": "bookings_bookingevent"}


def triggers(vendor: str) -> dict[str, str]:
    """Return the triggers that belong on an engine: name to definition."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def install(using: str = "default") -> None:
    """Put every trigger in place; those already there are replaced by their newest definition."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for name, definition in triggers(connection.vendor).items():
            cursor.execute(drop_statement(name, connection.vendor))
            cursor.execute(f"CREATE TRIGGER {name} {definition}")


def remove(using: str = "default") -> None:
    """Take the triggers away: a test database is emptied by DELETE, which the events' guard would refuse."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in triggers(connection.vendor):
            cursor.execute(drop_statement(name, connection.vendor))


def drop_statement(name: str, vendor: str) -> str:
    """Return the statement that drops one trigger where it exists."""
    table = f" ON {TABLES[name.split('_')[0]]}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {name}{table}"


def missing(using: str = "default") -> list[str]:
    """Return the names of the guards that the database does not have: triggers, and PostgreSQL's constraint."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        wanted, question = list(SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = [*POSTGRES, CLASH]
        question = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' UNION SELECT conname FROM pg_constraint"
    with connection.cursor() as cursor:
        cursor.execute(question)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in present]


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Answer `post_migrate`: put the guards back, once the tables that they stand on exist."""
    tables = connections[using].introspection.table_names()
    if all(table in tables for table in TABLES.values()):
        install(using)
