import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0004_clock_carries_office_and_owner")]

    operations = [
        migrations.AlterField(
            model_name="clock",
            name="office",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="agencies.office"),
        ),
        migrations.AlterField(
            model_name="clock",
            name="owner",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("met", None), ("stopped", None)),
                fields=["agency", "office", "due", "id"],
                name="clock_of_office",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("met", None), ("stopped", None)),
                fields=["agency", "owner", "due", "id"],
                name="clock_of_owner",
            ),
        ),
    ]
