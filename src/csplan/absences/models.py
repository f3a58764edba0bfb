"""Absences with their history, who covers whom, greetings to change, and protected time."""

from typing import ClassVar, Final

from django.db import models

from csplan.agencies.keys import new_key
from csplan.agencies.models import Agency, Person, Team

WORD: Final = 40
WHY: Final = 200
CHANGE, RESTORE = "change", "restore"


class Absence(models.Model):
    """A person is away from one instant until another (None: until further notice). Why beyond the kind is not kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=WORD)  # an id of kinds.toml; shown to the person and the supervisor alone
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)  # half-open; whole days end at the next midnight of the office
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    redirected = models.BooleanField(default=False)  # whether the telephone sends calls on to the cover
    version = models.PositiveIntegerField(default=1)  # of the last change; who edits an older one is shown both
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cancelled = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.UUIDField()

    class Meta:
        """An absence ends after it begins; nobody covers for himself; calls are redirected to somebody."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "idempotency_key"], name="absence_once"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gt=models.F("begins")), name="absence_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(cover=None) | ~models.Q(cover=models.F("person")), name="absence_other_cover"
            ),
            models.CheckConstraint(
                condition=models.Q(redirected=False) | models.Q(cover__isnull=False), name="absence_redirected_to_cover"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "person", "begins"], name="absence_by_person")]

    def __str__(self) -> str:
        """The key: the rest is not everybody's."""
        return f"absence {self.id}"


class AbsenceChange(models.Model):
    """What an absence was before somebody changed it, and why it was changed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()  # the version that this was
    kind = models.CharField(max_length=WORD)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    redirected = models.BooleanField()
    why = models.CharField(max_length=WHY)
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A version is left once: of two who change it, one comes second."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "absence", "version"], name="absence_version_left_once")
        ]

    def __str__(self) -> str:
        """The version."""
        return f"version {self.version}"


class StandingCover(models.Model):
    """Who covers for a person or a team; the one of the lowest place who is there is proposed first."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        """A cover stands once for a person or a team, and not for itself."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "person", "cover"], condition=models.Q(team=None), name="cover_of_person_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "team", "cover"], condition=models.Q(person=None), name="cover_of_team_once"
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="cover_of_person_or_team",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | ~models.Q(person=models.F("cover")), name="cover_is_other"
            ),
        ]

    def __str__(self) -> str:
        """The place."""
        return f"cover {self.place}"


class GreetingTask(models.Model):
    """A voice mail greeting to change before an absence, or to restore on return; only where the agency chose so."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="greetings")
    what = models.CharField(max_length=10)
    due = models.DateTimeField(null=True, blank=True)  # None while nobody knows when the person returns
    done = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """One of each for an absence; who did it is known."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "absence", "what"], name="greeting_once"),
            models.CheckConstraint(condition=models.Q(what__in=(CHANGE, RESTORE)), name="greeting_what"),
            models.CheckConstraint(
                condition=models.Q(done=None, done_by=None) | models.Q(done__isnull=False, done_by__isnull=False),
                name="greeting_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """What to do."""
        return f"{self.what} the greeting"


class ProtectedTime(models.Model):
    """Time of a person or a team without calls, weekly or on a single day; it stops no clock."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 is Monday
    day = models.DateField(null=True, blank=True)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        """Of a person or a team, every week or on one day, from one time of the day to a later one."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="protected_person_or_team",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday=None, day__isnull=False)
                | (models.Q(day=None) & models.Q(weekday__gte=0, weekday__lte=6)),
                name="protected_weekly_or_once",
            ),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="protected_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "weekday"], name="protected_by_weekday"),
            models.Index(fields=["agency", "day"], name="protected_by_day"),
        ]

    def __str__(self) -> str:
        """From when to when."""
        return f"{self.opens:%H:%M} to {self.closes:%H:%M}"
