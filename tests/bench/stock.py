"""照章办事 — the same roster through stock django-import-export, as its documentation has one write it.

One resource with a column for each heading, widgets that judge cells by our rules, ``full_clean`` on every
person, the ties of a person written where the documentation says they are, in ``after_save_instance``. Fields
encrypt themselves, history is on, and all rows go the way of the admin: a dry run, a preview, a confirmation.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from import_export.results import Result

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.remit import Remit
from apps.members.consistency import inconsistencies
from apps.members.importing.facts import FACTS
from apps.members.models import Affiliation, Employment, Member, MemberStanding, Movement
from apps.members.rosters import MemberRoster
from apps.members.standing import spans
from apps.organizations.models import PartyOrganization
from apps.rosters.cells import Circumstances

ROSTER = MemberRoster()
TIES = ("member_category", "branch", "party_post", "work_unit", "job_title")
COLUMNS = {
    name: column for name, column in ROSTER.columns.items() if column.template and name in {*FACTS, *TIES}
}


class CellWidget(widgets.Widget):
    """Judges a cell as the roster does; what is wrong is an error of the row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.column = COLUMNS[name]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        said = self.column.read(value, Circumstances(clock.today()))
        for issue in said.issues:
            if issue.blocks:
                raise ValueError(issue.message)
        found = said.value
        return getattr(found, "on", found)


class Stored(fields.Field):
    """A column of the person."""

    def save(self, instance: Any, row: Mapping[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        value = self.clean(row, **kwargs)
        if value is not None:
            fact = FACTS[self.attribute]
            setattr(instance, fact.column, fact.write(value))


class MemberResource(resources.ModelResource):
    """党员名册"""

    class Meta:
        model = Member
        import_id_fields = ("id_number",)
        fields = ()
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in [name for name in COLUMNS if name in FACTS]:
            column = COLUMNS[name]
            self.fields[name] = Stored(attribute=name, column_name=column.title, widget=CellWidget(name))

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Member | None:
        index = Member._meta.get_field("id_index").indexed(row["身份证号码"])
        return Member.objects.within(Remit.everything()).filter(id_index=index).first()

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return (
            False if not original.pk else super().skip_row(instance, original, row, import_validation_errors)
        )

    def before_import_row(self, row: Mapping[str, Any], **kwargs: Any) -> None:
        facts = {name: self.said(row, name) for name in COLUMNS}
        for issue in inconsistencies(facts, clock.today()):
            if issue.blocks:
                raise ValueError(issue.message)

    def said(self, row: Mapping[str, Any], name: str) -> Any:
        """What the row says under a heading."""
        return CellWidget(name).clean(row.get(COLUMNS[name].title))

    def after_save_instance(self, instance: Any, row: Mapping[str, Any], **kwargs: Any) -> None:
        branch = PartyOrganization.objects.get(full_name=row["所在党支部"])
        today = clock.today()
        if not Affiliation.objects.in_force(today).filter(member=instance).exists():
            tie(instance, branch, self.said(row, "member_category"), today)
        unit = Enterprise.objects.get(name=row["工作单位"])
        job = Employment.objects.in_force(today).filter(member=instance, enterprise=unit).first()
        if job is None:
            Employment.objects.create(
                member=instance, enterprise=unit, job_title=row["职务"] or "", starts_on=today
            )


def tie(member: Member, branch: PartyOrganization, stage: str, today: date) -> None:
    """What our own import writes beside a person, row by row."""
    told = spans(stage=stage, since=today, joined_on=member.joined_on, full_member_on=member.full_member_on)
    for span in told:
        MemberStanding.objects.create(
            member=member, stage=span.stage, starts_on=span.starts_on, ends_on=span.ends_on
        )
    Affiliation.objects.create(member=member, organization=branch, starts_on=today, in_reason="opening")
    Movement.objects.create(member=member, kind="opening", happened_on=today, to_organization=branch)


def through_the_admin(data: bytes) -> int:
    """Dry run and confirmation, as the two requests of the admin make them; answers the rows imported."""
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(data)
        result: Result = MemberResource().import_data(dataset, dry_run=dry_run, raise_errors=not dry_run)
        assert not result.has_errors(), next(iter(result.row_errors()))[1][0].error
        assert not result.has_validation_errors()
    return int(result.totals["new"])
