from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [
        walled("agencies_office"),
        walled("agencies_calendaredition"),
    ]
