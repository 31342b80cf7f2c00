"""登录、动态口令、再次验证、修改密码."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import RedirectURLMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from apps.accounts import factors, half_way, password_rules, sessions
from apps.accounts.forms import ChangePasswordForm, CodeForm, LoginForm, ProofForm
from apps.accounts.models import User
from apps.core import proof
from apps.core.audit.recording import record
from apps.core.models import AuditEntry

Action = AuditEntry.Action
NOBODY = "（不存在的账号）"  # not what was typed: people type a password into that field


class Login(views.LoginView):
    """登录 — the password, and for whoever has an authenticator its code on the next page."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: LoginForm) -> HttpResponse:
        user = form.get_user()
        if factors.active(user) is None:
            answer = super().form_valid(form)
            record(Action.SIGN_IN, by=user, result="成功")
            return answer
        self.request.session.cycle_key()
        half_way.begin(self.request.session, user, onward=self.get_success_url())
        return redirect("accounts:code")

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        given = form.cleaned_data.get("username", "")
        known = User.objects.filter(username=given).exists()
        record(Action.SIGN_IN_FAILED, by=given if known else NOBODY, result="失败")
        return super().form_invalid(form)


class Logout(views.LogoutView):
    """退出"""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            record(Action.SIGN_OUT, by=request.user)
        return super().post(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class Code(FormView):
    """动态口令 — the second step of signing in."""

    template_name = "accounts/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only after a right password, and not long after."""
        is_begun, user = half_way.is_begun(request.session), half_way.user_of(request.session)
        self.factor = factors.active(user) if user else None
        if self.factor:
            return super().dispatch(request, *args, **kwargs)
        if is_begun:
            half_way.end(request.session)
            messages.warning(request, half_way.OVER)
        return redirect("accounts:login")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"factor": self.factor, "request": self.request}

    def form_invalid(self, form: Form) -> HttpResponse:
        record(Action.SIGN_IN_FAILED, by=self.factor.user, subject="动态口令", result="失败")
        return super().form_invalid(form)

    def form_valid(self, form: Form) -> HttpResponse:
        onward = half_way.end(self.request.session)
        login(self.request, self.factor.user, backend="django.contrib.auth.backends.ModelBackend")
        record(Action.SIGN_IN, by=self.factor.user, result="成功", second_factor=True)
        return HttpResponseRedirect(onward)


class SetUpFactor(FormView):
    """设置动态口令 — a key to be read by an authenticator, in force once a first code is right."""

    template_name = "accounts/factor.html"
    form_class = CodeForm
    success_url = reverse_lazy("desk:start")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Whoever has one keeps it."""
        if factors.active(request.user):
            messages.info(request, "动态口令已启用。")
            return HttpResponseRedirect(str(self.success_url))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.factor = factors.offer(self.request.user)
        return super().get_form_kwargs() | {"factor": self.factor, "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "picture": factors.picture(self.factor),
            "key": self.factor.key,
            "must": factors.is_due(self.request.user),
        }

    def form_valid(self, form: Form) -> HttpResponse:
        record(
            Action.ACCOUNT, by=self.request.user, subject=self.request.user.username, result="启用动态口令"
        )
        messages.success(self.request, "动态口令已启用，下次登录时须输入。")
        return super().form_valid(form)


class Prove(RedirectURLMixin, FormView):
    """再次验证 — the password once more, then back to where the reader was going."""

    template_name = "accounts/prove.html"
    form_class = ProofForm
    next_page = "desk:start"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def form_invalid(self, form: Form) -> HttpResponse:
        record(Action.SIGN_IN_FAILED, by=self.request.user, subject="再次验证", result="失败")
        return super().form_invalid(form)

    def form_valid(self, form: Form) -> HttpResponse:
        proof.prove(self.request.session)
        return super().form_valid(form)


class ChangePassword(views.PasswordChangeView):
    """修改密码 — also the first page after a first login; other sessions of the account end."""

    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("desk:start")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = settings.PASSWORD_DAYS if password_rules.is_due(self.request.user) else 0
        return super().get_context_data(**kwargs) | {"due": due}

    def form_valid(self, form: Form) -> HttpResponse:
        user = form.save()
        update_session_auth_hash(self.request, user)
        sessions.begin(self.request)
        messages.success(self.request, "密码已修改。")
        return HttpResponse(status=302, headers={"Location": str(self.success_url)})
