"""谁能看、谁看过 — for one person: whose duties open the page today, and who has read or taken out what.

Accounts at work elsewhere are counted and said to be that, never named: where somebody else keeps a person
too is not this desk's to know.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.views.generic import TemplateView

from apps.accounts.duties import DUTIES, allows
from apps.accounts.models import Grant, User
from apps.core import clock, fence
from apps.core.access import RegisterPage, held
from apps.core.formatting import span
from apps.core.models import AuditEntry, Takeout
from apps.core.reaching import reaching
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


def seen(person: Member) -> list[Seen]:
    """Every reading on record, the latest first."""
    found = [*_revealed(person), *_taken_out(person), *_imported(person)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _revealed(person: Member) -> Iterator[Seen]:
    read = AuditEntry.objects.filter(action=AuditEntry.Action.REVEAL, subject=f"党员{person.pk}")
    for one in read.order_by("-number")[:SHOWN]:
        yield Seen(
            one.at, one.account, f"查看{one.detail.get('item', '')}", one.detail.get("why", ""), one.address
        )


def _taken_out(person: Member) -> Iterator[Seen]:
    taken = list(Takeout.objects.holding(person.pk).select_related("owner")[:SHOWN])
    entries = AuditEntry.objects.filter(number__in=[one.entry for one in taken if one.entry])
    addresses = dict(entries.values_list("number", "address"))
    for one in taken:
        what = f"导出{one.title}（号码{'完整' if one.is_full else '遮盖'}）"
        at, address = one.taken_at or one.asked_at, addresses.get(one.entry or 0, "")
        yield Seen(at, one.owner.username, what, one.purpose, address)


def _imported(person: Member) -> Iterator[Seen]:
    uploads = sorted({key for model in IMPORTED for key in _uploads(model, person)}, reverse=True)[:SHOWN]
    entries = AuditEntry.objects.filter(action=AuditEntry.Action.IMPORT, result="入库")
    for one in entries.filter(detail__upload__in=uploads):
        yield Seen(one.at, one.account, f"导入名册（批次{one.detail['upload']}）", "", one.address)


def _uploads(model: Any, person: Member) -> Iterable[int]:
    link = "pgh_obj_id" if model is Member else "member_id"
    events = model.pgh_event_model._default_manager.filter(
        **{link: person.pk}, pgh_context__metadata__has_key="upload"
    )
    return set(events.values_list("pgh_context__metadata__upload", flat=True))


class Sight(RegisterPage, TemplateView):
    """谁能看、谁看过 of one person, for those who keep the register."""

    model = Member
    permission_required = (VIEW, "members.change_member")
    template_name = "desk/sight.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.row()
        self.grants, self.readings = openers(person), seen(person)
        return super().get_context_data(**kwargs) | {
            "row": person,
            "openers": opening(grant for grant in self.grants if grant.user_id in self.known),
            "others": len({grant.user_id for grant in self.grants if grant.user_id not in self.known}),
            "readings": reading(self.readings, self.names),
        }

    @cached_property
    def known(self) -> set[int]:
        """Accounts that may be named here: at work within the reader's remit, or over everything."""
        named = Grant.objects.in_force(clock.today()).filter(
            user__in=[
                *(grant.user_id for grant in self.grants),
                *User.objects.filter(username__in={one.account for one in self.readings}).values_list(
                    "pk", flat=True
                ),
            ]
        )
        given = list(named.select_related(*Grant.TARGETS.values()))
        reached = reached_of([grant.target for grant in given], self.remit)
        return {one.user_id for one in given if one.target is None or one.target in reached}

    @cached_property
    def names(self) -> dict[str, str]:
        """账号 → who, of those that may be named."""
        users = User.objects.filter(pk__in=self.known)
        return {user.username: f"{user.name}（{user.username}）" for user in users}


def reached_of(things: Iterable[Any], remit: Any) -> set[Model]:
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
            f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
            names.get(one.account, ELSEWHERE),
            one.what,
            Cell(one.why if one.account in names else "", tone="wrap"),
            one.address if one.account in names else "",
        )
        for one in readings
    ]
    return table(headings, rows) if rows else ""
