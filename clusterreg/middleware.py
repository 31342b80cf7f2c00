"""中间件 — what holds for every answer."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


class MethodMiddleware:
    """Pages are read and forms are sent; nothing of ours answers to any other method."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """405 before anybody asks who it is."""
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class NoStoreMiddleware:
    """Nothing shown to somebody signed in stays in a browser's or proxy's store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer when the request came with a session."""
        response = self.get_response(request)
        session = getattr(request, "session", None)
        if session is not None and not session.is_empty():
            response.headers["Cache-Control"] = "no-store"
        return response


class NoNullMiddleware:
    """A null character is in no word and no number, and PostgreSQL takes none: 400 before anybody asks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing here: what is sent is read only once it is known not to be forged."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        """Look through the address and the form."""
        sent = [*request.GET.lists(), *request.POST.lists()]
        if "\0" in request.path or any("\0" in value for _, values in sent for value in values):
            raise BadRequest("请求中有空字符。")
