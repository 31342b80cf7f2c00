"""与登记不符 — what the register has against a row: C02, C03, C19, C21, C22 and the neutral sentence."""

from collections.abc import Collection, Iterator

from apps.core.judgement import Issue, Level, error, warning
from apps.members.importing.sighting import MEMBERS, Sighting
from apps.members.models.member import FULL, NORMAL
from apps.organizations.directory import Entry
from apps.rosters.choices import ACCEPT, PARK, SKIP
from apps.rosters.register import OUT_OF_REMIT

TRANSFER, PARTICIPATE = "transfer", "participate"
LATER = (PARK, "留待补正")
DECISIONS = {
    "C21": ((TRANSFER, "转入本支部"), (PARTICIPATE, "登记为参与活动"), (SKIP, "不导入"), LATER),
    "C02": ((ACCEPT, "核对无误，以本表为准"), (SKIP, "不导入"), LATER),
    "ID_MISSING": ((ACCEPT, "逐人核对无误，予以登记"), (SKIP, "不导入"), LATER),
}
LEAVING = ("出党", "死亡")

WITHOUT_BRANCH = error("C18", "没有写明党支部，请在表中补填或选择党组织", field="branch")
FUNCTIONAL = error("C19", "功能型党组织不能作为组织关系所在支部", field="branch")
BELONGS_HERE = error("RELATION_HERE", "组织关系登记在本支部，表中填“否”，请先办理转出", field="relation_here")
SHARED_PHONE = "手机号与他人重复：{name}"
SAME_PERSON = "疑似同一人，请确认：与登记的“{name}”姓名、出生日期相同"


def neutral(field: str) -> Issue:
    """A doubt about somebody outside the remit: one sentence, whatever stands there."""
    return OUT_OF_REMIT._replace(level=Level.WARNING, field=field)


def named_issues(seen: Sighting) -> Iterator[Issue]:
    """About the branch, the unit and the cluster a row names."""
    if seen.branch is None and (seen.member is None or seen.ties.affiliation):
        yield WITHOUT_BRANCH
    for named in (seen.branch, seen.unit, seen.cluster, seen.setting.superior):
        if named:
            yield from named.issues


def branch_issues(seen: Sighting, entry: Entry | None, reached: Collection[int]) -> Iterator[Issue]:
    """About belonging: a functional organisation, another branch, a branch the uploader may not see."""
    stays_away = seen.takes_part_only or (seen.stage is not None and seen.stage not in MEMBERS)
    if entry and entry.is_functional and not stays_away:
        yield FUNCTIONAL
    affiliation = seen.ties.affiliation
    if affiliation is None or seen.branch is None:
        return
    if seen.takes_part_only:
        if affiliation.organization_id == seen.branch.key:
            yield BELONGS_HERE
    elif not stays_away and seen.belongs_elsewhere:
        if seen.belongs_out_of(reached):
            yield OUT_OF_REMIT
        else:
            name = affiliation.organization.full_name
            message = f"该党员组织关系在“{name}”，请先办理转接或登记为参与活动"
            yield error("C21", message, field="branch")


def person_issues(seen: Sighting, reached: Collection[int]) -> Iterator[Issue]:
    """About the person found: another name under the number, a standing that cannot follow."""
    member, standing, name = seen.member, seen.ties.standing, seen.row.values.get("name")
    if member is None:
        return
    if name and name != member.name:
        yield _another_name(seen, member.name, reached)
    if standing is None:
        return
    if standing.party_status in LEAVING:
        yield error("LEFT_PARTY", f"该人员已登记为{standing.party_status}，不能再导入", field="party_status")
    elif standing.stage == FULL and seen.stage not in (None, FULL):
        yield error("STAGE_BACK", f"已登记为正式党员，表中为{seen.stage}，请核对", field="member_category")
    elif standing.stage in MEMBERS and seen.stage and seen.stage not in MEMBERS:
        yield error("STAGE_BACK", f"已登记为{standing.stage}，表中为{seen.stage}，请核对", field="stage")
    elif standing.party_status != NORMAL and seen.row.values.get("party_status") == NORMAL:
        yield error("STATUS_BACK", "已登记为停止党籍，恢复党籍请单独办理", field="party_status")


def _another_name(seen: Sighting, name: str, reached: Collection[int]) -> Issue:
    """Of a guest whose relation sits out of sight nothing is told but that the number is taken."""
    if seen.belongs_out_of(reached):
        return OUT_OF_REMIT
    where = seen.ties.affiliation.organization if seen.ties.affiliation else "登记"
    return error("C02", f"身份证号重复：与{where}“{name}”相同", field="id_number")


def doubts(name: str, sentence: str, code: str, field: str) -> Issue:
    """C03 or C22 about somebody registered; nameless people are outside the remit."""
    return warning(code, sentence.format(name=name), field=field) if name else neutral(field)
