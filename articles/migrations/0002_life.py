import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address of its page")),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="in one line")),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AddField(
            model_name="essay",
            name="first_public_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="essay",
            name="part",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="its place in the series"),
        ),
        migrations.AddField(
            model_name="revision",
            name="content_note",
            field=models.CharField(blank=True, max_length=400, verbose_name="content note"),
        ),
        migrations.AddField(
            model_name="revision",
            name="language",
            field=models.CharField(default="en-gb", max_length=10, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="revision",
            name="summary",
            field=models.CharField(blank=True, max_length=240, verbose_name="summary"),
        ),
        migrations.AddField(
            model_name="revision",
            name="tonight",
            field=models.CharField(blank=True, max_length=300, verbose_name="one small thing to do tonight"),
        ),
        migrations.AddField(
            model_name="revision",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AlterField(
            model_name="oldaddress",
            name="essay",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="old_addresses",
                to="articles.essay",
                verbose_name="essay",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="saved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("until", models.DateTimeField(verbose_name="works until")),
                (
                    "essay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preview_links", to="articles.essay"
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="essay",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="essays",
                to="articles.series",
                verbose_name="series",
            ),
        ),
    ]
