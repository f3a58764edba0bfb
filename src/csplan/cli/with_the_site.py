"""What commands do first that use the site's database."""

import os
from typing import Final

DEMO_STATE: Final = "var/demo"


def with_the_site(*, demo: bool) -> None:
    """Set Django up by the environment; for a training site, by that of `csplan serve --demo`."""
    import django
    from django.apps import apps

    if demo:
        os.environ["CSPLAN_DEMO"] = "1"
        os.environ.setdefault("CSPLAN_STATE", DEMO_STATE)
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csplan.site.settings")
        django.setup()
