"""造数：活动链、创新链与人才链 — activities, teams, awards, files, calls, listings: one call a thing."""

from datetime import date
from itertools import count
from typing import Any

from apps.activities import workflow as activities
from apps.activities.models import Activity, Attendance, RotationPlan, RotationSlot
from apps.clusters.models import Cluster, Enterprise
from apps.innovation.models import Alliance, Consortium, ConsortiumMember, Listing, OpenCall, TackleProject
from apps.members import developing
from apps.members.models import (
    Award,
    DevelopmentFile,
    DevelopmentQuota,
    Member,
    Nomination,
    PartnerAgreement,
    WorkTeam,
)
from apps.members.steps import Step
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, PartyOrganization
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
)

_numbers = count(1)


def make_activity(*hosts: PartyOrganization, on: date = LONG_AGO, **facts: Any) -> Activity:
    """An activity that was held, hosted by these organisations (by a new one, if none)."""
    facts = {"title": f"活动{next(_numbers)}", "kind": Activity.Kind.SALON} | facts
    return activities.register(hosts=hosts or (make_organization(),), held_on=on, by=None, **facts)


def make_attendance(activity: Activity, member: Member, **facts: Any) -> Attendance:
    """Somebody who came."""
    return Attendance.objects.create(activity=activity, member=member, **facts)


def make_slot(body: ClusterBody, organization: PartyOrganization, **facts: Any) -> RotationSlot:
    """A turn in March 2026, or when ``facts`` say."""
    plan, _ = RotationPlan.objects.get_or_create(body=body, year=2026)
    facts = {"kind": "salon", "first_day": date(2026, 3, 1), "last_day": date(2026, 3, 31)} | facts
    return RotationSlot.objects.create(plan=plan, organization=organization, **facts)


def make_team(cluster: Cluster | None = None, **facts: Any) -> WorkTeam:
    """A pioneer team; of a new cluster where nothing is said of its home."""
    if cluster is None and not {"place", "body", "organization"} & set(facts):
        cluster = make_cluster()
    facts = {"name": f"队伍{next(_numbers)}", "kind": "pioneer_team", "starts_on": LONG_AGO} | facts
    return WorkTeam.objects.create(cluster=cluster, **facts)


def make_agreement(*parties: Any, **facts: Any) -> PartnerAgreement:
    """An agreement of organisations, enterprises and institutions."""
    facts = {"title": f"协议{next(_numbers)}", "kind": "university", "signed_on": LONG_AGO} | facts
    agreement = PartnerAgreement.objects.create(**facts)
    columns = {"PartyOrganization": "organization", "Enterprise": "enterprise", "Institution": "institution"}
    for party in parties:
        agreement.parties.create(**{columns[type(party).__name__]: party})
    return agreement


def make_award(**facts: Any) -> Award:
    return Award.objects.create(**{"name": "党员工匠", "kind": "artisan", "year": 2026} | facts)


def make_nomination(award: Award, member: Member | None = None, **facts: Any) -> Nomination:
    return Nomination.objects.create(award=award, member=member, **facts)


def make_quota(**facts: Any) -> DevelopmentQuota:
    """Ten of a year, for a new cluster where no scope is given."""
    facts = {"year": 2026, "target_group": "chain", "quota": 10} | facts
    if not {"cluster", "place", "organization"} & set(facts):
        facts["cluster"] = make_cluster()
    return DevelopmentQuota.objects.create(**facts)


def make_file(on: date = date(2023, 1, 10), **facts: Any) -> DevelopmentFile:
    """The file of somebody who has just applied."""
    member = facts.pop("member", None) or make_member(stage="群众", born=date(1990, 5, 17))
    branch = facts.pop("organization", None) or make_organization()
    return developing.open_file(member, organization=branch, on=on, by=None, **facts)


def make_approver() -> PartyOrganization:
    """A committee that may approve admissions."""
    return make_organization(
        f"中共审批{next(_numbers)}委员会", type_code=TypeCode.COMMITTEE, can_approve_probationary=True
    )


