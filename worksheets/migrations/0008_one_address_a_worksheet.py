from django.db import migrations, models

import worksheets.models


class Migration(migrations.Migration):
    """In a transaction of its own: PostgreSQL changes no table in the one that has filled it."""

    dependencies = [("worksheets", "0007_addresses_that_say_nothing")]
    operations = [
        migrations.AlterField(
            model_name="worksheet",
            name="code",
            field=models.CharField(
                default=worksheets.models.new_code,
                editable=False,
                max_length=60,
                unique=True,
                verbose_name="end of its address",
            ),
        ),
    ]
