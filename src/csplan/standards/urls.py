"""What is promised."""

from django.urls import path

from csplan.standards import views

app_name = "standards"
urlpatterns = [
    path("promises/", views.promises, name="promises"),
]
