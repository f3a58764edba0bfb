from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("clocks", "0006_turns_and_moves")]

    operations = [
        walled("clocks_turn"),
        walled("clocks_move"),
    ]
