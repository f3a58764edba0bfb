"""Logging contacts, what is done with them, and the participants whom they concern."""

from django.urls import path

from csplan.contacts import batch_views, correct_views, participant_views, views

app_name = "contacts"
urlpatterns = [
    path("calls/new/", views.log, name="log"),
    path("calls/known/", views.known, name="known"),
    path("calls/several/", batch_views.batch, name="batch"),
    path("calls/sheet/", batch_views.sheet, name="sheet"),
    path("contacts/<uuid:key>/attempt/", views.attempt, name="attempt"),
    path("contacts/<uuid:key>/returned/", views.returned, name="returned"),
    path("contacts/<uuid:key>/done/<slug:what>/", views.handled, name="handled"),
    path("contacts/<uuid:key>/correct/", correct_views.correct, name="correct"),
    path("cases/find/", participant_views.find, name="find"),
    path("participants/<uuid:key>/", participant_views.participant, name="participant"),
    path("participants/<uuid:key>/needs/", participant_views.needs, name="needs"),
    path("participants/<uuid:key>/restrict/", participant_views.restricted, name="restrict"),
    path("restrictions/<uuid:key>/end/", participant_views.restriction_end, name="restriction_end"),
]
