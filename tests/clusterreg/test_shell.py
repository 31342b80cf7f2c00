"""外壳 — one frame around every page: who I am, where I am, and nothing I may not enter."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from apps.accounts.duties import DutyCode
from tests.factories import make_cluster, make_user

ERRORS = {
    "400.html": "请求无法识别",
    "403.html": "没有权限",
    "403_csrf.html": "页面已过期",
    "404.html": "没有这个页面",
    "500.html": "系统出错",
    "503.html": "数据库暂时无法连接",
}
FORBIDDEN = r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|https?://"


def navigation_of(page: str) -> list[str]:
    """The entries of the left navigation."""
    side = page.partition('<nav class="items"')[2].partition("</nav>")[0]
    return re.findall(r"<a [^>]*>([^<]+)</a>", side)


@pytest.fixture
def manager(db: None, client: Client) -> Client:
    """The organisation department's manager, signed in."""
    client.force_login(make_user(DutyCode.REGISTRY_MANAGER))
    return client


@pytest.mark.parametrize(("page", "says"), ERRORS.items())
def test_an_error_page_needs_nothing_but_its_stylesheet(page: str, says: str) -> None:
    made = render_to_string(page)
    assert re.findall(r"<h1>(.*)</h1>", made) == [says]
    assert re.findall(FORBIDDEN + "|<script", made) == []


@pytest.mark.django_db
def test_the_door_says_what_it_does_not_keep(client: Client) -> None:
    page = client.get("/accounts/login/").text
    assert re.findall(r'<p class="foot">(.*)</p>', page) == ["本系统不处理国家秘密"]


@pytest.mark.django_db
@pytest.mark.parametrize("account", ["", "nobody", "known"])
def test_a_wrong_login_hears_one_neutral_sentence(client: Client, account: str) -> None:
    make_user(DutyCode.REGISTRY_MANAGER, username="known")
    page = client.post("/accounts/login/", {"username": account, "password": "wrong-password"}).text
    assert re.findall(r'role="alert">(.*)</p>', page) == ["账号或密码不正确。"]


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/clusters/enterprise/", "/admin/clusters/enterprise/add/", "/accounts/password/"],
)
def test_every_page_wears_the_same_frame(manager: Client, address: str) -> None:
    page = manager.get(address).text
    frame = ['class="side"', 'class="top"', 'class="main"', "<h1>", "退出"]
    assert [page.count(piece) for piece in frame] == [1] * len(frame)
    assert re.findall(FORBIDDEN, page) == []


def test_the_administration_tells_whose_remit_it_shows(manager: Client) -> None:
    page = manager.get("/admin/clusters/enterprise/").text
    assert re.findall(r'<span class="scope">范围：(.*?) · ', page) == ["全部"]


def test_the_entry_of_the_present_page_is_marked(manager: Client) -> None:
    page = manager.get("/admin/clusters/cluster/add/").text
    assert re.findall(r'<a [^>]*aria-current="page">(.*?)</a>', page) == ["集群"]


@pytest.mark.django_db
def test_what_a_duty_does_not_open_is_absent_from_the_navigation(client: Client) -> None:
    client.force_login(make_user(DutyCode.SYSTEM_ADMINISTRATOR))
    system = navigation_of(client.get("/accounts/password/").text)
    client.force_login(make_user(DutyCode.REGISTRY_MANAGER))
    manager = navigation_of(client.get("/accounts/password/").text)
    assert {"企业", "集群", "名册导入"} & set(system) == set()
    assert {"企业", "集群", "名册导入"} - set(manager) == set()


@pytest.mark.django_db
def test_the_menu_names_the_reader_and_their_duties(client: Client) -> None:
    client.force_login(make_user(DutyCode.CLUSTER_CLERK, cluster=make_cluster("元宇宙产业集群")))
    card = re.search(r'<div class="card">\s*<p>(.*?)</p>', client.get("/accounts/password/").text)
    assert card
    assert re.sub(r"<b>.*</b>", "", card[1]) == "集群秘书<br>范围：元宇宙产业集群"
