"""When something happened that was received later, such as a voice mail of a Saturday; no clock starts with it."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from csplan.agencies.plain_form import PlainForm
from csplan.contacts.fields import day_field, time_field
from csplan.contacts.models import Contact

HAPPENED: Final = ("happened_day", "happened_time")
AFTER: Final = "This is after it was received. Leave it empty where both were at the same time."


class HappenedForm(PlainForm):
    """The part of a form that says when a contact happened, where this was earlier than it was received."""

    happened_day = day_field("Happened on, if earlier than received")
    happened_time = time_field("Happened at")

    @property
    def says_happened(self) -> bool:
        """Whether a time of its own is given for when it happened."""
        return any(self.cleaned_data.get(name) for name in HAPPENED)

    def happened_before(self, received: datetime | None, *, day_alone: bool = False) -> datetime | None:
        """When it happened: when it was received unless said; an error at its field where that cannot be.

        day_alone: whether of the receipt no more is known than its day.
        """
        if not self.says_happened or HAPPENED[0] in self.errors or HAPPENED[1] in self.errors:
            return received
        found: datetime | None = self.typed_instant(*HAPPENED)  # type: ignore[attr-defined]  # of KeyedForm
        last = received + timedelta(days=1) if received and day_alone else received
        if found and last and found > last and not self.errors.keys() & {*HAPPENED}:
            self.add_error(HAPPENED[0], AFTER)
        return found


def happened_earlier(contact: Contact) -> bool:
    """Whether it happened before it was received."""
    return contact.happened != contact.received


def happened_initial(contact: Contact, zone: ZoneInfo) -> dict[str, Any]:
    """What the fields say of a contact: nothing where it happened when it was received."""
    at = contact.happened.astimezone(zone)
    typed = (f"{at:%Y-%m-%d}", f"{at:%H:%M}") if happened_earlier(contact) else ("", "")
    return dict(zip(HAPPENED, typed, strict=True))
