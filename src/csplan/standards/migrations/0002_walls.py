from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]

    operations = [
        walled("standards_planinforce"),
    ]
