from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("feed", "0001_initial")]

    operations = [walled("feed_feed")]
