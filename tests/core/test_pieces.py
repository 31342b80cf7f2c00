"""页面构件 — what the template tags make of plain values."""

import re
from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template

from apps.core import clock
from apps.core.remit import Reach, Remit, Stretch


def rendered(source, **context):
    """The template with the pieces loaded, without the spaces between its tags."""
    made = Template("{% load pieces %}" + source).render(Context(context))
    return "".join(line.strip() for line in made.splitlines())


@pytest.fixture
def request_for(rf):
    """A request for an address, with a remit."""

    def make(address, remit=None):
        request = rf.get(address)
        request.remit = remit
        return request

    return make


@pytest.mark.parametrize(
    ("sentence", "asked", "said"),
    [
        ("没有符合条件的点单。", {"q": "甲"}, "没有符合条件的点单。"),
        ("没有符合条件的点单。", {"q": ""}, "还没有点单。"),
        ("没有符合条件的记录。", {"page": "2"}, "还没有登记。"),
        ("没有等您审批的导出。", {}, "没有等您审批的导出。"),
    ],
)
def test_an_empty_list_speaks_of_conditions_only_where_some_were_set(sentence, asked, said):
    class Search(forms.Form):
        q = forms.CharField(required=False)

    made = rendered("{% nothing_found sentence form %}", sentence=sentence, form=Search(asked))
    assert made == said


def test_a_panel_frames_its_content_under_a_heading():
    assert rendered('{% panel "党员" note="28名" href="/m/" more="全部" %}<p>…</p>{% endpanel %}') == (
        '<section class="panel"><header><h2>党员</h2><small>28名</small>'
        '<span class="tools"><a class="link" href="/m/">全部</a></span></header><p>…</p></section>'
    )


def test_the_minute_is_the_clocks():
    with clock.set_to(date(2031, 2, 3)):
        assert re.fullmatch(r"2031-02-03 \d\d:\d\d", rendered("{% this_minute %}"))


def test_a_panel_without_heading_is_only_a_frame():
    assert (
        rendered('{% panel "" %}{{ name }}{% endpanel %}', name="<i>")
        == '<section class="panel">&lt;i&gt;</section>'
    )


@pytest.mark.parametrize(
    ("alerts", "said"),
    [(0, '<span class="alerts">无预警</span>'), (2, '<span class="alerts some">预警2条</span>')],
)
def test_a_chain_card_tells_its_alerts_in_its_hue(alerts, said):
    assert rendered(
        '{% panel "人才链" hue="talent" alerts=alerts href="/t/" %}{% endpanel %}', alerts=alerts
    ) == (
        '<section class="panel hue talent chain"><header><h2><a href="/t/">人才链</a></h2>'
        f"{said}</header></section>"
    )


def test_a_figure_opens_its_rows():
    assert rendered('{% figure "应建已建率" "83.3" "%" "/rows/" "▲4.2" "up" note="10/12" %}') == (
        '<a class="figure" href="/rows/"><b>83.3<small>%</small></b><span>应建已建率</span>'
        '<em><i class="up">▲4.2</i>10/12</em></a>'
    )


def test_a_figure_without_value_is_a_dash_and_zero_is_not():
    assert rendered('{% figure "走访" None %}{% figure "会商" 0 %}') == (
        '<div class="figure"><b>—</b><span>走访</span></div>'
        '<div class="figure"><b>0</b><span>会商</span></div>'
    )


def test_states_are_told_in_words_as_well_as_colour():
    assert rendered('{% badge "正常" "good" %}{% badge "" %}{% dot "bad" "超期" %}') == (
        '<span class="badge good">正常</span>'
        '<span class="dot bad" title="超期"></span><span class="unseen">超期</span>'
    )


def test_a_fact_shows_a_dash_for_the_unknown():
    assert rendered('{% fact "成立日期" None %}{% fact "区镇" "高新区" href="/p/" note="2025年" %}') == (
        '<div class=""><dt>成立日期</dt><dd>—</dd></div>'
        '<div class=""><dt>区镇</dt><dd><a class="n" href="/p/">高新区</a> <small>2025年</small></dd></div>'
    )


def test_a_crumb_without_page_is_plain_text():
    assert rendered(
        '{% crumb "登记" %}{% crumb "企业" "no:such" %}{% crumb "首页" "/" %}{% crumb "管理" "admin:index" %}'
    ) == ('<span>登记</span><span>企业</span><a href="/">首页</a><a href="/admin/">管理</a>')


def test_the_scope_line_says_whose_remit_and_which_day(request_for):
    remit = Remit.of(Stretch(Reach.CLUSTER, "/3/", "元宇宙产业集群"))
    assert rendered(
        '{% scope as_of=on note="第四季度" %}', request=request_for("/", remit), on=date(2026, 11, 22)
    ) == ('<span class="scope">范围：元宇宙产业集群 · 截至2026年11月22日 · 第四季度</span>')


