"""相近的名称 — what is offered for all names at once is the same name; what only looks like it is not."""

import pytest

from apps.rosters.directory import Directory
from apps.rosters.views.checked import UnknownName


def taken(name, *registered):
    """What a name in a file is taken to mean when all are taken at once."""
    directory = Directory()
    for key, label in enumerate(registered, 1):
        directory.add(key, label)
    best = UnknownName(name, 1, directory.alike(name), "").likeliest
    return best.label if best else None


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("亮风台（昆山）信息有限公司", "亮风台(昆山)信息科技有限公司"),
        ("昆山市钧岫嵩检测技术有限责任公司", "昆山钧岫嵩检测技术有限公司"),
        ("中共华兴公司党支部", "中共华兴有限公司支部委员会"),
        ("华兴公司党总支", "中共华兴有限公司总支部委员会"),
    ],
)
def test_a_name_in_another_form_is_taken_with_all_others(name, registered):
    assert taken(name, registered, "昆山钧湖检测技术有限公司") == registered


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("昆山钧岫嵩检测技术有限公司", "昆山钧湖检测技术有限公司"),
        ("昆山钧岫嵩智能装备检测技术服务有限公司", "昆山钧岫高智能装备检测技术服务有限公司"),
        ("昆山华兴科技有限公司", "昆山华兴技术有限公司"),
        ("苏州华兴有限公司", "昆山华兴有限公司"),
        ("华兴有限公司党支部", "中共华兴有限公司总支部委员会"),
        ("华兴有限公司第一党支部", "中共华兴有限公司第二支部委员会"),
    ],
)
def test_a_name_that_differs_in_what_tells_it_apart_is_not_taken_with_all_others(name, registered):
    assert taken(name, registered) is None


def test_of_two_names_equally_near_none_is_taken_with_all_others():
    assert taken("华兴公司", "华兴有限公司", "华兴股份有限公司") is None
