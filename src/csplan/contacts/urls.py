"""Logging contacts and the tries to answer them."""

from django.urls import path

from csplan.contacts import views

app_name = "contacts"
urlpatterns = [
    path("calls/new/", views.log, name="log"),
    path("contacts/<uuid:key>/attempt/", views.attempt, name="attempt"),
    path("contacts/<uuid:key>/returned/", views.returned, name="returned"),
]