def test_the_scope_line_defaults_to_today(monkeypatch, request_for):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
    assert (
        rendered("{% scope %}", request=request_for("/")) == '<span class="scope">截至2026年11月22日</span>'
    )


def test_a_chosen_scope_is_named_instead_of_the_remit(request_for):
    request = request_for("/", Remit.everything())
    assert rendered("{% scope %}", request=request, scope_name="昆山高新区", as_of=date(2026, 1, 1)) == (
        '<span class="scope">范围：昆山高新区 · 截至2026年1月1日</span>'
    )


def test_an_ordered_heading_keeps_the_filters(request_for):
    assert rendered('{% sort "age" "年龄" numeric=True %}', request=request_for("/?q=a&order=-age")) == (
        '<th scope="col" class="num" aria-sort="descending">'
        '<a class="sort" href="?q=a&amp;order=age">年龄</a></th>'
    )


def test_exports_are_of_exactly_what_is_shown(request_for):
    made = rendered(
        '{% export_links "/m/export/" %}', request=request_for("/m/?stage=full&page=2&per_page=50")
    )
    assert made == (
        '<details class="menu"><summary class="button">导出</summary><div class="card">'
        '<a href="/m/export/?stage=full&amp;format=xlsx" download>Excel 工作簿</a>'
        '<a href="/m/export/?stage=full&amp;format=csv" download>CSV 文本</a></div></details>'
    )


class Filters(forms.Form):
    """A filter form of one field."""

    stage = forms.CharField(label="类别", required=False)


def test_the_filter_bar_carries_the_rest_of_the_address(request_for):
    request = request_for("/?stage=full&as_of=2026-01-01&page=3")
    assert rendered("{% filters form %}", request=request, form=Filters(request.GET)) == (
        '<form class="filters" method="get" role="search">'
        '<input type="hidden" name="as_of" value="2026-01-01">'
        '<div><label for="id_stage">类别</label>'
        '<input type="text" name="stage" value="full" id="id_stage"></div>'
        '<div class="act"><button type="submit" class="button">筛选</button>'
        '<a class="clear" href="?">清除条件</a></div></form>'
    )


def test_the_pager_tells_the_total_and_keeps_the_filters(request_for):
    page = Paginator(range(60), 25).get_page(2)
    assert rendered('{% pager page "名" %}', request=request_for("/?q=a&page=2"), page=page) == (
        '<nav class="pager" aria-label="分页"><span>共 60 名</span><span class="sizes">每页'
        '<a href="?q=a&amp;per_page=25" aria-current="true">25</a><a href="?q=a&amp;per_page=50">50</a>'
        '<a href="?q=a&amp;per_page=100">100</a></span><span class="pages"><a href="?q=a&amp;page=1">1</a>'
        '<span aria-current="page">2</span><a href="?q=a&amp;page=3">3</a></span></nav>'
    )


class Entry(forms.Form):
    """A form of one required and one ticked field."""

    name = forms.CharField(label="名称", help_text="全称", error_messages={"required": "请填写名称。"})
    key = forms.BooleanField(label="重点企业", required=False)


def test_a_form_puts_the_error_beside_its_field():
    made = rendered("{% form_fields form %}", form=Entry({}))
    assert made == (
        '<div class="fields"><div class="field wrong"><label for="id_name">名称'
        '<span class="must" title="必填">*</span>'
        '</label><input type="text" name="name" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name">'
        '<p class="error" id="id_name_error">请填写名称。</p>'
        '<div class="help" id="id_name_helptext">全称</div></div>'
        '<div class="field"><label class="choice">'
        '<input type="checkbox" name="key" id="id_key"> 重点企业</label></div></div>'
    )


def test_steps_tell_what_is_done_and_what_is_next():
    assert rendered('{% steps 2 "选择" "上传" "核对" %}') == (
        '<ol class="steps"><li class="done" aria-current="false">选择</li>'
        '<li class="now" aria-current="step">上传</li>'
        '<li class="" aria-current="false">核对</li></ol>'
    )


def test_tabs_are_links_with_counts():
    entries = [("all", "全部", 318, "?"), ("new", "新增", None, "?tab=new")]
    assert rendered('{% tabs "结果" entries "all" %}', entries=entries) == (
        '<nav class="tabs" aria-label="结果"><a href="?" aria-current="page">全部<i>318</i></a>'
        '<a href="?tab=new" aria-current="false">新增</a></nav>'
    )


def test_filters_write_days_and_spans():
    made = rendered(
        "{{ on|day }} {{ on|day:'M' }} {{ on|span:none }} {{ none|dash }} {{ zero|dash }}",
        on=date(2026, 1, 2),
        none=None,
        zero=0,
    )
    assert made == "2026年1月2日 2026年1月 2026年1月2日起 — 0"
