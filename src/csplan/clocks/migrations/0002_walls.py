from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        walled("clocks_matter"),
        walled("clocks_clock"),
    ]
