"""Absences, who covers, greetings to change, and protected time."""

from django.urls import path

from csplan.absences import arranging_views, views

app_name = "absences"
urlpatterns = [
    path("absences/", views.mine, name="mine"),
    path("absences/enter/", views.enter, name="enter"),
    path("absences/<uuid:key>/change/", views.change, name="change"),
    path("absences/<uuid:key>/cancel/", views.cancel, name="cancel"),
    path("away/", views.away_now, name="away"),
    path("away/greetings/", arranging_views.greetings, name="greetings"),
    path("away/greetings/<uuid:key>/", arranging_views.greeting, name="greeting"),
    path("away/cover/", arranging_views.cover, name="cover"),
    path("away/cover/<uuid:key>/remove/", arranging_views.cover_removed, name="cover_removed"),
    path("away/protected-time/", arranging_views.protected, name="protected"),
    path("away/protected-time/<uuid:key>/end/", arranging_views.protected_ended, name="protected_ended"),
]
