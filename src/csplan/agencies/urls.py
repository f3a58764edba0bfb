"""Signing in and out; the people of an agency, its offices, teams and choices."""

from django.urls import path

from csplan.agencies import office_views, people_views, undelivered, views

app_name = "agencies"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("sign-in/first/<uidb64>/<token>/", views.FirstPassword.as_view(), name="first_password"),
    path("my-sign-in/typed/", views.typed, name="typed"),
    path("my-sign-in/password/", views.MyPassword.as_view(), name="my_password"),
    path("people/", people_views.people, name="people"),
    path("people/new/", people_views.new_person, name="new_person"),
    path("people/outside/", people_views.outside, name="outside"),
    path("people/<uuid:key>/", people_views.person, name="person"),
    path("people/<uuid:key>/active/", people_views.person_active, name="person_active"),
    path("people/<uuid:key>/reset/", people_views.reset, name="reset"),
    path("people/<uuid:key>/roles/new/", people_views.give_role, name="give_role"),
    path("roles/<uuid:key>/end/", people_views.end_role, name="end_role"),
    path("delegates/", people_views.delegates, name="delegates"),
    path("delegates/<uuid:key>/end/", people_views.end_delegate, name="end_delegate"),
    path("offices/", office_views.offices, name="offices"),
    path("offices/<uuid:key>/", office_views.office, name="office"),
    path("teams/", office_views.teams, name="teams"),
    path("teams/<uuid:key>/", office_views.team, name="team"),
    path("teams/<uuid:key>/people/", office_views.join_team, name="join_team"),
    path("teams/people/<uuid:key>/end/", office_views.leave_team, name="leave_team"),
    path("choices/", office_views.choices, name="choices"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
]
