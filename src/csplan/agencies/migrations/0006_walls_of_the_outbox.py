"""The outbox knows nobody; the wall that stands before what leaves the building is built here."""

from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_walls_of_teams"), ("outbox", "0001_initial")]

    operations = [walled("outbox_parcel", column="agency")]
