from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from csplan.agencies.walls import speaking_for


def fill(apps: Any, _editor: Any) -> None:
    clocks, matters = apps.get_model("clocks", "Clock").objects, apps.get_model("clocks", "Matter").objects
    of_clock = matters.filter(agency=OuterRef("agency"), id=OuterRef("matter"))
    with speaking_for(apps.get_model("agencies", "Agency").objects.values_list("id", flat=True)):
        clocks.update(office=Subquery(of_clock.values("office")), owner=Subquery(of_clock.values("owner")))


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_walls_of_teams"),
        ("clocks", "0003_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="office",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="agencies.office"
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="owner",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
