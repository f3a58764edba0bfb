from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        walled("events_event"),
        walled("events_owed"),
        walled("events_restrictednote"),
        walled("events_reportcolumns"),
    ]
