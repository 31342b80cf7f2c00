"""账号与授权的控制台 — accounts are opened by the system administrator, duties given by the security one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from apps.accounts import workflow
from apps.accounts.admin_forms import GrantForm
from apps.accounts.duties import ADMINISTRATORS
from apps.accounts.models import Grant, User
from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import ReadOnlyInline
from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from apps.core.proof import ask, is_proved
from apps.core.remit import Remit

UNLOCK = "accounts.unlock_user"


class ConsoleAdmin(RegisterAdmin):
    """Accounts and grants belong to no place and no cluster: the permission alone opens them.

    The administrators' own remit is empty, since they reach no business data; narrowing by it
    would close their consoles to them and to everybody.
    """

    kept = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return admin.ModelAdmin.get_queryset(self, request)

    def offered(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        return rows

    def remit_for(self, request: HttpRequest, verb: str) -> Remit:
        return Remit.everything()


class GrantsHeld(ReadOnlyInline):
    model = Grant
    fields = ("duty", "place", "cluster", "organization", "department", "enterprise", "starts_on", "ends_on")
    verbose_name_plural = "职责"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return admin.TabularInline.get_queryset(self, request)


@admin.register(User)
class UserAdmin(ConsoleAdmin):
    """账号 — the first password is shown once, on the page that answers, and stored nowhere."""

    searched = True
    list_display = ("username", "name", "duties", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username__startswith", "name__startswith")
    search_help_text = "账号、姓名"
    fields = ("username", "name", "is_active", "must_change_password", "last_login")
    readonly_fields = ("must_change_password", "last_login")
    inlines = (GrantsHeld,)
    change_form_template = "admin/accounts/user_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Grant.objects.in_force(clock.today()).select_related(*Grant.TARGETS.values())
        return super().get_queryset(request).prefetch_related(Prefetch("grants", held, to_attr="held_today"))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Asked by what its form shows: no guessing at hashes and marks through filters in the address."""
        shown = lookup.split("__")[0] in {*self.fields, "pk"}
        return shown and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ("username", "name")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An account keeps its name; nobody closes the account one is signed in with."""
        own = ("is_active",) if obj and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *(("username",) if obj else ()), *own)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """三员 do not keep each other's accounts: whoever could set a password could become the other."""
        apart = obj is not None and obj.pk != request.user.pk and set(obj.duties()) & set(ADMINISTRATORS)
        return not apart and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            request.first_password = workflow.random_password()
            workflow.give_password(obj, request.first_password)
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            workflow.end_sessions(obj)
        told = "修改" if obj.is_active else "停用"
        record(AuditEntry.Action.ACCOUNT, by=request.user, subject=obj, result=told if change else "开设")

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        return self._show_password(request, obj, request.first_password)

    def get_urls(self) -> list[Any]:
        views = {"reset": self.reset_view, "unlock": self.unlock_view}
        own = [
            path(f"<int:key>/{name}/", self.admin_site.admin_view(view), name=f"accounts_user_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        more = {"may_unlock": request.user.has_perm(UNLOCK)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)

    def unlock_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """解锁 — by the security administrator: wrong guesses forgotten, a lost authenticator set aside."""
        if request.method != "POST" or not request.user.has_perm(UNLOCK):
            raise PermissionDenied
        user = self.get_object(request, str(key))
        if user is None:
            raise Http404
        if not is_proved(request):
            return ask(request, back=reverse("admin:accounts_user_change", args=[key]))
        workflow.unlock(user, by=request.user)
        messages.success(request, f"已解锁账号{user.username}，动态口令须重新设置。")
        return redirect("admin:accounts_user_change", key)

    def reset_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """重置密码 — asked first, then shown once."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, str(key))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST" and not is_proved(request):
            return ask(request)
        password = workflow.reset_password(user, by=request.user) if request.method == "POST" else ""
        return self._show_password(request, user, password)

    def _show_password(self, request: HttpRequest, user: User, password: str) -> HttpResponse:
        title = f"{'首次登录密码' if password else '重置密码'}：{user.name}（{user.username}）"
        context = self.admin_site.each_context(request) | {
            "title": title,
            "account": user,
            "password": password,
        }
        return TemplateResponse(request, "admin/accounts/password.html", context | {"opts": self.opts})

    @admin.display(description="职责")
    def duties(self, user: User) -> str:
        return "、".join(str(grant) for grant in user.held_today)


@admin.register(Grant)
class GrantAdmin(ConsoleAdmin):
    """授权 — given and ended, never rewritten: who could do what, when, stays readable."""

    form = GrantForm
    list_display = ("user", "duty", "target", "starts_on", "ends_on")
    list_filter = ("duty",)
    list_select_related = tuple(Grant.TARGETS.values())
    search_fields = ("user__username__startswith", "user__name__startswith")
    search_help_text = "账号、姓名"
    given = ("user", "duty", *Grant.TARGETS.values(), "starts_on")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Given and ended by whoever has just proved who they are."""
        return super().changeform_view(request, *args, **kwargs) if is_proved(request) else ask(request)

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        workflow.settle(obj, by=request.user, result="收回" if change else "授予")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        asked = ("why",) if obj is None or self.has_change_permission(request, obj) else ()
        return (*self.given, "ends_on", *asked)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.given if obj else ()

    @admin.display(description="范围")
    def target(self, grant: Grant) -> str:
        return str(grant.target or "—")
