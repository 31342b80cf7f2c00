"""登录、退出、修改密码."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from apps.accounts.forms import ChangePasswordForm, LoginForm


class Login(views.LoginView):
    """登录"""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class ChangePassword(views.PasswordChangeView):
    """修改密码 — also the first page after a first login."""

    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("desk:start")

    def form_valid(self, form: Form) -> HttpResponse:
        user = form.save()
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改。")
        return HttpResponse(status=302, headers={"Location": str(self.success_url)})
