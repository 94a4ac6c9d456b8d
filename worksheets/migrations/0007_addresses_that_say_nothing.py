from typing import Any

from django.db import migrations, models

import worksheets.models


def give_codes(apps: Any, _editor: Any) -> None:
    """Give each worksheet an address of its own that says nothing."""
    for worksheet in apps.get_model("worksheets", "Worksheet").objects.all():
        worksheet.code = worksheets.models.new_code()
        worksheet.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("worksheets", "0006_sealed_words_and_earlier_sheets")]
    operations = [
        migrations.AlterField(
            model_name="worksheet",
            name="slug",
            field=models.SlugField(max_length=60, unique=True, verbose_name="name by which an essay knows it"),
        ),
        migrations.AddField(
            model_name="worksheet",
            name="code",
            field=models.CharField(
                default=worksheets.models.new_code,
                editable=False,
                max_length=60,
                null=True,
                verbose_name="end of its address",
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
