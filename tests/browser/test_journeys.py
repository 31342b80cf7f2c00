"""两条主要路径 — signing in, and a roster that changes a number on the board by exactly its rows."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import PASSWORD, make_cluster, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LAYOUT_A = "fixtures/samples/rosters/01_layout_a_branch.xls"


def sign_in(page: Page, address: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def members_on_the_board(page: Page, address: str, cluster: int) -> int:
    page.goto(f"{address}/chains/cluster/{cluster}/")
    figure = page.locator("a[href*='ORG-03']").first
    return int(re.sub(r"\D", "", figure.inner_text()))


def test_a_wrong_password_is_told_in_one_sentence_and_a_right_one_opens_the_desk(
    live_server: LiveServer, page: Page
) -> None:
    make_user("registry_manager", username="manager")

    sign_in(page, live_server.url, "manager", "wrong-Password-1")
    expect(page.get_by_text("账号或密码不正确。")).to_be_visible()

    sign_in(page, live_server.url, "manager")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_importing_layout_a_raises_the_board_by_its_three_good_rows(
    live_server: LiveServer, page: Page
) -> None:
    cluster = make_cluster("光电产业集群")
    make_member(organization=make_organization(cluster=cluster))
    make_user("registry_manager", username="manager")
    sign_in(page, live_server.url, "manager")
    before = members_on_the_board(page, live_server.url, cluster.pk)

    page.goto(f"{live_server.url}/rosters/")
    page.get_by_role("link", name="导入党员名册").click()
    page.get_by_label("产业集群").fill("光电产业集群")
    page.get_by_label("文件").set_input_files(LAYOUT_A)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name="未定的全部新建").click()
    page.get_by_role("button", name=re.compile("入库3行|入库 3 行")).click()
    expect(page.get_by_role("heading", name=re.compile("回执"))).to_be_visible()

    assert (before, members_on_the_board(page, live_server.url, cluster.pk)) == (1, 4)
