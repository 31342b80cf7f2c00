"""页面构件 — the pieces pages are assembled from.

Every page begins `{% extends "base.html" %}{% load pieces %}`.

Blocks of base.html: title · crumbs (`{% crumb "企业" "clusters:enterprises" %}`…, the last without
address) · heading (inside the h1) · scope (`{% scope as_of=… note="第四季度" %}` says 范围 and
截至; the context may name `scope_name` and `as_of`) · tools (buttons, top right) · main. Tags
return ready HTML; classes are in static/css. Never a style attribute, never inline script.

A list of a register is a `RegisterList` (`apps.core.listing`) and needs no template of its own; filters,
order, page and page size live in the address. Other tables are made in the view
(`apps.core.tables.table(headings, rows)`); a table by hand stands in `<div class="scroll">`.

A page about one thing is a `Story` (`apps.core.story`): badges, facts and panels as values. By hand, facts
and dated relations are written

    {% panel "基本情况" %}<dl class="facts">{% fact "信用代码" enterprise.credit_code %}</dl>{% endpanel %}
    {% panel "党员" note="28名" href=address more="全部" %}
    <div class="scroll"><table>…</table></div>{% endpanel %}
    <td>{{ row.starts_on|span:row.ends_on }}</td>

An act is an `Act` or `FormPage` (`apps.core.access`) with `pieces/form_page.html`. Any other form asks with
`data-keep` before unsaved work is left; one field alone is `{% form_field form.name %}`:

    <form method="post" data-keep>{% csrf_token %}{% form_fields form %}
    <div class="submit"><button type="submit" class="button primary">保存</button>
    <a class="button" href="…">取消</a></div></form>

A board: `<p class="panel headline">` with numbers as `<a class="n">`, then `<div class="cards">` of
chain cards:

    {% panel "人才链" hue="talent" alerts=2 href=address %}
    <div class="figures">{% figure "党员" "313" "名" address "▲9" "up" note="正式301" %}</div>
    {{ sparkline }}
    {% endpanel %}

Charts (`apps.core.charts`) are made in the view; a hue class (`<div class="hue talent">`) colours
what is inside. A matrix goes into `<div class="scroll pin">`. An import wizard uses `{% steps 4
"选择" "上传" … %}`, `{% tabs %}`, `<div class="cause">` for problems by cause, `td.bad`, `td.warn`,
`td.fixed`, `<del>` and `<ins>` for changed cells. Words for numbers and days:
`apps.core.formatting`, also as filters (day, span, as_of, number, percent, money, dash).
"""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core import formatting, once
from apps.core.pieces import frames, lists

register = template.Library()

register.simple_block_tag(frames.panel)
register.simple_tag(frames.figure)
register.simple_tag(frames.badge)
register.simple_tag(frames.dot)
register.simple_tag(frames.crumb)
register.simple_tag(frames.empty)
register.simple_tag(frames.fact)
register.simple_tag(frames.tabs)
register.simple_tag(frames.steps)
register.simple_tag(frames.this_minute)

register.simple_tag(lists.nothing_found)
register.simple_tag(lists.scope, takes_context=True)
register.simple_tag(lists.sort, takes_context=True)
register.simple_tag(lists.export_links, takes_context=True)
register.inclusion_tag("pieces/filters.html", takes_context=True)(lists.filters)
register.inclusion_tag("pieces/pager.html", takes_context=True)(lists.pager)

register.filter("dash", frames.dash)
register.filter("day", formatting.day)
register.filter("span", formatting.span)
register.filter("as_of", formatting.as_of)
register.filter("number", formatting.number)
register.filter("percent", formatting.percent)
register.filter("money", formatting.money)


@register.simple_tag(name="once")
def once_input() -> SafeString:
    """A number for a form that is to be done once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.number())


@register.inclusion_tag("pieces/field.html")
def form_field(field: BoundField, wide: bool = False) -> dict[str, Any]:
    """One field of a form: label, widget, help and the error beside it."""
    widget = field.field.widget
    check = getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices")
    return {"field": field, "wide": wide or isinstance(widget, Textarea), "check": check}


@register.inclusion_tag("pieces/form_fields.html")
def form_fields(form: BaseForm, single: bool = False) -> dict[str, Any]:
    """All fields of a form, as many columns as fit (one with `single`)."""
    return {"form": form, "single": single}
