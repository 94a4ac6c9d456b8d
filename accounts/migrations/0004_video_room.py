"""Give each practitioner a video room. Its link is encrypted for one row, which therefore needs a name of its own."""

from typing import Any
from uuid import uuid4

from django.db import migrations, models

import practice.crypto
import practice.fields


def name_rows(apps: Any, schema_editor: Any) -> None:
    """Give each row its own name: a column's default is worked out once for all of them."""
    Practitioner = apps.get_model("accounts", "Practitioner")
    for row in Practitioner.objects.only("pk"):
        Practitioner.objects.filter(pk=row.pk).update(uuid=uuid4())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_client_wording")]

    operations = [
        migrations.AddField(
            model_name="practitioner",
            name="uuid",
            field=models.UUIDField(default=uuid4, editable=False),
        ),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AddField(
            model_name="practitioner",
            name="video_company",
            field=models.CharField(
                blank=True,
                help_text="Named to clients beside the link. Empty: the link's own host is named.",
                max_length=60,
                verbose_name="company that carries the video",
            ),
        ),
        migrations.AddField(
            model_name="practitioner",
            name="video_link",
            field=practice.crypto.EncryptedTextField(
                blank=True,
                default="",
                help_text="Clients find it on their page from 15 minutes before a video session; it is never in a mail.",
                owner="uuid",
                row="uuid",
                validators=[practice.fields.validate_https],
                verbose_name="link to your video room",
            ),
        ),
    ]
