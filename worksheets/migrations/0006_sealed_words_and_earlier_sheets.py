"""The word with what was given is encrypted; a sheet can be put aside for a fresh one of the same worksheet."""

from typing import Any
from uuid import uuid4

from django.db import migrations, models

import practice.crypto


def seal_words(apps: Any, schema_editor: Any) -> None:
    """Give every row its number, and seal its word for it."""
    for row in apps.get_model("worksheets", "Assignment").objects.all():
        row.uuid, row.note = uuid4(), row.plain_note
        row.save(update_fields=["uuid", "note"])


def open_words(apps: Any, schema_editor: Any) -> None:
    """Store every word as it is read."""
    for row in apps.get_model("worksheets", "Assignment").objects.all():
        row.plain_note = row.note
        row.save(update_fields=["plain_note"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_without_email"),
        ("worksheets", "0005_measures"),
    ]

    operations = [
        migrations.RenameField("assignment", "note", "plain_note"),
        migrations.AddField("assignment", "uuid", models.UUIDField(editable=False, null=True)),
        migrations.AddField(
            "assignment",
            "note",
            practice.crypto.EncryptedTextField(
                blank=True,
                default="",
                max_length=300,
                owner="client_id",
                row="uuid",
                verbose_name="a word to the client",
            ),
        ),
        migrations.RunPython(seal_words, open_words),
        migrations.RemoveField("assignment", "plain_note"),
        migrations.AlterField("assignment", "uuid", models.UUIDField(default=uuid4, editable=False, unique=True)),
        migrations.RemoveConstraint("answer", "one_answer_a_version"),
        migrations.AddField(
            "answer",
            "put_aside_at",
            models.DateTimeField(blank=True, null=True, verbose_name="put with the earlier sheets"),
        ),
        migrations.AddConstraint(
            "answer",
            models.UniqueConstraint(
                condition=models.Q(("put_aside_at", None)),
                fields=("client", "version"),
                name="one_open_answer_a_version",
            ),
        ),
    ]
