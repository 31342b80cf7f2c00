"""列表周边 — what stands around a list: filters, ordered headings, pages, exports, whose remit it is."""

from datetime import date
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core import addressing, clock, formatting
from apps.core.navigation import resolve

EXPORTS = (("xlsx", "Excel 工作簿"), ("csv", "CSV 文本"))


def query_of(context: Context) -> QueryDict:
    """The address parameters of the page being rendered; none in a piece rendered by itself."""
    request = context.get("request")
    return request.GET if request else QueryDict()


def scope(context: Context, as_of: date | None = None, note: str = "") -> SafeString:
    """Whose remit the page shows and of which day: 范围：元宇宙产业集群 · 截至2026年11月22日."""
    covered = context.get("scope_name") or getattr(context.get("request"), "remit", None)
    told = [f"范围：{covered}"] if covered else []
    told.append(formatting.as_of(as_of or context.get("as_of") or clock.today()))
    told.extend([note] if note else [])
    return format_html('<span class="scope">{}</span>', " · ".join(told))


def sort(context: Context, name: str, label: str, numeric: bool = False) -> SafeString:
    """A column heading that orders the list; the order lives in the address."""
    address, state = addressing.order_step(query_of(context), name)
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="sort" href="{}">{}</a></th>',
        "num" if numeric else "",
        state,
        address,
        label,
    )


def export_links(context: Context, url: str, *arguments: object) -> SafeString:
    """Export of exactly what is shown: the same filters and order, as xlsx or csv.

    Where people stand in it (``export_asks`` in the context) the menu asks what for.
    """
    address = url if url.startswith("/") else resolve(url, arguments)
    query = query_of(context)
    if context.get("export_asks"):
        here = address + addressing.with_query(query, page=None, per_page=None)
        return menu(asking_what_for(here, context.get("csrf_token", "")))
    links = (
        (address, addressing.with_query(query, format=kind, page=None, per_page=None), label)
        for kind, label in EXPORTS
    )
    return menu(format_html_join("", '<a href="{}{}" download>{}</a>', links))


def menu(content: SafeString) -> SafeString:
    """导出, and what opens under it."""
    return format_html(
        '<details class="menu"><summary class="button">导出</summary><div class="card">{}</div></details>',
        content,
    )


def asking_what_for(address: str, token: object) -> SafeString:
    """A small form in the menu: the purpose, then the kind of file."""
    buttons = format_html_join("", '<button name="format" value="{}">{}</button>', EXPORTS)
    return format_html(
        '<form method="post" action="{}" class="purpose">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<label for="id_export_purpose">用途</label>'
        '<input id="id_export_purpose" name="purpose" required minlength="2" maxlength="90">{}</form>',
        address,
        token,
        buttons,
    )


def filters(context: Context, form: BaseForm) -> dict[str, Any]:
    """The filter bar above a list; keeps what the address holds beside its own fields."""
    query = query_of(context)
    names = {parameter for field in form for parameter in parameters_of(field)}
    active = any(query.get(name) for name in names)
    return {"form": form, "kept": addressing.kept(query, names), "active": active}


def nothing_found(sentence: str, form: BaseForm) -> str:
    """What an empty list says: no row met the conditions; without any, that there is none yet."""
    if form.has_changed():
        return sentence
    return sentence.replace("没有符合条件的记录", "还没有登记").replace("没有符合条件的", "还没有")


def parameters_of(field: Any) -> list[str]:
    """Names in the address one field reads: a pair of dates has two."""
    widget = field.field.widget
    suffixes = getattr(widget, "widgets_names", None) or [""]
    return [field.html_name + suffix for suffix in suffixes]


def pager(context: Context, page: Page[Any], unit: str = "条") -> dict[str, Any]:
    """Total, pages and rows per page under a list."""
    query, paginator = query_of(context), page.paginator
    pages = [
        (number, addressing.with_query(query, page=number) if isinstance(number, int) else "")
        for number in paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    sizes = [(size, addressing.with_query(query, per_page=size, page=None)) for size in addressing.PAGE_SIZES]
    return {"page": page, "unit": unit, "pages": pages, "sizes": sizes, "size": paginator.per_page}
