"""The root of all URLs. Who may see which stands in csplan.agencies.roles."""

from django.urls import include, path

from csplan.site.views import home, more

urlpatterns = [
    path("", home, name="home"),
    path("more/", more, name="more"),
    path("", include("csplan.agencies.urls")),
    path("", include("csplan.absences.urls")),
    path("", include("csplan.agencies.sign_in_urls")),
    path("", include("csplan.desk.urls")),
    path("", include("csplan.contacts.urls")),
    path("", include("csplan.adapters.feed.urls")),
    path("", include("csplan.adapters.api.urls")),
    path("", include("csplan.adapters.imports.urls")),
    path("", include("csplan.adapters.webhooks.urls")),
    path("", include("csplan.clocks.urls")),
    path("", include("csplan.standards.urls")),
    path("", include("csplan.events.urls")),
]
