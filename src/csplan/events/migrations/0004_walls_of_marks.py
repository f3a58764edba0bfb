from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("events", "0003_marks_and_decided_events")]

    operations = [walled("events_mark")]
