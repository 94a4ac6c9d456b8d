"""Let the essays of one topic be found in their order without reading those of the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_moving")]

    operations = [
        migrations.AddIndex(
            model_name="essay",
            index=models.Index(fields=["topic", "state", "publish_at"], name="essays_by_topic"),
        ),
    ]
