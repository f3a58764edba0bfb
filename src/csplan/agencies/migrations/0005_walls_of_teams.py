from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_people_teams_choices")]

    operations = [
        walled("agencies_team"),
        walled("agencies_teammember"),
        walled("agencies_choice"),
    ]
