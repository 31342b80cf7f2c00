"""人才链的网址"""

from django.urls import path, re_path

from apps.members import views

PARTS = "|".join(views.ENDING)
ACTS = {
    "transfer": views.Transfer,
    "transfer_in": views.TransferIn,
    "transfer_out": views.TransferOut,
    "admit": views.Admit,
    "confirm": views.Confirm,
    "advance": views.Advance,
    "leave": views.Leave,
    "restore": views.Restore,
    "take_part": views.TakePart,
    "appoint": views.Appoint,
    "employ": views.Employ,
}

urlpatterns = [
    path("members/register/", views.Register.as_view(), name="register"),
    path("members/namesakes/", views.namesakes, name="namesakes"),
    *(
        path(f"members/<int:pk>/{name.replace('_', '-')}/", view.as_view(), name=name)
        for name, view in ACTS.items()
    ),
    re_path(rf"^members/(?P<pk>\d+)/(?P<part>{PARTS})/(?P<row>\d+)/end/$", views.End.as_view(), name="end"),
]

organization_patterns = [
    path("organizations/<int:pk>/dissolve/", views.Dissolve.as_view(), name="dissolve"),
]
