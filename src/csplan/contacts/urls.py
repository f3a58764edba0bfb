"""Logging contacts, what is done with them, and the participants whom they concern."""

from django.urls import path

from csplan.contacts import batch_views, clock_views, correct_views, handing_views, participant_views, views

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
    path("contacts/<uuid:key>/clocks/<uuid:clock>/pause/", clock_views.pause_clock, name="pause"),
    path("contacts/<uuid:key>/clocks/<uuid:clock>/resume/", clock_views.resume_clock, name="resume"),
    path("contacts/<uuid:key>/clocks/<uuid:clock>/extend/", clock_views.extend_clock, name="extend"),
    path("contacts/<uuid:key>/turns/<uuid:turn>/take-back/", clock_views.take_back, name="take_back"),
    path("contacts/<uuid:key>/clocks/<uuid:clock>/ask/", clock_views.ask_extension, name="ask_extension"),
    path("contacts/<uuid:key>/turns/<uuid:turn>/decide/", clock_views.decide_extension, name="decide_extension"),
    path("extensions/", clock_views.asked, name="asked"),
    path("contacts/<uuid:key>/hand-over/", handing_views.hand_over, name="hand_over"),
    path("contacts/<uuid:key>/take/", handing_views.take, name="take"),
    path("hand-over/", handing_views.hand_over_all, name="hand_over_all"),
]
