"""登录与口令 forms, in the words of the house."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from apps.accounts import factors, locking, workflow

WRONG_LOGIN = "账号或密码不正确。"
PASSWORD_HELP = (
    "至少10位，大写字母、小写字母、数字、符号至少三种；不能与账号、姓名相近，不能是常见密码或最近用过的密码。"
)


class LoginForm(AuthenticationForm):
    """登录 — one neutral sentence for every reason of failure, another for a closed account."""

    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"

    def clean(self) -> Any:
        username = self.cleaned_data.get("username", "")
        locking.wait_for_turn(username)
        if locking.is_closed(self.request, username):
            raise forms.ValidationError(locking.closed_for(), code="closed")
        return super().clean()


class CodeForm(forms.Form):
    """动态口令"""

    code = forms.CharField(
        label="动态口令",
        max_length=6,
        min_length=6,
        help_text="身份验证器上的6位数字",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, factor: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factor, self.request = factor, request

    def clean_code(self) -> str:
        """Right, new, and not guessed too often."""
        username = self.factor.user.username
        locking.wait_for_turn(username)
        if locking.is_closed(self.request, username):
            raise forms.ValidationError(locking.closed_for())
        if not factors.accept(self.factor, self.cleaned_data["code"], by=self.factor.user):
            locking.count_failure(self.request, username)
            raise forms.ValidationError("动态口令不正确或已用过，请等下一个再试。")
        return str(self.cleaned_data["code"])


class ProofForm(forms.Form):
    """再次验证 — the password once more."""

    password = forms.CharField(
        label="密码", widget=forms.PasswordInput({"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Wrong ones count like those at the door."""
        username = self.request.user.username
        locking.wait_for_turn(username)
        if locking.is_closed(self.request, username):
            raise forms.ValidationError(locking.closed_for())
        if not self.request.user.check_password(self.cleaned_data["password"]):
            locking.count_failure(self.request, username)
            raise forms.ValidationError("密码不正确。")
        return str(self.cleaned_data["password"])


class ChangePasswordForm(PasswordChangeForm):
    """修改密码"""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "原密码不正确。",
        "password_mismatch": "两次输入的新密码不一致。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].label = "再次输入新密码"

    def save(self, commit: bool = True) -> Any:
        workflow.change_password(self.user, self.cleaned_data["new_password1"])
        return self.user
