"""The due lists and the contact page."""

from django.urls import path

from csplan.desk import (
    export_views,
    filter_views,
    interpreting_views,
    list_views,
    overview_views,
    reminder_views,
    timeline_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("due/", list_views.my_list, name="my_list"),
    path("due/narrow/", filter_views.narrow, name="narrow"),
    path("due/filters/<uuid:key>/remove/", filter_views.remove, name="remove_filter"),
    path("due/export/", export_views.export, name="export"),
    path("due/find/", list_views.find_case, name="find_case"),
    path("team/", list_views.team_board, name="team_board"),
    path("office/", list_views.office_list, name="office_list"),
    path("office/to-take/", list_views.to_take, name="to_take"),
    path("office/interpreting/", interpreting_views.interpreting, name="interpreting"),
    path("office/call-backs/", list_views.call_backs, name="call_backs"),
    path("reminders/", reminder_views.reminders, name="reminders"),
    path("keys/", list_views.keys, name="keys"),
    path("contacts/<uuid:key>/", views.contact, name="contact"),
    path("agencies/", overview_views.agencies, name="agencies"),
    path("agencies/offices/", overview_views.offices, name="offices"),
    path("participants/<uuid:key>/timeline/", timeline_views.of_participant, name="participant_timeline"),
    path("cases/<uuid:key>/timeline/", timeline_views.of_case, name="case_timeline"),
]
