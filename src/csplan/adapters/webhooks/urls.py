"""The pages of webhooks."""

from django.urls import path

from csplan.adapters.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.webhooks, name="list"),
    path("webhooks/<uuid:key>/", views.webhook, name="one"),
]
