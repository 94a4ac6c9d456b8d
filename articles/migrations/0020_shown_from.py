"""Let PostgreSQL find with less work: essays as arrays, and the day from which each is shown beside its words.

To hand on thousands of rows takes it longer than to find them, and so does it to look up the state of each.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MADE = (
    # Kept by the database itself, whoever writes either table. NULL for what is not published.
    "ALTER TABLE articles_searchtext ADD COLUMN shown_from timestamptz",
    """
    CREATE FUNCTION articles_set_shown_from() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.shown_from := (SELECT publish_at FROM articles_essay WHERE id = NEW.essay_id AND state = 'published');
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER articles_set_shown_from BEFORE INSERT OR UPDATE ON articles_searchtext
    FOR EACH ROW EXECUTE FUNCTION articles_set_shown_from()
    """,
    """
    CREATE FUNCTION articles_hand_on_shown_from() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET shown_from = NULL WHERE essay_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER articles_hand_on_shown_from AFTER UPDATE ON articles_essay FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.publish_at IS DISTINCT FROM NEW.publish_at)
    EXECUTE FUNCTION articles_hand_on_shown_from()
    """,
    "UPDATE articles_searchtext SET shown_from = NULL",
    """
    CREATE FUNCTION articles_shown_saying(query tsquery, now timestamptz) RETURNS bigint[] LANGUAGE plpgsql STABLE
    SET enable_seqscan = off AS $$
    BEGIN
        RETURN ARRAY(
            SELECT essay_id FROM articles_searchtext WHERE terms @@ query AND shown_from <= now
            ORDER BY shown_from DESC, essay_id DESC
        );
    END $$
    """,
    """
    CREATE FUNCTION articles_lines_saying(queries tsquery[], enough integer) RETURNS text LANGUAGE plpgsql STABLE
    SET enable_seqscan = off AS $$
    DECLARE
        query tsquery;
        ids bigint[];
        lines text[];
    BEGIN
        FOREACH query IN ARRAY queries LOOP
            ids := ARRAY(SELECT essay_id FROM articles_searchtext WHERE terms @@ query);
            lines := lines || array_to_string(ids, ',');
            EXIT WHEN cardinality(ids) >= enough;
        END LOOP;
        RETURN array_to_string(lines, ';');
    END $$
    """,
    "DROP FUNCTION articles_essays_saying",
)
UNMADE = (
    """
    CREATE FUNCTION articles_essays_saying(query tsquery) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    ROWS 100 SET enable_seqscan = off AS $$
    BEGIN RETURN QUERY SELECT essay_id FROM articles_searchtext WHERE terms @@ query; END $$
    """,
    "DROP FUNCTION articles_lines_saying",
    "DROP FUNCTION articles_shown_saying",
    "DROP TRIGGER articles_hand_on_shown_from ON articles_essay",
    "DROP FUNCTION articles_hand_on_shown_from",
    "DROP TRIGGER articles_set_shown_from ON articles_searchtext",
    "DROP FUNCTION articles_set_shown_from",
    "ALTER TABLE articles_searchtext DROP COLUMN shown_from",
)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make all this, on PostgreSQL."""
    for statement in MADE if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


def unmake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    for statement in UNMADE if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_search_on_postgresql")]

    operations = [migrations.RunPython(make, unmake)]
