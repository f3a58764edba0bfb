"""The addresses of django-helpdesk's site; apart from its settings, since they need its applications loaded."""

from django.urls import include, path

urlpatterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
