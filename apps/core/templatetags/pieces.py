"""页面构件 — the pieces pages are assembled from; every page begins `{% extends "base.html" %}{% load pieces %}`.

Blocks of base.html: title, crumbs (`{% crumb "集群" "clusters:clusters" %}`…, last one without address), heading
(the h1), scope (`{% scope as_of=… note="第四季度" %}`; says 范围 and 截至 by itself), tools (buttons, top right), main.
Tags return ready HTML; classes come from static/css. Never write style attributes or inline script.

A list page (title = what is listed; everything lives in the address: filters, order, page, per_page):

    {% block tools %}{% export_links "members:member_export" %}<a class="button primary" href="…">新建党员</a>{% endblock %}
    {% block main %}
    {% panel "" %}
    {% filters filter.form %}
    <div class="scroll tall"><table>
    <thead><tr>{% sort "name" "姓名" %}<th>党支部</th>{% sort "age" "年龄" numeric=True %}</tr></thead>
    <tbody>{% for member in page_obj %}<tr><th scope="row"><a class="n" href="…">{{ member }}</a></th>…</tr>{% endfor %}</tbody>
    </table></div>
    {% if not page_obj %}{% empty "没有符合条件的党员。" %}{% endif %}
    {% pager page_obj "名" %}
    {% endpanel %}{% endblock %}

  In the view: `paginate_by = page_size(request.GET)` from apps.core.addressing, FilterSet for `filter`, `?order=name|-name`.
  Tables above some hundred rows are one piece in Python: `apps.core.tables.table(headings, rows)`.

A 360° page: heading = the name, scope block = state badges; then one panel of facts, then `<div class="split">` or
`<div class="halves">` of panels, each dated relation a table with 起止 (`{{ row.starts_on|span:row.ends_on }}`), closed rows
`<tr class="closed">`; what happened is a `<ol class="timeline">` of `<li><time>…</time>…<p>note</p></li>`:

    {% panel "基本情况" %}<dl class="facts">{% fact "统一社会信用代码" enterprise.credit_code %}…</dl>{% endpanel %}
    {% panel "党员" note="28名" href=list_url more="全部" %}<div class="scroll"><table>…</table></div>{% endpanel %}

A form: `<form method="post" data-keep>{% csrf_token %}{% form_fields form %}<div class="submit"><button class="button primary">
保存</button><a class="button" href="…">取消</a></div></form>`; a single field is `{% form_field form.name %}`.

A board: `<p class="panel headline">` sentence with `<a class="n">` numbers; `<div class="cards">` of
`{% panel "组织链" hue="organization" alerts=2 href=… %}<div class="figures">{% figure … %}</div>{{ sparkline }}{% endpanel %}`;
charts from apps.core.charts are ready strings made in the view; a hue class (`hue talent`) colours what is inside.
Formatting of numbers and days: apps.core.formatting (same words as filters here: day, span, percent, money, dash).
"""

from django import template
from django.core.paginator import Page
from django.forms import Textarea
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core import addressing, clock, formatting
from apps.core.navigation import resolve

register = template.Library()

register.filter("day", formatting.day)
register.filter("span", formatting.span)
register.filter("percent", formatting.percent)
register.filter("money", formatting.money)
register.filter("as_of", formatting.as_of)
register.filter("number", formatting.number)


@register.filter
def dash(value: object) -> object:
    """「—」 for nothing; zero is something."""
    return formatting.NONE if value is None or value == "" else value


def query_of(context: template.Context) -> QueryDict:
    """The address parameters of the page being rendered; none in a piece rendered by itself."""
    request = context.get("request")
    return request.GET if request else QueryDict()


@register.simple_block_tag
def panel(content, heading="", note="", href="", more="", hue="", alerts=None, tone=""):
    """A framed part of a page. With `alerts` (a count) it becomes a chain card in its hue."""
    classes = " ".join(filter(None, ["panel", hue and f"hue {hue}", alerts is not None and "chain", tone]))
    return format_html(
        '<section class="{}">{}{}</section>', classes, panel_head(heading, note, href, more, alerts), content
    )


def panel_head(heading: str, note: str, href: str, more: str, alerts: int | None) -> SafeString:
    """The heading line of a panel: name, quiet note, alerts or a link to more."""
    if not heading:
        return SafeString("")
    name = format_html('<a href="{}">{}</a>', href, heading) if href and not more else heading
    aside = [format_html("<small>{}</small>", note)] if note else []
    if alerts is not None:
        aside.append(alert_count(alerts))
    if more:
        aside.append(format_html('<span class="tools"><a class="link" href="{}">{}</a></span>', href, more))
    return format_html(
        "<header><h2>{}</h2>{}</header>", name, format_html_join("", "{}", ((a,) for a in aside))
    )


def alert_count(alerts: int) -> SafeString:
    """How many alerts a chain has, in words."""
    if not alerts:
        return format_html('<span class="alerts">{}</span>', "无预警")
    return format_html('<span class="alerts some">预警{}条</span>', alerts)


@register.simple_tag
def figure(label, value, unit="", href="", change="", tone="flat", note=""):
    """One number with its unit, the words under it, then its step since the last period and what it is made of."""
    inner = format_html(
        "<b>{}{}</b><span>{}</span>{}",
        dash(value),
        format_html("<small>{}</small>", unit) if unit else "",
        label,
        figure_foot(change, tone, note),
    )
    if not href:
        return format_html('<div class="figure">{}</div>', inner)
    return format_html('<a class="figure" href="{}">{}</a>', href, inner)


