from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_redacted")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="precision",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("precision__in", ("", "day"))), name="contact_precision"
            ),
        ),
    ]
