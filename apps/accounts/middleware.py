"""每个请求的职责范围 — the remit of whoever asks, and one transaction that knows it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts import factors, password_rules
from apps.accounts.models import remit_of
from apps.core import fence
from apps.core.audit.recording import address_of
from apps.core.audit.writes import record_writes
from apps.core.history import because, noting
from apps.core.once import answered_once
from apps.core.remit import NOTHING

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")


class RemitMiddleware:
    """Stands last: it calls the view itself, inside the transaction that carries the remit.

    A page rendered late is rendered here too, while the database still knows whose remit it is.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.remit = remit_of(request.user) if request.user.is_authenticated else NOTHING
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse:
        """Answer in one transaction, and write down what it wrote; an exception takes everything back."""
        user = request.user if request.user.is_authenticated else None
        said = {"request": str(uuid.uuid4()), "address": address_of(request)}
        with (
            transaction.atomic(),
            noting() as contexts,
            because(by=user, **said),
            fence.raised(request.remit, is_reading=request.method in SAFE),
        ):
            response = answered_once(request, lambda: view(request, *args, **kwargs))
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
            if request.method not in SAFE:
                record_writes(contexts, by=user, request=said["request"])
            return response


class FirstThingsMiddleware:
    """先办的事 — a first or old password is changed, an authenticator set up; then other pages open."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = first_of(request.user) if request.user.is_authenticated else ""
        if page and request.path not in [reverse(name) for name in (page, "accounts:logout")]:
            return redirect(page)
        return self.get_response(request)


def first_of(user: Any) -> str:
    """The page that comes before all others for an account, if one does."""
    if user.must_change_password or password_rules.is_due(user):
        return "accounts:password_change"
    return "accounts:factor" if factors.is_due(user) else ""
