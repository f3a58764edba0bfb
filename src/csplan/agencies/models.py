"""Agencies, their offices, the editions of office calendars, people and what they are granted."""

from typing import ClassVar, Final
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from csplan.agencies.keys import new_key

WORDS: Final = 200  # the longest name


class Agency(models.Model):
    """A county child support agency or a state program. How its case numbers look is data."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=WORDS, unique=True)
    state = models.CharField(max_length=8)  # the folder of its policies
    case_system = models.CharField(max_length=40)
    case_pattern = models.CharField(max_length=80)  # a regular expression that the whole number matches
    case_says = models.CharField(max_length=WORDS)  # the pattern in words, for who mistypes
    set_up = models.UUIDField(default=uuid4, editable=False)  # another one with each change of what is set up

    def __str__(self) -> str:
        """The agency's name."""
        return self.name


class Office(models.Model):
    """A place of an agency, with one office calendar in editions."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=WORDS)
    proposed = models.CharField(max_length=80, blank=True)  # the name of the calendar that it is to confirm first

    class Meta:
        """One office of a name in an agency."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "name"], name="office_once")]

    def __str__(self) -> str:
        """The office's name."""
        return self.name


class CalendarEdition(models.Model):
    """An office's calendar as it was confirmed on a day; due instants are cached with the edition that gave them."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()  # the highest one of an office counts
    digest = models.CharField(max_length=64)
    text = models.TextField()
    says = models.CharField(max_length=500, blank=True)  # what differs from the edition before, in words
    why = models.CharField(max_length=WORDS)
    confirmed = models.DateTimeField()
    confirmed_by = models.ForeignKey("Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Editions of an office are numbered; the last one counts."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "office", "number"], name="calendar_edition_once")
        ]

    def __str__(self) -> str:
        """The number."""
        return f"calendar edition {self.number}"


class People(BaseUserManager["Person"]):
    """Finds people by what they sign in with."""

    def get_queryset(self) -> "models.QuerySet[Person]":
        """The people, each with the agency; the office stands behind a wall."""
        return super().get_queryset().select_related("agency")

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of a user name."""
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What a person may do stands in grants; home is where the person works."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=WORDS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    email = models.EmailField(blank=True)  # where notices and the digest go
    extension = models.CharField(max_length=20, blank=True)  # of the telephone, for greetings and redirected calls
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = People()

    def __str__(self) -> str:
        """The person's name."""
        return self.name

    def get_full_name(self) -> str:
        """The person's name."""
        return self.name


class Grant(models.Model):
    """A role of a person in an agency, from one day to another; a delegate's is held for a manager."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations", null=True, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        """A grant does not end before it begins."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="grant_in_order",
            ),
            models.UniqueConstraint(fields=["agency", "person", "role", "first_day"], name="grant_once"),
        ]

    def __str__(self) -> str:
        """The role."""
        return self.role


class Team(models.Model):
    """People of an office who share their work: a board of what they owe, protected time, cover."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    name = models.CharField(max_length=WORDS)

    class Meta:
        """One team of a name in an office."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "office", "name"], name="team_once")]

    def __str__(self) -> str:
        """The team's name."""
        return self.name


class TeamMember(models.Model):
    """A person of a team, from one day to another."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        """A membership does not end before it begins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "team", "person", "first_day"], name="member_once"),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="member_in_order",
            ),
        ]

    def __str__(self) -> str:
        """The person's key."""
        return f"member {self.person_id}"


class Choice(models.Model):
    """What an agency has chosen of what the sources permit and do not demand (choices.toml); unsaid means off."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    value = models.JSONField()

    class Meta:
        """An agency chooses once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "name"], name="choice_once")]

    def __str__(self) -> str:
        """What is chosen."""
        return self.name
