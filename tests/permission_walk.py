"""权限走查 — every address, asked for by one desk: about one's own row, the neighbour's, and posted to.

A cell says what came back:  ``+`` opens (one's own; the neighbour's is missing)  ``=`` opens for both
``0`` missing for both  ``-`` no right  ``x`` not answered by this method  ``l`` leads to the login.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.core.admin import RegisterAdmin
from tests.access.canaries import Marks
from tests.world import Rows

SYMBOLS = {200: "+", 302: "+", 403: "-", 404: "0", 405: "x"}
REGISTERS = sorted(
    model._meta.label_lower
    for model, shown in admin.site._registry.items()
    if isinstance(shown, RegisterAdmin)
)
REGISTER_PAGES = ("changelist", "add", "change", "delete", "history", "export")


def declared_names(patterns: list | None = None, prefix: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses; in the administration what has no name only redirects or is missing."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*prefix, pattern.namespace) if pattern.namespace else prefix
            yield from declared_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and (pattern.name or prefix != ("admin",)):
            yield ":".join((*prefix, pattern.name or str(pattern.pattern)))


def register_names() -> set[str]:
    """Addresses of the administration's registers, judged by ``rights_in``."""
    return {f"admin:{label.replace('.', '_')}_{page}" for label in REGISTERS for page in REGISTER_PAGES}


class WatchedClient(Client):
    """A browser whose every answer is searched for marks of the neighbour's."""

    canaries: Marks | None = None


def watched_by(client: Client) -> Marks | None:
    """The marks that no answer to this browser may hold."""
    return client.canaries if isinstance(client, WatchedClient) else None


def asked(client: Client, method: str, address: str) -> str:
    """What one request brings; whatever it wrote is taken back, signing out included."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    if leaked := canaries.found_in(response) if (canaries := watched_by(client)) else []:
        return f"[{' '.join(leaked)}]"
    if response.headers.get("Location", "").startswith((reverse("accounts:login"), reverse("admin:login"))):
        return "l"
    return SYMBOLS.get(response.status_code, f"[{response.status_code}]")


def of_both(own: str, foreign: str) -> str:
    """One sign for one's own row and the neighbour's."""
    if own in ("+", "x") and foreign == "0":
        return own
    return {"+": "="}.get(own, own) if own == foreign else f"[{own}{foreign}]"


def cell(client: Client, method: str, name: str, takes: dict[str, str], own: Rows, foreign: Rows) -> str:
    """One page by one method. ``takes`` says what stands in its address."""
    found = asked(client, method, address(name, takes, own))
    return of_both(found, asked(client, method, address(name, takes, foreign))) if named(takes) else found


def address(name: str, takes: dict[str, str], rows: Rows) -> str:
    """Where a page stands, about some rows; files are asked for as text."""
    query = "?format=csv" if name.endswith("_export") else ""
    return reverse(name, kwargs=_filled(takes, rows)) + query


def named(takes: dict[str, str]) -> set[str]:
    """The kinds of rows that stand in an address."""
    return {taken for taken in takes.values() if taken.startswith("@")}


def of_own(sign: str) -> str:
    """What one's own row brings, where this sign is written down."""
    return {"=": "+"}.get(sign, sign)


def of_foreign(sign: str) -> str:
    """What a row that is not one's own brings."""
    return {"+": "0", "=": "+"}.get(sign, sign)


def _filled(takes: dict[str, str], rows: Rows) -> dict[str, Any]:
    keys = {f"@{label.partition('.')[2]}": row.pk for label, row in rows.items()}
    return {name: keys.get(taken, taken) for name, taken in takes.items()}


def register_page(label: str, page: str, rows: Rows) -> str:
    """Where a page of a register stands in the administration."""
    arguments = [rows[label].pk] if page in ("change", "delete", "history") else []
    query = "?format=csv" if page == "export" else ""
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=arguments) + query


def rights_in(client: Client, label: str, own: Rows, foreign: Rows) -> str:
    """What a desk may do in one register: reach, then 增 a, 改 c, 删 d, 导出 x."""

    def page(name: str, *arguments: Any) -> str:
        return reverse(f"admin:{label.replace('.', '_')}_{name}", args=arguments)

    keys = own[label].pk, foreign[label].pk
    seen = of_both(*(asked(client, "get", page("change", key)) for key in keys))
    history = of_both(*(asked(client, "get", page("history", key)) for key in keys))
    listed = asked(client, "get", page("changelist"))
    if history != seen or listed != ("-" if seen == "-" else "+"):
        return f"[list {listed} form {seen} history {history}]"
    changed = of_both(*(asked(client, "post", page("change", key)) for key in keys))
    removed = of_both(*(asked(client, "get", page("delete", key)) for key in keys))
    letters = {
        "a": asked(client, "get", page("add")),
        "c": changed,
        "d": removed,
        "x": asked(client, "get", page("export") + "?format=csv"),
    }
    return seen + "".join(letter for letter, found in letters.items() if found in ("+", "="))
