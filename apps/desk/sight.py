"""谁能看、谁看过 — for one person: whose duties open the page today, and who has read or taken out what.

Where somebody else keeps a person too is not this desk's to know: grants beyond the remit are not shown, and
of what was read by an account that is also at work there, only what and when. Whoever has only such grants is
counted.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.views.generic import TemplateView

from apps.accounts.duties import DUTIES, allows
from apps.accounts.models import Grant
from apps.core import clock, fence
from apps.core.access import RegisterPage, held
from apps.core.formatting import minute, span
from apps.core.merging import keys_of
from apps.core.models import AuditEntry, Takeout
from apps.core.reaching import reaching
from apps.core.remit import Remit
from apps.core.tables import Cell, Heading, table
from apps.members.models import Affiliation, Employment, Member, MemberStanding, Participation

VIEW, REVEAL, EXPORT = "members.view_member", "members.add_reveal", "members.export_member"
IMPORTED = (Member, MemberStanding, Affiliation, Participation, Employment)
ELSEWHERE = "职责范围外的账号"
SHOWN = 200


@dataclass(frozen=True)
class Seen:
    """One reading: when, by which account, what of the person, why, and from where."""

    at: datetime
    account: str
    what: str
    why: str
    address: str


@fence.lowered()
def openers(person: Member) -> list[Grant]:
    """Grants in force that open the person's page; as many queries for thirty grants as for three."""
    duties = [code for code, duty in DUTIES.items() if allows(duty, VIEW)]
    grants = Grant.objects.in_force(clock.today()).filter(duty__in=duties, user__is_active=True)
    given = list(grants.select_related("user", *Grant.TARGETS.values()).order_by("duty", "user__username"))
    reached = reaching(person, [stretch for one in given if (stretch := one.stretch())])
    return [one for one in given if one.stretch() in reached]


@fence.lowered()
def seen(person: Member) -> list[Seen]:
    """Every reading on record, the latest first; also of the rows that were merged into the person's."""
    keys = keys_of(person)
    found = [*_revealed(keys), *_taken_out(keys), *_imported(keys)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _revealed(keys: list[int]) -> Iterator[Seen]:
    subjects = [f"党员{key}" for key in keys]
    read = AuditEntry.objects.filter(action=AuditEntry.Action.REVEAL, subject__in=subjects)
    for one in read.order_by("-number")[:SHOWN]:
        yield Seen(
            one.at, one.account, f"查看{one.detail.get('item', '')}", one.detail.get("why", ""), one.address
        )


def _taken_out(keys: list[int]) -> Iterator[Seen]:
    taken = list(Takeout.objects.holding(keys).select_related("owner")[:SHOWN])
    entries = AuditEntry.objects.filter(number__in=[one.entry for one in taken if one.entry])
    addresses = dict(entries.values_list("number", "address"))
    for one in taken:
        what = f"导出{one.title}（号码{'完整' if one.is_full else '遮盖'}）"
        at, address = one.taken_at or one.asked_at, addresses.get(one.entry or 0, "")
        yield Seen(at, one.owner.username, what, one.purpose, address)


def _imported(keys: list[int]) -> Iterator[Seen]:
    uploads = sorted({key for model in IMPORTED for key in _uploads(model, keys)}, reverse=True)[:SHOWN]
    entries = AuditEntry.objects.filter(action=AuditEntry.Action.IMPORT, result="入库")
    for one in entries.filter(detail__upload__in=uploads):
        yield Seen(one.at, one.account, f"导入名册（批次{one.detail['upload']}）", "", one.address)


def _uploads(model: Any, keys: list[int]) -> Iterable[int]:
    link = "pgh_obj_id__in" if model is Member else "member_id__in"
    events = model.pgh_event_model._default_manager.filter(
        **{link: keys}, pgh_context__metadata__has_key="upload"
    )
    return set(events.values_list("pgh_context__metadata__upload", flat=True))


class Sight(RegisterPage, TemplateView):
    """谁能看、谁看过 of one person, for those who keep the register."""

    model = Member
    permission_required = (VIEW, "members.change_member")
    template_name = "desk/sight.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.row()
        grants, readings = openers(person), seen(person)
        beyond = elsewhere(grants, self.remit)
        near = [grant for grant in grants if grant not in beyond]
        return super().get_context_data(**kwargs) | {
            "row": person,
            "openers": opening(near),
            "others": len({grant.user_id for grant in beyond} - {grant.user_id for grant in near}),
            "readings": reading(readings, self.names({one.account for one in readings})),
        }

    def names(self, accounts: set[str]) -> dict[str, str]:
        """账号 → who, of those at work within the reader's remit or over everything, and nowhere else."""
        named = Grant.objects.in_force(clock.today()).filter(user__username__in=accounts)
        given = list(named.select_related("user", *Grant.TARGETS.values()))
        far = {grant.user for grant in elsewhere(given, self.remit)}
        near = {grant.user for grant in given} - far
        return {user.username: f"{user.name}（{user.username}）" for user in near}


def elsewhere(grants: Collection[Grant], remit: Remit) -> set[Grant]:
    """Those of some grants that reach beyond a remit to somewhere else; over everything is no place."""
    reached = reached_of([grant.target for grant in grants], remit)
    return {grant for grant in grants if grant.target is not None and grant.target not in reached}


def reached_of(things: Iterable[Any], remit: Remit) -> set[Model]:
    """Those of some things that a remit reaches; one query for each kind."""
    kinds: dict[type[Model], set[Any]] = {}
    for thing in things:
        if thing is not None:
            kinds.setdefault(type(thing), set()).add(thing.pk)
    return {row for model, keys in kinds.items() for row in held(model, remit).filter(pk__in=keys)}


def opening(grants: Iterable[Grant]) -> Any:
    """Who can see, by which grant, and how much."""
    headings = [
        Heading(label) for label in ("账号", "职责", "范围", "授权起止", "看到的号码", "能否导出党员")
    ]
    rows = [
        (
            f"{grant.user.name}（{grant.user.username}）",
            grant.get_duty_display(),
            str(grant.target or "全部"),
            span(grant.starts_on, grant.ends_on),
            "说明理由后可看完整号码" if grant.allows(REVEAL) else "遮盖",
            "能" if grant.allows(EXPORT) else "否",
        )
        for grant in grants
    ]
    return table(headings, rows) if rows else ""


def reading(readings: Iterable[Seen], names: dict[str, str]) -> Any:
    """Who read what, when, why, from where; of those elsewhere only that and when."""
    headings = [Heading(label) for label in ("时间", "账号", "看了什么", "理由或用途", "来源地址")]
    rows = [
        (
            minute(one.at),
            names.get(one.account, ELSEWHERE),
            one.what,
            Cell(one.why if one.account in names else "", tone="wrap"),
            one.address if one.account in names else "",
        )
        for one in readings
    ]
    return table(headings, rows) if rows else ""
