"""应建未建 — enterprises where a branch is due, and for how long it has been."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from apps.chains import sets
from apps.core.dated import in_force
from apps.members import building
from apps.members.models import Member

SHORT, LONG = 30, 180  # days; 半年未建的扣分

# The comings and goings of full members at every enterprise, and the last day from which there
# have been enough of them without a break. Set-based: windows over all of them in one pass.
CROWDED = """
WITH spans AS (
    SELECT job.enterprise_id, greatest(job.starts_on, standing.starts_on) AS begins,
        least(job.ends_on, standing.ends_on) AS ends
    FROM members_employment AS job
    JOIN members_memberstanding AS standing ON standing.member_id = job.member_id
    JOIN members_member AS member ON member.id = job.member_id AND member.merged_into_id IS NULL
    WHERE job.is_confirmed AND standing.stage = '正式党员' AND standing.party_status = '正常'
    AND daterange(job.starts_on, job.ends_on) && daterange(standing.starts_on, standing.ends_on)
), steps AS (
    SELECT enterprise_id, begins AS on_day, 1 AS step FROM spans
    UNION ALL
    SELECT enterprise_id, ends, -1 FROM spans WHERE ends IS NOT NULL
), held AS (
    SELECT enterprise_id, on_day,
        sum(sum(step)) OVER (PARTITION BY enterprise_id ORDER BY on_day) >= %s AS enough
    FROM steps WHERE on_day <= %s GROUP BY enterprise_id, on_day
), breaks AS (
    SELECT *, max(on_day) FILTER (WHERE NOT enough) OVER (PARTITION BY enterprise_id) AS broken_on FROM held
)
SELECT enterprise_id, min(on_day) AS since FROM breaks
WHERE enough AND (broken_on IS NULL OR on_day > broken_on) GROUP BY enterprise_id
"""
WAITING = f"SELECT enterprise_id FROM ({CROWDED}) AS crowded WHERE since BETWEEN %s AND %s"
EVER = 36500  # days


def due(day: date) -> QuerySet:
    """应建未建 — 在营, no organisation stands in it, three or more full members work there."""
    return sets.enterprises(day).filter(building.crowded(day)).exclude(building.built(day))


def ready(day: date) -> QuerySet:
    """可单独组建 — covered by a joint branch only, with three or more full members of its own."""
    return sets.enterprises(day).filter(building.crowded(day) & building.joint(day))


def waiting(day: date, at_least: int, at_most: int = EVER) -> QuerySet:
    """应建未建 for between so many and so many days, both counted."""
    first, last = day - timedelta(days=at_most), day - timedelta(days=at_least)
    return due(day).filter(pk__in=RawSQL(WAITING, (building.MEMBERS_DUE, day, first, last)))


def since(day: date) -> dict[int, date]:
    """From which day each enterprise has had enough full members, by key."""
    with connection.cursor() as cursor:
        cursor.execute(CROWDED, [building.MEMBERS_DUE, day])
        return dict(cursor.fetchall())


def not_transferred(day: date) -> QuerySet:
    """关系未转入 — due, but none of those members belongs to an organisation that stands there."""
    crowded = sets.enterprises(day).filter(building.crowded(day)).exclude(building.own(day))
    return crowded.exclude(pk__in=_belonging(day).order_by().values("enterprise"))


def _belonging(day: date) -> QuerySet[Any]:
    """Full members' employments at an enterprise in which their own organisation stands."""
    through = "member__affiliations"
    serving = f"{through}__organization__units"
    here = Q(**{f"{serving}__enterprise": F("enterprise")})
    return building.employed(day, Member.objects.full(day)).filter(
        in_force(day, through), in_force(day, serving), here
    )
