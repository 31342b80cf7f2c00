"""登录与口令 forms, in the words of the house."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from apps.accounts import workflow

WRONG_LOGIN = "账号或密码不正确。"
PASSWORD_HELP = "至少10位，不能全是数字，不能与账号、姓名相近，不能是常见密码。"


class LoginForm(AuthenticationForm):
    """登录 — one neutral sentence for every reason of failure."""

    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"


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

    def clean_new_password1(self) -> str:
        """The new one must be new."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError("新密码不能与原密码相同。")
        return password

    def save(self, commit: bool = True) -> Any:
        workflow.change_password(self.user, self.cleaned_data["new_password1"])
        return self.user
