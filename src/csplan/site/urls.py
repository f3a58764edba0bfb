"""The root of all URLs. Who may see which stands in csplan.agencies.roles."""

from django.urls import include, path

from csplan.site.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("csplan.agencies.urls")),
    path("", include("csplan.absences.urls")),
    path("", include("csplan.desk.urls")),
    path("", include("csplan.contacts.urls")),
    path("", include("csplan.adapters.api.urls")),
]
