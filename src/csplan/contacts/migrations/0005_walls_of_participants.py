from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_participants")]

    operations = [
        walled("contacts_participant"),
        walled("contacts_restriction"),
        walled("contacts_handling"),
        walled("contacts_correction"),
        walled("contacts_masked"),
    ]
