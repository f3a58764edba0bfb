from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        walled("desk_savedfilter"),
        walled("desk_digestwish"),
    ]
