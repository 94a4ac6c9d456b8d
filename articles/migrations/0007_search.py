"""The tables of the search. They are filled after every `migrate`, by `articles.searching.upkeep`."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Without these categories the vowel signs of Indian scripts would part words. What comes here is folded already.
SQLITE = """
    CREATE VIRTUAL TABLE articles_searchterms USING fts5(terms, detail=none,
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")
"""
POSTGRES = [
    "ALTER TABLE articles_searchtext ADD COLUMN terms tsvector",
    # Ten of them are read for a page of what is found: quicker than to unpack them.
    "ALTER TABLE articles_searchtext ALTER COLUMN text SET STORAGE EXTERNAL, ALTER COLUMN stems SET STORAGE EXTERNAL",
    # Without this what was written last stands in a list that every search reads to its end.
    "CREATE INDEX articles_searchtext_terms ON articles_searchtext USING gin (terms) WITH (fastupdate = off)",
    # The planner reckons that to read every essay's words costs nothing; as a function of its own it asks the index.
    """
    CREATE FUNCTION articles_essays_saying(query tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 100
    SET enable_seqscan = off AS $$ SELECT essay_id FROM articles_searchtext WHERE terms @@ query $$
    """,
]


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make what only this engine has."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else [SQLITE]:
        schema_editor.execute(statement)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what does not go with the tables."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute("DROP FUNCTION articles_essays_saying" if is_postgres else "DROP TABLE articles_searchterms")


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_drafts")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "essay",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.essay",
                    ),
                ),
                ("text", models.TextField()),
                ("stems", models.TextField()),
                ("version", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "shape", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("shape", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
