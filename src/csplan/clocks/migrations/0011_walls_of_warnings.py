from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("clocks", "0010_warned")]

    operations = [walled("clocks_warned")]
