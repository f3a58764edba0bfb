"""The ledger knows nobody; the walls that stand before its chains are built here."""

from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_walls"), ("ledger", "0001_initial")]

    operations = [
        walled("ledger_entry", column="agency"),
        walled("ledger_salt", column="agency"),
    ]
