from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        walled("contacts_contact"),
        walled("contacts_attempt"),
    ]
