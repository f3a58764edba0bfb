from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("agencies", "0005_walls_of_teams")]

    operations = [walled("api_token"), walled("api_use"), walled("api_receipt")]
