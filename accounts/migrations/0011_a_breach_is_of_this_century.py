from django.db import migrations, models

import practice.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_without_email"),
    ]

    operations = [
        migrations.AlterField(
            model_name="breach",
            name="board_told_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                validators=[practice.fields.require_this_century],
                verbose_name="the Board was told",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="noticed_at",
            field=models.DateTimeField(validators=[practice.fields.require_this_century], verbose_name="noticed"),
        ),
        migrations.AlterField(
            model_name="breach",
            name="people_told_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                validators=[practice.fields.require_this_century],
                verbose_name="the people were told",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="report_sent_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                validators=[practice.fields.require_this_century],
                verbose_name="the full report was sent",
            ),
        ),
    ]
