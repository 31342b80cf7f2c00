"""量速度用的城市 — two hundred clusters, everybody in them and what they did, written by set-based SQL.

Triggers sleep meanwhile: nobody asks for the history of people who never were. Keys count from one in every
table, so that a row's links are arithmetic on its own key.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, models
from psycopg import sql

CLUSTERS, PLACES = 200, 30
SINCE = "date '2020-01-01'"


@dataclass(frozen=True)
class Size:
    """How much of everything; the rest follows from the members."""

    members: int = 300_000
    attendances: int = 3_000_000

    @property
    def branches(self) -> int:
        """Sixty members each."""
        return max(self.members // 60, CLUSTERS)

    @property
    def firms(self) -> int:
        """One for fifteen members."""
        return max(self.members // 15, CLUSTERS)

    @property
    def activities(self) -> int:
        """Fifty people at each."""
        return max(self.attendances // 50, CLUSTERS)


def fill(label: str, count: int, among: Apps = apps, **said: str) -> None:
    """So many rows: what is said as SQL over ``n``, everything else as empty as the model allows."""
    model = among.get_model(label)
    columns = {
        field.column: said.pop(field.attname, None) or _empty(field) for field in model._meta.concrete_fields
    }
    if said:
        raise KeyError(f"{label} has no {', '.join(said)}")
    _run(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    _run(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE"
        f" SELECT {', '.join(columns.values())} FROM generate_series(1, {count}) AS n"
    )
    _run(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
    _run(f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), {count})")


def _empty(field: models.Field) -> str:
    """The default of a field as SQL; every row has its own key and its own UUID."""
    if field.primary_key:
        return "n"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    value: Any = field.get_default()
    if value is None and field.null:
        return "NULL"
    if isinstance(value, list):
        return "'{}'"
    if isinstance(value, bytes):
        return "''"
    return sql.Literal("" if value is None else value).as_string(None)


def build(size: Size) -> None:
    """Everything, in the order in which it hangs together; then statistics, as after an import."""
    _ground(size)
    _organizations(size)
    _people(size)
    _doings(size)
    _run("ANALYZE")


def _ground(size: Size) -> None:
    fill(
        "clusters.place",
        PLACES,
        path="'/1/' || CASE WHEN n = 1 THEN '' ELSE n || '/' END",
        kind="'town'",
        name="'区域' || n",
        parent_id="CASE WHEN n = 1 THEN NULL ELSE 1 END",
    )
    fill(
        "clusters.cluster",
        CLUSTERS,
        path="'/' || n || '/'",
        name="'集群' || n",
        place_id=f"2 + n % {PLACES - 1}",
    )
    fill(
        "clusters.enterprise",
        size.firms,
        name="'企业' || n",
        uscc="'9132' || lpad(n::text, 14, '0')",
        name_order="n::text::bytea",
        ownership="CASE WHEN n % 10 = 0 THEN 'state' ELSE 'private' END",
        has_union="n % 4 = 0",
    )
    fill(
        "clusters.enterprisestate",
        size.firms,
        enterprise_id="n",
        starts_on=SINCE,
        place_id=f"2 + n % {PLACES - 1}",
    )
    fill(
        "clusters.clusterenterprise",
        size.firms,
        enterprise_id="n",
        cluster_id=f"1 + n % {CLUSTERS}",
        starts_on=SINCE,
        is_key="n % 20 < 3",
        chain_role="(ARRAY['leader', 'core', 'upstream', 'downstream', 'supporting'])[1 + n % 5]",
    )


def _organizations(size: Size) -> None:
    every = CLUSTERS + size.branches
    fill(
        "organizations.partyorganization",
        every,
        path="'/' || n || '/'",
        full_name="'中共第' || n || '支部'",
        place_id=f"2 + n % {PLACES - 1}",
        term_starts_on="date '2020-01-01' + (n % 2000)::int",
    )
    fill(
        "organizations.organizationstate",
        every,
        organization_id="n",
        starts_on=SINCE,
        type_code=f"CASE WHEN n <= {CLUSTERS} THEN '611' ELSE '631' END",
    )
    fill("organizations.organizationplacing", every, organization_id="n", starts_on=SINCE)
    fill(
        "organizations.clusterbody",
        CLUSTERS,
        organization_id="n",
        cluster_id="n",
        starts_on=SINCE,
        formation_mode="'paired'",
    )
    fill(
        "organizations.coverage",
        size.branches,
        body_id=f"1 + n % {CLUSTERS}",
        organization_id=f"{CLUSTERS} + n",
        starts_on=SINCE,
    )
    fill(
        "organizations.organizationunit",
        size.branches,
        organization_id=f"{CLUSTERS} + n",
        enterprise_id=f"1 + n % {size.firms}",
        starts_on=SINCE,
    )


def _people(size: Size) -> None:
    branch = f"{CLUSTERS} + 1 + n % {size.branches}"
    fill(
        "members.member",
        size.members,
        name="'党员' || n",
        name_order="n::text::bytea",
        sex="(1 + n % 2)::text",
        birth_date="date '1960-01-01' + (n % 15000)::int",
        joined_on="date '2000-07-01' + (n % 9500)::int",
        education="(ARRAY['10', '21', '31', '41'])[1 + n % 4]",
        tech_title="CASE WHEN n % 12 = 0 THEN '高级工程师' ELSE '' END",
        is_lost="n % 500 = 0",
    )
    fill(
        "members.memberstanding",
        size.members,
        member_id="n",
        starts_on=SINCE,
        stage="CASE WHEN n % 40 = 0 THEN '预备党员' ELSE '正式党员' END",
    )
    fill(
        "members.affiliation",
        size.members,
        member_id="n",
        organization_id=branch,
        starts_on=f"{SINCE} + (n % 2400)::int",
    )
    fill(
        "members.employment",
        size.members,
        member_id="n",
        enterprise_id=f"1 + n % {size.firms}",
        starts_on=SINCE,
        rank="(ARRAY['executive', 'technical_lead', 'middle', 'staff'])[1 + n % 4]",
        job_title="'岗位'",
    )
    _posts(size)


def _posts(size: Size) -> None:
    fill(
        "members.seat",
        size.branches,
        organization_id=f"{CLUSTERS} + n",
        member_id=f"1 + (n * 31) % {size.members}",
        post="'secretary'",
        starts_on=SINCE,
    )
    fill(
        "members.honour",
        size.members // 60,
        member_id="n * 60",
        kind="'artisan'",
        title="'党员工匠'",
        year="2019 + n % 8",
    )
    fill(
        "members.liaison",
        size.members // 100,
        member_id="n * 100",
        enterprise_id=f"1 + n % {size.firms}",
        kind="(ARRAY['assistant', 'liaison', 'commissioner'])[1 + n % 3]",
        starts_on=SINCE,
    )


def _doings(size: Size) -> None:
    each = size.attendances // size.activities
    fill(
        "activities.activity",
        size.activities,
        title="'活动' || n",
        cluster_id=f"1 + n % {CLUSTERS}",
        kind="(ARRAY['party_life', 'training', 'salon', 'lecture'])[1 + n % 4]",
        held_on="date '2023-11-22' + (n % 1096)::int",
        headcount=f"{each}",
        six_together="(ARRAY['', 'theme_day', 'lecture', 'volunteering'])[1 + n % 4]",
    )
    fill(
        "activities.activityhost",
        2 * size.activities,
        activity_id="1 + (n - 1) / 2",
        is_lead="n % 2 = 0",
        organization_id=f"{CLUSTERS} + 1 + (n % {CLUSTERS} + {CLUSTERS} * (n % 7)) % {size.branches}",
    )
    fill(
        "activities.attendance",
        size.attendances,
        activity_id=f"1 + (n - 1) / {each}",
        member_id=f"1 + ((n - 1) / {each} * 7919 + n % {each} * 6007) % {size.members}",
    )
    _services(size)


def _services(size: Size) -> None:
    fill(
        "services.visit",
        size.members // 3,
        enterprise_id=f"1 + n % {size.firms}",
        held_on="date '2023-11-22' + (n % 1096)::int",
        organization_id=f"1 + n % {CLUSTERS}",
    )
    fill(
        "services.serviceorder",
        size.members // 6,
        number="'D' || n",
        enterprise_id=f"1 + n % {size.firms}",
        body_id=f"1 + n % {CLUSTERS}",
        category="'talent'",
        description="'诉求'",
        result="'solved'",
        submitted_at="timestamptz '2023-11-22 09:00+08' + (n % 1080) * interval '1 day'",
        dispatch_by="timestamptz '2023-11-23 09:00+08' + (n % 1080) * interval '1 day'",
        due_on="date '2023-12-02' + (n % 1080)::int",
        status="'resolved'",
    )
    for number, (state, days) in enumerate((("accepted", 1), ("resolved", 8))):
        _steps(size.members // 6, number, state, days)
    fill(
        "sites.site",
        600,
        name="'阵地' || n",
        kind="'centre'",
        scene="'park'",
        place_id=f"2 + n % {PLACES - 1}",
        cluster_id=f"1 + n % {CLUSTERS}",
        opened_on=SINCE,
    )


def _steps(count: int, number: int, state: str, days: int) -> None:
    _run(
        "INSERT INTO core_step (model, key, was, state, at, why)"
        f" SELECT 'services.serviceorder', n, '', '{state}', timestamptz '2023-11-22 10:00+08'"
        f" + (n % 1080 + {days}) * interval '1 day', '' FROM generate_series(1, {count}) AS n"
    )


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
