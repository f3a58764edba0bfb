from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_lease_until_next_try"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="failed",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="fault",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
