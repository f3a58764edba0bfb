"""The due lists and the contact page."""

from django.urls import path

from csplan.desk import views

app_name = "desk"
urlpatterns = [
    path("due/", views.my_list, name="my_list"),
    path("office/", views.office_list, name="office_list"),
    path("contacts/<uuid:key>/", views.contact, name="contact"),
    path("agencies/", views.agencies, name="agencies"),
]