def figure_foot(change: str, tone: str, note: str) -> SafeString | str:
    """▲4.2 10/12"""
    if not (change or note):
        return ""
    step = format_html('<i class="{}">{}</i>', tone, change) if change else ""
    return format_html("<em>{}{}</em>", step, note)


@register.simple_tag
def badge(text, tone=""):
    """A state in words on a quiet ground: good, warn, bad, party, gold or plain."""
    return format_html('<span class="badge {}">{}</span>', tone, text) if text else ""


@register.simple_tag
def dot(tone="", text=""):
    """A state as a coloured point; `text` says it to those who cannot see the colour."""
    return format_html('<span class="dot {}" title="{}"></span>', tone, text)


@register.simple_tag
def crumb(label, url="", *arguments):
    """One step of the way here; without an address it is where we are."""
    address = resolve(url, arguments) if url and not url.startswith("/") else url
    if not address:
        return format_html("<span>{}</span>", label)
    return format_html('<a href="{}">{}</a>', address, label)


@register.simple_tag
def empty(sentence):
    """What a list says when it has no rows."""
    return format_html('<p class="empty">{}</p>', sentence)


@register.simple_tag
def fact(label, value, href="", wide=False, note=""):
    """One fact of a thing: label over value; 「—」 when unknown."""
    shown = format_html('<a class="n" href="{}">{}</a>', href, value) if href and value else dash(value)
    more = format_html(" <small>{}</small>", note) if note else ""
    return format_html("<div{}><dt>{}</dt><dd>{}{}</dd></div>", wide_class(wide), label, shown, more)


def wide_class(wide: bool) -> SafeString:
    return SafeString(' class="wide"') if wide else SafeString("")


@register.simple_tag(takes_context=True)
def scope(context, as_of=None, note=""):
    """Whose remit the page shows and of which day: 范围：元宇宙产业集群 · 截至2026年11月22日."""
    remit = getattr(context.get("request"), "remit", None)
    told = [f"范围：{context.get('scope_name') or remit}"] if remit else []
    told.append(formatting.as_of(as_of or context.get("as_of") or clock.today()))
    told.extend([note] if note else [])
    return format_html('<span class="scope">{}</span>', " · ".join(told))


@register.simple_tag(takes_context=True)
def duties(context):
    """The reader's duties in words, if the account knows them."""
    return getattr(context.get("user"), "duties_in_words", "")


@register.simple_tag(takes_context=True)
def sort(context, name, label, numeric=False):
    """A column heading that orders the list; the order lives in the address."""
    address, state = addressing.order_step(query_of(context), name)
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="sort" href="{}">{}</a></th>',
        state,
        SafeString(' class="num"') if numeric else "",
        address,
        label,
    )


@register.simple_tag(takes_context=True)
def export_links(context, url, *arguments):
    """Export of exactly what is shown: the same filters, as xlsx or csv."""
    address = resolve(url, tuple(arguments)) or url
    query = query_of(context)
    links = (
        (address, addressing.with_query(query, format=kind, page=None, per_page=None), label)
        for kind, label in (("xlsx", "Excel 工作簿"), ("csv", "CSV 文本"))
    )
    return format_html(
        '<details class="menu"><summary class="button">导出</summary><div class="card">{}</div></details>',
        format_html_join("", '<a href="{}{}" download>{}</a>', links),
    )


@register.inclusion_tag("pieces/filters.html", takes_context=True)
def filters(context, form):
    """The filter bar above a list; keeps what the address holds beside its own fields."""
    query = query_of(context)
    names = {form.add_prefix(name) for name in form.fields}
    active = any(query.get(name) for name in names)
    return {"form": form, "kept": addressing.kept(query, names), "active": active, "query": query}


@register.inclusion_tag("pieces/pager.html", takes_context=True)
def pager(context, page: Page, unit="条"):
    """Total, pages and rows per page under a list."""
    query = query_of(context)
    pages = [
        (number, addressing.with_query(query, page=number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    sizes = [(size, addressing.with_query(query, per_page=size, page=None)) for size in addressing.PAGE_SIZES]
    return {"page": page, "unit": unit, "pages": pages, "sizes": sizes, "size": page.paginator.per_page}


@register.inclusion_tag("pieces/field.html")
def form_field(field, wide=False):
    """One field of a form: label, widget, help and the error beside it."""
    widget = field.field.widget
    check = getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices")
    return {"field": field, "wide": wide or isinstance(widget, Textarea), "check": check}


@register.inclusion_tag("pieces/form_fields.html")
def form_fields(form, single=False):
    """All fields of a form, as many columns as fit (one with `single`)."""
    return {"form": form, "single": single}


@register.simple_tag
def tabs(label, entries, current):
    """Tabs as links; `entries` are (key, text, count or None, address)."""
    links = format_html_join(
        "",
        '<a href="{}"{}>{}{}</a>',
        (
            (address, SafeString(' aria-current="page"') if key == current else "", text, tab_count(count))
            for key, text, count, address in entries
        ),
    )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, links)


def tab_count(count: int | None) -> SafeString | str:
    return "" if count is None else format_html("<i>{}</i>", count)


@register.simple_tag
def steps(current, *labels):
    """The steps of a job; `current` counts from one."""
    states = (
        ("done" if n < current else "now" if n == current else "", label) for n, label in enumerate(labels, 1)
    )
    return format_html('<ol class="steps">{}</ol>', format_html_join("", '<li class="{}">{}</li>', states))
