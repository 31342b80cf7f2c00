"""人才链的登记 — people, their standings, affiliations, jobs and movements, written in one piece each."""

from collections.abc import Iterable
from datetime import date, timedelta

from apps.desk.demo.world import OPENING, Person, World
from apps.members.models import Affiliation, Employment, Member, MemberStanding, Movement
from apps.members.models.member import FULL, PROBATIONARY

FLOATING, LOST = 0.02, 0.003
RANKS = {"staff": 74, "middle": 17, "technical_lead": 6, "executive": 3}


def write(world: World) -> None:
    """Register everybody with all that is dated about them."""
    for person in world.people:
        _mark(world, person)
    register(world.people)
    Affiliation.objects.bulk_create(
        Affiliation(
            member=person.member,
            organization=spell.cell.organization,
            in_reason=spell.in_reason,
            out_reason=spell.out_reason,
            starts_on=spell.starts_on,
            ends_on=spell.ends_on,
        )
        for person in world.people
        for spell in person.spells
    )
    Movement.objects.bulk_create(
        Movement(member=person.member, **move) for person in world.people for move in person.moves
    )
    employ(world, world.people)


def _mark(world: World, person: Person) -> None:
    """流动党员 and 失联党员 among those who belong today."""
    draw, member = world.inventor.random.random(), person.member
    member.is_floating, member.is_lost = draw < FLOATING, False
    if member.is_floating:
        member.floats_to = world.inventor.random.choice(world.inventor.words["origin_branches"])
    if 0.5 < draw < 0.5 + LOST and person.cell and not person.stays:
        member.is_lost, member.lost_reason = True, "4"
        member.lost_on = world.today - timedelta(days=world.inventor.random.randint(40, 160))


def register(people: Iterable[Person]) -> None:
    """Write people and what they have been to the Party."""
    people = list(people)
    Member.objects.bulk_create([person.member for person in people])
    MemberStanding.objects.bulk_create(standing for person in people for standing in standings(person))


def standings(person: Person) -> list[MemberStanding]:
    """Every stage since joining; for those who joined since the opening also the steps before."""
    known = _stages(person.member)
    lost_on, status = person.lost_standing or (None, "")
    rows = [
        MemberStanding(member=person.member, stage=stage, starts_on=day, ends_on=following)
        for (stage, day), following in zip(known, [*(day for _, day in known[1:]), lost_on], strict=True)
    ]
    if lost_on:
        last = known[-1][0]
        rows.append(MemberStanding(member=person.member, stage=last, starts_on=lost_on, party_status=status))
    return rows


def _stages(member: Member) -> list[tuple[str, date]]:
    before = [
        ("入党申请人", member.applied_on),
        ("入党积极分子", member.activist_on),
        ("发展对象", member.candidate_on),
    ]
    since = [(PROBATIONARY, member.joined_on), (FULL, member.full_member_on)]
    told = since if member.joined_on and member.joined_on <= OPENING else before + since
    return [(stage, day) for stage, day in told if day]


def employ(world: World, people: Iterable[Person]) -> None:
    """Write who works where, with a post."""
    words, jobs = world.inventor.words, []
    for person in people:
        if person.firm is None:
            continue
        person.rank = person.rank or world.inventor.weighted(RANKS)
        titles = words["executive_titles" if person.rank == "executive" else "job_titles"]
        jobs.append(
            Employment(
                member=person.member,
                enterprise=person.firm.enterprise,
                rank=person.rank,
                job_title=world.inventor.random.choice(titles),
                starts_on=person.since,
                ends_on=person.left_job_on,
            )
        )
    Employment.objects.bulk_create(jobs)
