from django.db import migrations

from csplan.agencies.walls import walled_anew


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_set_up")]

    operations = [walled_anew()]
