"""名册导入 — pasted, laid out, named, put right by keyboard, kept, undone and put back, in a browser."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.members.models import Member
from tests.browser.test_journeys import sign_in
from tests.factories import an_id_number, make_organization, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = (
    "姓名\t身份证号\t所在党支部\t性别\t甲乙",
    f"陆明远\t{an_id_number(date(1985, 7, 1))}\t甲支部\t难\t退役军人",
    f"沈雨\t{an_id_number(date(1990, 3, 1))}\t甲支部\t难\t",
)
# Whoever comes to a cell by an arrow writes over what stands there.
ALL_IS_SELECTED = """() => {
    const box = document.activeElement;
    return box.value && box.selectionStart === 0 && box.selectionEnd === box.value.length;
}"""


def test_a_roster_is_put_right_by_keyboard_kept_undone_and_put_back(
    live_server: LiveServer, page: Page
) -> None:
    make_organization("甲支部")
    make_user("registry_manager", username="manager")
    sign_in(page, live_server.url, "manager")

    page.goto(f"{live_server.url}/rosters/member/")
    page.get_by_label("或粘贴单元格").fill("\n".join(ROWS))
    page.get_by_role("button", name="上传").click()
    page.get_by_label("E列登记为").select_option("备注")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("link", name=re.compile("不能入库 ?2"))).to_be_visible()

    page.wait_for_load_state("load")  # the arrows are a script's, which comes after what is seen

    page.get_by_label(re.compile("第2行性别")).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(ALL_IS_SELECTED)
    page.keyboard.type("女")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(ALL_IS_SELECTED)
    page.keyboard.type("男")
    page.get_by_role("button", name="同类全部这样改").click()
    expect(page.get_by_role("link", name=re.compile("不能入库 ?0"))).to_be_visible()

    page.get_by_role("button", name="入库 2 行").click()
    expect(page.get_by_role("heading", name=re.compile("回执"))).to_be_visible()
    assert sorted(Member.objects.values_list("name", "sex")) == [
        ("沈雨", "1"),
        ("陆明远", "1"),
    ]

    page.get_by_role("link", name="撤销导入").click()
    page.get_by_label("理由").fill("传错了文件")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销。")).to_be_visible()
    assert Member.objects.count() == 0

    page.get_by_role("main").get_by_role("link", name="撤销", exact=True).click()
    page.get_by_role("link", name="恢复导入").click()
    page.get_by_label("理由").fill("没有传错")
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_text("已恢复。")).to_be_visible()
    assert Member.objects.count() == 2
