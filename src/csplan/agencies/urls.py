"""Signing in and out."""

from django.urls import path

from csplan.agencies import views

app_name = "agencies"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
]
