"""底座的网址"""

from django.urls import path

from apps.clusters import views

urlpatterns = [
    path("enterprises/<int:pk>/state/", views.ChangeState.as_view(), name="enterprise_state"),
    path("enterprises/<int:pk>/join-chain/", views.JoinChain.as_view(), name="join_chain"),
    path("enterprises/<int:pk>/chain/<int:place>/leave/", views.LeaveChain.as_view(), name="leave_chain"),
]
