from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_fill_life")]

    operations = [
        migrations.AddConstraint(
            model_name="essay",
            constraint=models.UniqueConstraint(fields=("series", "part"), name="one_essay_a_part"),
        ),
    ]
