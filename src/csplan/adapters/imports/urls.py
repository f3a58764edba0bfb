"""The pages of imports, and of the calls out that wait for a decision."""

from django.urls import path

from csplan.adapters.imports import calls_out, views

app_name = "imports"
urlpatterns = [
    path("imports/", views.imports, name="list"),
    path("imports/<uuid:key>/", views.progress, name="progress"),
    path("imports/<uuid:key>/columns/", views.columns, name="columns"),
    path("imports/<uuid:key>/values/", views.values, name="values"),
    path("imports/<uuid:key>/preview/", views.previewed, name="preview"),
    path("imports/<uuid:key>/cancel/", views.cancel, name="cancel"),
    path("calls-out/", calls_out.waiting, name="proposals"),
    path("calls-out/<uuid:key>/", calls_out.decided, name="decide"),
]
