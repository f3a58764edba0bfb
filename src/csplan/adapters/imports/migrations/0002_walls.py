from django.db import migrations

from csplan.agencies.walls import walled

TABLES = ("import", "part", "progress", "line", "caller", "proposal")


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("agencies", "0005_walls_of_teams")]

    operations = [walled(f"imports_{table}") for table in TABLES]
