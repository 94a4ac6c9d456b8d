"""Number and seal what is in the ledger already; from now on every entry is sealed as it is written."""

import secrets
import uuid
from itertools import groupby
from typing import Any

from django.db import migrations, models

import practice.crypto
from accounts.ledger.chain import FIRST, Link, seal


def seal_entries(apps: Any, schema_editor: Any) -> None:
    """Seal each client's entries in the order in which they were written."""
    entries = apps.get_model("accounts", "LedgerEntry").objects
    if not entries.exists():
        return
    secret = secrets.token_hex(32)
    apps.get_model("accounts", "LedgerKey").objects.create(pk=1, secret=secret)
    rows = entries.order_by("client_id", "at", "pk")
    for client, chain in groupby(rows, key=lambda entry: entry.client_id):
        before = FIRST
        for number, entry in enumerate(chain, start=1):
            link = Link(client, number, entry.at, entry.by_id, entry.act, entry.thing, None)
            before = seal(bytes.fromhex(secret), link, before)
            entries.filter(pk=entry.pk).update(number=number, by_number=entry.by_id, digest=before)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_waiting_list")]

    operations = [
        migrations.CreateModel(
            name="LedgerKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("secret", practice.crypto.EncryptedTextField(owner="uuid", row="uuid")),
            ],
            options={"verbose_name": "key of the ledger", "verbose_name_plural": "key of the ledger"},
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="thing_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="of when"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="number",
            field=models.PositiveIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="by_number",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(seal_entries, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(fields=("client", "number"), name="one_entry_a_number"),
        ),
    ]
