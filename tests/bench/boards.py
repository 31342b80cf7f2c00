"""量看板 — what every board costs for a city of two hundred clusters: seconds, queries, bare SQL beside.

    make bench-boards [ARGS="--members 300000 --attendances 3000000"]

The city is built once, in a database of its own beside the demo's, and kept; a changed schema builds it anew.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.accounts.models import User
from apps.chains.handbook import CHAINS
from apps.chains.stored import count_ahead, periods_ahead
from apps.clusters.models import Cluster
from clusterreg import databases, embedded_postgres
from tests.bench.city import Size, build
from tests.factories import make_user
from tests.template_database import connected_to, ensure_template, maintenance

PREFIX = "bench_boards_"


@contextmanager
def server() -> Iterator[None]:
    """The embedded server, as its owner; or the one the environment names."""
    if not databases.is_embedded(os.environ):
        yield
        return
    with embedded_postgres.lease(settings.HOME):
        connections["default"].settings_dict.update(
            embedded_postgres.connection(settings.HOME, embedded_postgres.OWNER)
        )
        yield


def city(size: Size) -> str:
    """The name of a database with the city in it; built where it is missing."""
    template = ensure_template(settings.HOME / "locks" / "template")
    name = f"{PREFIX}{size.members}_{template.rpartition('_')[2]}"
    with maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}{size.members}_"])
        known = {found for (found,) in cursor.fetchall()}
        for outdated in known - {name}:
            cursor.execute(f"DROP DATABASE {outdated} WITH (FORCE)")
        if name in known:
            return name
        cursor.execute(f"CREATE DATABASE {name}_draft TEMPLATE {template}")
    with connected_to(f"{name}_draft"):
        timed("造一座城", lambda: build(size))
        make_user(DutyCode.REGISTRY_MANAGER, "bench")
    with maintenance() as cursor:
        cursor.execute(f"ALTER DATABASE {name}_draft RENAME TO {name}")
    return name


def timed(label: str, act: Callable[[], object]) -> None:
    """Do something and say how long it took, how many queries it asked, and how long these took."""
    with CaptureQueriesContext(connection) as asked:
        begun = time.perf_counter()
        act()
        seconds = time.perf_counter() - begun
    bare = sum(float(query["time"]) for query in asked.captured_queries)
    print(f"{label:　<16}{seconds:9.2f} 秒{len(asked):6} 条查询{bare:9.2f} 秒为 SQL", flush=True)  # noqa: T201


def boards() -> dict[str, str]:
    """Every board by its name."""
    cluster = Cluster.objects.order_by("pk")[0]
    place = f"?scope=place:{cluster.place_id}"
    return {
        "全市总览": reverse("chains:overview") + "?scope=all",
        "区域总览": reverse("chains:overview") + place,
        "集群": reverse("chains:cluster", args=[cluster.pk]),
        "党组织总览": reverse("chains:overview") + "?scope=organization:201",
        **{
            f"全市{chain.label}": reverse("chains:chain", args=[chain.code]) + "?scope=all"
            for chain in CHAINS
        },
        "一个指标": reverse("chains:indicator", args=["ORG-03"]) + "?scope=all",
    }


def walk(client: Client) -> None:
    """Open every board once."""
    for label, address in boards().items():
        timed(label, lambda address=address: opened(client, address))


def opened(client: Client, address: str) -> None:
    """A page that answers."""
    answer = client.get(address, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def main() -> None:
    """Live, then stored."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--members", type=int, default=Size.members)
    asked.add_argument("--attendances", type=int, default=Size.attendances)
    said = asked.parse_args()
    with server(), connected_to(city(Size(said.members, said.attendances))):
        client = Client()
        client.force_login(User.objects.get(username="bench"))
        print("── 现算", flush=True)  # noqa: T201
        walk(client)
        timed("预先计算", lambda: count_ahead(periods_ahead()))
        print("── 读存算", flush=True)  # noqa: T201
        walk(client)
