from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("agencies", "0001_initial")]

    operations = [walled("webhooks_subscription")]
