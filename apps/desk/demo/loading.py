"""装入演示数据 — every register in order, in one transaction, once."""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from apps.clusters.models import Cluster
from apps.core.history import because
from apps.desk.demo import (
    base,
    enterprises,
    membership,
    organizations,
    outside,
    people,
    posts,
    published,
)
from apps.desk.demo.filling import registers
from apps.desk.demo.world import World
from apps.members.models import Member

MARK = "元宇宙产业创新集群"
EARLIEST = date(2025, 7, 1)
Say = Callable[[str], None]


class NotLoaded(Exception):
    """The demo cannot be loaded here; the message says why."""


def is_loaded() -> bool:
    """Whether the demo is there."""
    return Cluster.objects.filter(name=MARK).exists()


def load(today: date, say: Say = lambda step: None) -> bool:
    """Load what is not there yet; answers whether anything was. Raises ``NotLoaded``."""
    with transaction.atomic(), because(why="演示数据"):
        _wait_for_others()
        if is_loaded():
            return False
        if today < EARLIEST:
            raise NotLoaded(f"演示数据讲到2024年底，今天不能早于 {EARLIEST}。")
        if Cluster.objects.exists() or Member.objects.exists():
            raise NotLoaded("登记中已有数据，不再装入演示数据。")
        _build(World(today), say)
        _check_at_once()
    return True


def _build(world: World, say: Say) -> None:
    say("区域、部门、机构、集群 …")
    base.load(world)
    say("企业 …")
    enterprises.load(world)
    say("党组织 …")
    organizations.load(world)
    enterprises.settle(world)
    say("党员 …")
    membership.unfold(world)
    posts.prepare(world)
    people.write(world)
    say("班子、队伍、荣誉 …")
    outside.make_officials(world)
    posts.write(world)
    say("多重管理、行动支部、联络员 …")
    outside.load(world)
    say("服务、阵地、活动、创新 …")
    registers.load(world)
    say("公布数据 …")
    published.load()


def _wait_for_others() -> None:
    """Two loads at once would both find the registry empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('demo', 0))")


def _check_at_once() -> None:
    """Let deferred constraints speak while we can still say which step it was."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
