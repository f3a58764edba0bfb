"""manage.py prepare_demo: fill an empty database with the demo state."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from csplan.agencies.models import Agency
from csplan.site.demo.state import prepare_demo


class Command(BaseCommand):
    """Prepares the demo state, once."""

    help = "Fill an empty database with made-up agencies, people and contacts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the state where there is no agency yet."""
        if Agency.objects.exists():
            self.stdout.write("There are agencies already; nothing is added.")
            return
        with transaction.atomic():
            prepare_demo(timezone.now())
        self.stdout.write(f"Made up {Agency.objects.count()} agencies with people and contacts.")
