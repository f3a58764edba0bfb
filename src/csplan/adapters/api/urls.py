"""The API, its documentation, and the pages of its tokens."""

from django.urls import include, path

from csplan.adapters.api import views
from csplan.adapters.api.door import api

token_pages = [
    path("tokens/", views.tokens, name="list"),
    path("tokens/<uuid:key>/revoke/", views.revoke, name="revoke"),
]
urlpatterns = [
    path("", include((token_pages, "tokens"))),
    path("api/v1/docs", views.docs, name="api_docs"),
    path("api/v1/", api.urls),
]
