"""后台 — Django's administration as one part of the house: our own way in and out, nothing beside it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject

from apps.core.admin import RegisterAdmin
from apps.core.admin_links import lead_where_one_may_go

# It would answer for any row of any model, whatever the reader's remit.
LEFT_OUT = ("view_on_site",)


class RegistryAdminSite(AdminSite):
    """系统管理"""

    site_title = site_header = "产业集群党建登记"
    index_title = "系统管理"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        lead_where_one_may_go()

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only registers narrowed by remit; what packages bring along stays out."""
        if admin_class is not None and issubclass(admin_class, RegisterAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Worked out only where it is shown: a hundred registers are half the price of a page."""
        return SimpleLazyObject(lambda: super(RegistryAdminSite, self).get_app_list(request, app_label))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One way in, with one neutral sentence."""
        return redirect(f"{reverse('accounts:login')}?{request.GET.urlencode()}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Signing out is asked for by the button of the shell, which posts."""
        return redirect("desk:start")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("accounts:password_change")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("accounts:password_change")
