"""图 — charts from plain values: well-formed, self-describing, nothing a strict policy would refuse."""

import re
from xml.etree import ElementTree

import pytest

from apps.core.charts import (
    Axis,
    Bar,
    Cell,
    Firm,
    Line,
    MatrixRow,
    Measure,
    Point,
    Stage,
    Stop,
    bars,
    chain_diagram,
    line_diagram,
    matrix,
    radar,
    sparkline,
    trend,
)
from apps.core.charts.scale import nice_scale
from apps.core.charts.svg import text_width, wrapped

POINTS = [
    Point("三季度", 83.3, "83.3%", "2025年", "/rows/1/"),
    Point("四季度", None, "—", "2025年"),
    Point("一季度", 85, "85.0%", "2026年"),
    Point("二季度", 91.2, "91.2%", "2026年"),
]
AXES = [Axis(name, value, str(value), 50) for name, value in (("组织链", 80), ("人才链", 60), ("活动链", 40))]
FIRMS = [
    Firm("亮风台（昆山）信息科技有限公司", "own", "28名党员", "/e/1/"),
    Firm("某数字人科技<有限公司>", "due"),
]

CHARTS = {
    "sparkline": sparkline([1, None, 3, 4], "近四个季度", ["1", "—", "3", "4"]),
    "trend": trend(POINTS, "按时办结率", target=90, target_text="目标90%"),
    "bars": bars(
        [Bar("元宇宙", 83.3, "83.3%", "/r/", "10/12"), Bar("航空", None, "—")], "集群", "应建已建率", full=100
    ),
    "radar": radar(AXES, "六链"),
    "matrix": matrix(
        [MatrixRow("元宇宙", [Cell("14", "/r/", 0.5)], "/b/")],
        [Measure("党组织", "个", "组织链", "organization")],
        "集群",
    ),
    "line": line_diagram(
        [
            Line(
                "轨交11号线<示范带>",
                [Stop(f"第{n}站党群服务中心", "/s/", marked=n < 3) for n in range(9)],
                "/b/",
                "9个阵地",
            )
        ],
        "示范带",
    ),
    "chain": chain_diagram(
        [Stage("上游", FIRMS), Stage("链主", FIRMS[:1], lead=True), Stage("下游", [], more=3)], "链图"
    ),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_a_chart_is_well_formed_without_style_or_script(chart):
    tree = ElementTree.fromstring(chart)
    found = {attribute for node in tree.iter() for attribute in node.attrib}
    assert {name for name in found if name == "style" or name.startswith("on")} == set()
    assert [node.tag for node in tree.iter() if node.tag in {"style", "script"}] == []


@pytest.mark.parametrize("name", ["sparkline", "trend", "radar", "chain"])
def test_a_drawing_names_itself(name):
    images = [node for node in ElementTree.fromstring(CHARTS[name]).iter("svg") if node.get("role") == "img"]
    assert [bool(image.get("aria-label")) for image in images] == [True]


def texts(chart, tag):
    return [node.text for node in ElementTree.fromstring(chart).iter(tag)]


def test_a_trend_titles_every_known_point_and_leaves_a_gap():
    assert texts(CHARTS["trend"], "title") == [
        "2025年三季度：83.3%",
        "2026年一季度：85.0%",
        "2026年二季度：91.2%",
    ]
    assert [
        line.get("points").count(" ") + 1 for line in ElementTree.fromstring(CHARTS["trend"]).iter("polyline")
    ] == [1, 2]


def test_a_trend_writes_each_year_once_below_its_first_period():
    written = texts(CHARTS["trend"], "text")
    assert [text for text in written if re.fullmatch(r"\d{4}年|.季度", text)] == [
        "三季度", "2025年", "四季度", "一季度", "2026年", "二季度",
    ]  # fmt: skip


def test_a_flat_trend_keeps_two_words_on_a_narrow_screen():
    drawn = ElementTree.fromstring(trend([Point(f"{n}月", 14, f"14个({n})") for n in range(6)], "平"))
    words = [node for node in drawn.iter("text") if (node.text or "").startswith("14个")]
    assert [node.text for node in words if not node.get("class")] == ["14个(0)", "14个(5)"]


def test_a_trend_without_any_value_still_shows_its_periods():
    made = trend([Point("1月", None, "—"), Point("2月", None, "—")], "空")
    assert [text for text in texts(made, "text") if text.endswith("月")] == ["1月", "2月"]


def test_a_sparkline_of_nothing_is_nothing():
    assert sparkline([None, None], "空") == ""


def test_bars_are_as_long_as_their_values_and_a_missing_one_has_none():
    lengths = [node.get("width") for node in ElementTree.fromstring(CHARTS["bars"]).iter("rect")][1::2]
    assert lengths == ["83.3%", "0%"]


def test_bars_of_counts_measure_against_the_longest():
    made = bars([Bar("甲", 20, "20"), Bar("乙", 5, "5")], "集群", "党员")
    assert [node.get("width") for node in ElementTree.fromstring(made).iter("rect")][1::2] == ["100%", "25%"]


def test_an_axis_without_value_is_left_out_of_the_outline():
    made = radar([*AXES, Axis("服务链", None, "—")], "六链")
    outline = list(ElementTree.fromstring(made).iter("polygon"))[-1]
    assert outline.get("points").count(" ") + 1 == 3


@pytest.mark.parametrize(
    ("progress", "shade"),
    [(None, ""), (0, "g1"), (0.5, "g3"), (0.999, "g4"), (1, "g5"), (1.3, "g5"), (-1, "g1")],
)
def test_only_a_reached_target_has_the_fullest_shade(progress, shade):
    made = matrix(
        [MatrixRow("甲", [Cell("1", progress=progress), Cell("2")])], [Measure("一"), Measure("二")], "集群"
    )
    assert [cell.get("class") for cell in ElementTree.fromstring(made).iter("td")] == [
        f"first {shade}".strip(),
        "",
    ]


def test_a_matrix_groups_indicators_by_chain():
    measures = [
        Measure("党组织", "个", "组织链", "organization"),
        Measure("建成率", "%", "组织链", "organization"),
        Measure("党员", "名", "人才链", "talent"),
    ]
    made = ElementTree.fromstring(matrix([], measures, "集群"))
    groups = [
        (head.text, head.get("colspan"), head.get("class"))
        for head in made.iter("th")
        if head.get("scope") == "colgroup"
    ]
    assert groups == [("组织链", "2", "hue organization"), ("人才链", "1", "hue talent")]


def test_the_chain_diagram_shows_names_whole_and_counts_the_rest():
    written = "".join(texts(CHARTS["chain"], "text"))
    assert written == (
        "上游 2家亮风台（昆山）信息科技有限公司28名党员某数字人科技<有限公司>"
        "链主 1家亮风台（昆山）信息科技有限公司28名党员"
        "下游 3家另有3家"
    )


def test_no_line_begins_with_a_closing_mark():
    assert wrapped("研究院（有限合伙）", 96) == ["研究院（有限合", "伙）"]


def test_long_names_wrap_within_their_width():
    lines = wrapped("昆山某光学薄膜材料与器件研究院（有限合伙）", 120)
    assert "".join(lines) == "昆山某光学薄膜材料与器件研究院（有限合伙）"
    assert max(text_width(line) for line in lines) <= 120


@pytest.mark.parametrize(
    ("values", "whole", "limits"),
    [
        ([1, 4], True, (0, 4, 1)),
        ([281, 313], True, (280, 320, 10)),
        ([79.2, 95.2], False, (75, 100, 5)),
        ([5], True, (0, 6, 2)),
        ([0], True, (0, 1, 1)),
        ([], True, (0, 1, 1)),
    ],
)
def test_axes_have_round_limits_around_the_values(values, whole, limits):
    scale = nice_scale(values, 100, whole=whole)
    assert (scale.low, scale.high, scale.step) == limits


def test_a_long_line_goes_on_under_itself_and_names_every_stop():
    stops = [Stop(f"第{number}站") for number in range(16)]
    drawing = line_diagram([Line("示范带", stops)], "示范带")
    rails = re.findall(r"<line ", drawing)
    assert (len(rails), [stop.name in drawing for stop in stops]) == (3, [True] * 16)


def test_a_line_without_stops_still_has_its_name():
    assert "筹建中的示范带" in line_diagram([Line("筹建中的示范带", [])], "示范带")