VOTE = {"due": 10, "present": 9, "in_favour": 8}
WAY: dict[Step, tuple[date, dict[str, Any]]] = {
    Step.TALKED: (date(2023, 1, 20), {}),
    Step.RECOMMENDED: (date(2023, 3, 1), {}),
    Step.ACTIVIST_FILED: (date(2023, 3, 5), {}),
    Step.CONTACTS_NAMED: (date(2023, 3, 6), {}),
    Step.OBSERVED: (date(2023, 9, 1), {}),
    Step.PROSPECT_NAMED: (date(2024, 3, 2), {}),
    Step.PROSPECT_FILED: (date(2024, 3, 5), {}),
    Step.SPONSORS_NAMED: (date(2024, 3, 6), {}),
    Step.SCREENED: (date(2024, 4, 1), {}),
    Step.TRAINED: (date(2024, 4, 10), {"days": 3}),
    Step.COMMITTEE_REVIEWED: (date(2024, 5, 1), {}),
    Step.PRE_REVIEWED: (date(2024, 5, 10), {}),
    Step.FORM_FILLED: (date(2024, 5, 15), {}),
    Step.MEETING_ACCEPTED: (date(2024, 6, 1), VOTE),
    Step.SUPERIOR_TALKED: (date(2024, 6, 20), {}),
    Step.APPROVED: (date(2024, 7, 1), {}),
    Step.CONFIRMATION_ASKED: (date(2025, 5, 20), {}),
    Step.MEETING_CONFIRMED: (date(2025, 6, 5), VOTE),
    Step.CONFIRMATION_APPROVED: (date(2025, 7, 1), {}),
    Step.ARCHIVED: (date(2025, 7, 20), {}),
}
"""A way through all five stages on which nothing is late."""


def walk(file: DevelopmentFile, before: Step | None = None) -> DevelopmentFile:
    """Take the steps of the way that come before one (all, if none is named)."""
    for step, (day, facts) in WAY.items():
        if before is not None and step >= before:
            break
        _name_people(file, step, day)
        if step in developing.APPROVALS:
            facts = facts | {"operator": make_approver()}
        developing.take(file, step=step, on=day, by=None, **facts)
    file.refresh_from_db()
    return file


def _name_people(file: DevelopmentFile, step: Step, day: date) -> None:
    roles = {Step.CONTACTS_NAMED: ("contact", 1), Step.SPONSORS_NAMED: ("sponsor", 2)}
    role, number = roles.get(step, ("", 0))
    for _ in range(number):
        developing.name_sponsor(file, member=make_member(), role=role, on=day, by=None)


def make_call(cluster: Cluster | None = None, **facts: Any) -> OpenCall:
    """A call posted in March 2026, open until the end of April."""
    facts = {"title": f"榜单{next(_numbers)}", "call_no": f"2026-{next(_numbers)}"} | facts
    facts = {"status": "published", "published_on": date(2026, 3, 1), "deadline": date(2026, 4, 30)} | facts
    facts.setdefault("enterprise", None)
    facts["enterprise"] = facts["enterprise"] or make_enterprise()
    return OpenCall.objects.create(cluster=cluster or make_cluster(), **facts)


def make_project(cluster: Cluster | None = None, **facts: Any) -> TackleProject:
    """A project of this year, led by a new enterprise unless a lead is named."""
    if not {"organization", "enterprise"} & set(facts):
        facts["enterprise"] = make_enterprise()
    facts = {"title": f"攻坚{next(_numbers)}", "year": 2026, "due_on": date(2026, 12, 31)} | facts
    return TackleProject.objects.create(cluster=cluster or make_cluster(), **facts)


def make_listing(direction: str = "need", cluster: Cluster | None = None, **facts: Any) -> Listing:
    """An entry published in January 2026."""
    facts = {
        "title": f"条目{next(_numbers)}",
        "listing_no": f"L{next(_numbers)}",
        "kind": "technology",
    } | facts
    facts = {"status": "published", "submitted_on": LONG_AGO, "published_on": date(2026, 1, 5)} | facts
    if not {"enterprise", "institution", "department"} & set(facts):
        facts["enterprise"] = make_enterprise()
    return Listing.objects.create(direction=direction, cluster=cluster or make_cluster(), **facts)


def make_consortium(
    cluster: Cluster | None = None, lead: Enterprise | None = None, **facts: Any
) -> Consortium:
    """A consortium of its lead and one university."""
    facts = {"name": f"联合体{next(_numbers)}", "field": "工业元宇宙", "starts_on": LONG_AGO} | facts
    consortium = Consortium.objects.create(
        cluster=cluster or make_cluster(), lead=lead or make_enterprise(), **facts
    )
    ConsortiumMember.objects.create(consortium=consortium, institution=make_institution(), starts_on=LONG_AGO)
    return consortium


def make_alliance(cluster: Cluster, *enterprises: Enterprise, **facts: Any) -> Alliance:
    facts = {"name": f"联盟{next(_numbers)}", "kind": "industry", "starts_on": LONG_AGO} | facts
    alliance = Alliance.objects.create(cluster=cluster, **facts)
    for enterprise in enterprises:
        alliance.members.create(enterprise=enterprise, starts_on=LONG_AGO)
    return alliance
