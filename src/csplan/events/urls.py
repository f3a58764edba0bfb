"""What is owed to the case system, events, and notes that stay out of it."""

from django.urls import path

from csplan.events import note_views, report_views, sample_views, views

app_name = "events"
urlpatterns = [
    path("events/owed/", views.owed, name="owed"),
    path("events/owed/office/", views.owed_office, name="owed_office"),
    path("events/restricted/", note_views.queue, name="restricted_queue"),
    path("events/restricted/<uuid:key>/", note_views.note, name="restricted"),
    path("contacts/<uuid:key>/restricted/", note_views.ask, name="ask"),
    path("events/sample/", sample_views.sample, name="sample"),
    path("events/report/", report_views.report, name="report"),
    path("contacts/<uuid:key>/event/", views.of_contact, name="of_contact"),
    path("contacts/<uuid:key>/masked/", views.reveal, name="reveal"),
    path("events/<uuid:key>/", views.event, name="event"),
]
