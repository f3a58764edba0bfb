"""The calendar of an office."""

from django.urls import path

from csplan.clocks import calendar_views

app_name = "clocks"
urlpatterns = [
    path("calendar/", calendar_views.shown, name="calendar"),
    path("calendar/first/", calendar_views.first, name="first_calendar"),
    path("calendar/day/", calendar_views.change_day, name="change_day"),
    path("calendar/hours/", calendar_views.change_hours, name="change_hours"),
    path("calendar/horizon/", calendar_views.change_horizon, name="change_horizon"),
]
