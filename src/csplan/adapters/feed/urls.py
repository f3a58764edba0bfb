"""The calendar feed, and the page on which it is set up."""

from django.urls import path

from csplan.adapters.feed import views

app_name = "feed"
urlpatterns = [
    path("reminders/calendar/", views.mine, name="mine"),
    path("feeds/<uuid:agency>/<str:secret>.ics", views.ics, name="ics"),
]
