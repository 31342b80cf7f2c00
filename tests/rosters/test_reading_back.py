"""导出再导入 — what the administration exports of a register, its roster reads back as nothing new."""

from io import BytesIO

import pytest
import xlsxwriter
from django.contrib import admin
from django.db.models import Model

from apps.clusters.models import Enterprise
from apps.core.remit import Remit
from apps.innovation.models import Listing
from apps.organizations.models import PartyOrganization
from apps.rosters import workflow
from apps.rosters.records import RecordDesk
from apps.rosters.registry import Kind, kind_of, kinds
from apps.rosters.situation import Plan
from tests.rosters.test_remit import TODAY
from tests.world import make_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.gate("导出再导入")]
PLANS = {"service_item": Plan(cluster="甲集群")}  # the edition being drafted is that of a cluster


def registers() -> list[tuple[Kind, type[Model]]]:
    """Rosters whose register can be exported; that of members is proved with its own export."""
    desks = [(kind, kind.open(Plan().situation(Remit.everything(), TODAY))) for kind in kinds()]
    plain = [(kind, desk.model) for kind, desk in desks if isinstance(desk, RecordDesk)]
    others = [(kind_of("enterprise"), Enterprise), (kind_of("organization"), PartyOrganization)]
    return [(kind, model) for kind, model in (*plain, *others) if model in admin.site._registry]


def exported(model: type[Model]) -> bytes:
    """The file of every row."""
    table = admin.site._registry[model].get_resource()().export(model._base_manager.all())
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("导出")
    for row, line in enumerate([table.headers, *table]):
        for column, cell in enumerate(line):
            if cell not in ("", None):
                sheet.write(row, column, cell)
    book.close()
    return buffer.getvalue()


def test_what_is_exported_of_a_register_is_read_back_as_unchanged(cases):
    make_neighbourhood("甲")
    for number, listing in enumerate(Listing.objects.all(), 1):
        Listing.objects.filter(pk=listing.pk).update(listing_no=f"2026-{number:03d}")
    found = {}
    for kind, model in registers():
        check, _ = workflow.check(
            exported(model),
            "导出.xlsx",
            kind,
            PLANS.get(kind.code, Plan()),
            remit=Remit.everything(),
            today=TODAY,
        )
        said = check.refused or [
            (row.verdict.value, row.changes, [issue.message for issue in row.issues if issue.blocks])
            for row in check.rows
            if row.verdict.value != "unchanged"
        ]
        if said or check.counts["unchanged"] != model._base_manager.count():
            found[kind.code] = said
    cases(len(registers()))
    assert found == {}
