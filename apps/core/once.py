"""只办一次 — a form sent twice (a double click, the back button, F5) is done once and answered as before.

A page gives its form a number, `{% once %}`. The same number with the same content, by the same account, is
the same act; with other content it is another one: whoever goes back and writes the next thing is served.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, resolve_url

from apps.core import clock
from apps.core.models import Submission

FIELD = "once"
NOT_CONTENT = "csrfmiddlewaretoken"
REMEMBERED = timedelta(days=2)
AGAIN = "这份表单已经提交过，没有重复办理。"


class NothingDone(HttpResponseRedirect):
    """未办 — leads on, but what was sent has not been carried out: it may be sent again as it is."""


def nothing_done(to: str, *arguments: Any) -> NothingDone:
    """To an address or a page by its name, after a refusal or to be asked something first."""
    return NothingDone(resolve_url(to, *arguments))


def number() -> str:
    """A number nobody can guess: what was sent cannot be found out from its digest."""
    return str(uuid.uuid4())


def answered_once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, within the transaction of the request; to a form that was sent before, where that led.

    A second one that comes while the first is still at it waits for its end. What led nowhere (a form shown
    again, a file, `NothingDone`) may be sent again.
    """
    if request.method != "POST" or not request.POST.get(FIELD) or not request.user.is_authenticated:
        return answer()
    sent, is_new = Submission.objects.get_or_create(account=request.user.pk, digest=_digest(request))
    if not is_new:
        messages.info(request, AGAIN)
        return redirect(sent.answer)
    response = answer()
    if isinstance(response, HttpResponseRedirectBase) and not isinstance(response, NothingDone):
        Submission.objects.filter(pk=sent.pk).update(answer=response.url[:500])
    else:
        sent.delete()
    return response


def forget() -> None:
    """Drop what nobody will send again."""
    Submission.objects.filter(at__lt=clock.now() - REMEMBERED).delete()


def _digest(request: HttpRequest) -> bytes:
    return hashlib.sha256("\0".join(_said(request)).encode(errors="surrogatepass")).digest()


def _said(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for name, values in sorted(request.POST.lists()):
        if name != NOT_CONTENT:
            yield from (name, *values)
    for name, files in sorted(request.FILES.lists()):
        yield from (name, *(f"{file.name} {_digest_of(file)}" for file in files))


def _digest_of(file: UploadedFile) -> str:
    """Of all it holds; whoever the file is for reads it from its beginning."""
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest
