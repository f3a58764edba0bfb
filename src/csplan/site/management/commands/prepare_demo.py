"""manage.py prepare_demo: fill an empty database with the demo state."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from csplan.agencies.models import Agency
from csplan.site.demo.state import prepare_demo


class Command(BaseCommand):
    """Prepares the demo state, once."""

    help = "Fill an empty database with made-up agencies, people and contacts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add how many contacts there shall be, and the seed."""
        parser.add_argument("--contacts", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=935)

    def handle(self, *args: Any, contacts: int, seed: int, **options: Any) -> None:
        """Prepare the state where there is no agency yet."""
        if Agency.objects.exists():
            self.stdout.write("There are agencies already; nothing is added.")
            return
        with transaction.atomic():
            prepare_demo(timezone.now(), contacts=contacts, seed=seed)
        self.stdout.write(f"Made up {Agency.objects.count()} agencies with people and contacts.")
