"""组织链的网址"""

from django.urls import path, re_path

from apps.organizations import views

ACTS = {
    "move": views.Move,
    "state": views.ChangeState,
    "begin_term": views.BeginTerm,
    "extend_term": views.ExtendTerm,
    "serve": views.Serve,
    "cover": views.Cover,
}
PARTS = "|".join(views.ENDING)

urlpatterns = [
    *(
        path(f"organizations/<int:pk>/{name.replace('_', '-')}/", view.as_view(), name=name)
        for name, view in ACTS.items()
    ),
    re_path(
        rf"^organizations/(?P<pk>\d+)/(?P<part>{PARTS})/(?P<row>\d+)/end/$", views.End.as_view(), name="end"
    ),
]
