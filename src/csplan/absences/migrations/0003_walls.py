from django.db import migrations

from csplan.agencies.walls import walled


class Migration(migrations.Migration):
    dependencies = [("absences", "0002_arrangements")]

    operations = [
        walled("absences_absence"),
        walled("absences_absencechange"),
        walled("absences_standingcover"),
        walled("absences_greetingtask"),
        walled("absences_protectedtime"),
    ]
