"""账号 addresses."""

from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/code/", views.Code.as_view(), name="code"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("password/", views.ChangePassword.as_view(), name="password_change"),
    path("factor/", views.SetUpFactor.as_view(), name="factor"),
    path("prove/", views.Prove.as_view(), name="prove"),
]
