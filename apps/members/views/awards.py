"""评选、荣誉 — who was nominated, who was named, and what people and collectives are honoured with."""

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.filters.registers import (
    AwardFilter,
    CollectiveHonourFilter,
    HonourFilter,
    LaureateFilter,
    NominationFilter,
)
from apps.members.models import Award, CollectiveHonour, Honour, Laureate, Member, Nomination
from apps.organizations.models import PartyOrganization

TONES = {"notified": "warn", "named": "good", "announced": "good"}


class Awards(RegisterList):
    model = Award
    filterset_class = AwardFilter
    columns = columns(
        Award, "name", "kind", "session_no", "year", "level", "organizer", "cluster", "status", "named_on"
    )
    default_order = ("-year", "name")
    unit = "届"


class AwardPage(RegisterEntry):
    model = Award
    facts = (
        *("year", "session_no", "level", "organizer", "place", "cluster"),
        *("notice_from", "notice_until", "named_on"),
    )
    badges = ("kind", "status")
    tones = TONES
    parts = (
        Part(
            "申报和当选",
            Nomination,
            "award",
            columns(
                Nomination,
                *("category", "member", "enterprise", "work", "recommender", "votes", "is_passed"),
                Column("named", "当选", lambda row: hasattr(row, "laureate")),
            ),
            order=("category", "-votes", "pk"),
            related=("laureate",),
            unit="项",
            shown=60,
            filter="award",
        ),
    )


class Nominations(RegisterList):
    model = Nomination
    filterset_class = NominationFilter
    columns = columns(
        Nomination, "award", "category", "member", "enterprise", "work", "recommender", "votes", "is_passed"
    )
    default_order = ("-award__year", "category")
    unit = "项"


class NominationPage(RegisterEntry):
    model = Nomination
    facts = ("award", "member", "enterprise", "work", "recommender", "votes", "is_passed", "deeds")
    badges = ("category",)
    related = ("award", "member", "enterprise")


class Laureates(RegisterList):
    model = Laureate
    filterset_class = LaureateFilter
    columns = columns(
        Laureate,
        "nomination",
        "nomination__category",
        "nomination__award",
        "nomination__member",
        "nomination__enterprise",
        "rank",
        "rank_text",
    )
    default_order = ("-nomination__award__year", "rank")
    unit = "项"

    def tools(self) -> list[tuple[str, str]]:
        """Who is named is named at the award; the administration adds nobody."""
        return []


class LaureatePage(RegisterEntry):
    model = Laureate
    facts = ("nomination", "nomination__award", "honour", "rank", "rank_text")
    related = ("nomination__member", "nomination__enterprise")


class Honours(RegisterList):
    model = Honour
    filterset_class = HonourFilter
    columns = columns(
        Honour, "title", "member", "kind", "level", "rank_text", "session_no", "year", "awarded_by"
    )
    default_order = ("-year", "title")
    roster = "honour"
    unit = "项"


class HonourPage(RegisterEntry):
    model = Honour
    facts = ("member", "level", "rank_text", "session_no", "year", "awarded_by")
    badges = ("kind",)


OWNER = Column("owner", "获得者", lambda row: row.owner, joins=("cluster", "organization", "enterprise"))


class CollectiveHonours(RegisterList):
    model = CollectiveHonour
    filterset_class = CollectiveHonourFilter
    columns = columns(CollectiveHonour, "title", OWNER, "level", "rank_text", "year", "awarded_by")
    default_order = ("-year", "title")
    unit = "项"


class CollectiveHonourPage(RegisterEntry):
    model = CollectiveHonour
    facts = (OWNER, "level", "rank_text", "year", "awarded_by")


COLLECTIVE = columns(CollectiveHonour, "title", "level", "rank_text", "year", "awarded_by")
NOMINATED = columns(Nomination, "award", "category", "work", "is_passed")
shown_with(
    Cluster,
    Part(
        "评选",
        Award,
        "cluster",
        columns(Award, "name", "kind", "session_no", "year", "status"),
        unit="届",
        filter="cluster",
    ),
    Part("集体荣誉", CollectiveHonour, "cluster", COLLECTIVE, unit="项"),
)
shown_with(
    PartyOrganization,
    Part("集体荣誉", CollectiveHonour, "organization", COLLECTIVE, unit="项", filter="organization"),
)
shown_with(
    Enterprise,
    Part("集体荣誉", CollectiveHonour, "enterprise", COLLECTIVE, unit="项", filter="enterprise"),
    Part("参评", Nomination, "enterprise", NOMINATED, unit="项", related=("award",)),
)
shown_with(
    Member,
    Part(
        "荣誉",
        Honour,
        "member",
        columns(Honour, "title", "kind", "level", "rank_text", "session_no", "year", "awarded_by"),
        unit="项",
        filter="member",
    ),
    Part("参评", Nomination, "member", NOMINATED, unit="项", related=("award",)),
)
