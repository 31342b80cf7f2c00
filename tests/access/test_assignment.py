"""批量赋值 — what a form does not ask for is not read, whoever sends it."""

import re
from pathlib import Path

import pytest
from django.forms import ModelForm
from django.urls import reverse

from apps.accounts.duties import DutyCode
from tests.access.written import is_ours, load_pages, subclasses
from tests.administration import typed
from tests.permission_walk import REGISTERS
from tests.shares import share_of
from tests.test_administration import LOOKED_UP

pytestmark = pytest.mark.gate("批量赋值")
ROOT = Path(__file__).resolve().parents[2]
FORGED = "77"
READ = re.compile(r"\bPOST\.(?:get|getlist)\(\s*\"([\w-]+)\"|\"([\w-]+)\" in (?:self\.)?request\.POST")
# What pages read of a request without a form: which of two buttons, what was ticked, why.
READ_BY_HAND = {
    "apps/core/taking_out.py": {"format"},
    "apps/desk/merges.py": {"decision", "why"},
    "apps/desk/search.py": {"q"},
    "apps/members/views/acts.py": {"birth_date", "name"},
    "apps/organizations/views.py": {"confirm"},
    "apps/rosters/views/deciding.py": {
        *("alike", "all", "cause", "decision", "key", "kind", "name", "place", "proved", "who", "withdraw")
    },
    "apps/rosters/views/keeping.py": {"whole"},
    "apps/rosters/views/mapping.py": {"filed_on"},
    "apps/rosters/views/repair.py": {"alike", "at", "back", "withdraw"},
}


def forged(row, form):
    """Every column that the form does not ask for, under the names forms and parts of forms give them."""
    columns = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        value = FORGED if value is None else value
        columns |= dict.fromkeys((field.name, field.attname, f"{field.name}_0", f"_{field.name}"), value)
    asked = {name for field in form.fields for name in (field, f"{field}_0")}
    return {name: value for name, value in columns.items() if name not in asked}


def stored(row):
    """Every column of a row as it stands."""
    return type(row)._default_manager.filter(pk=row.pk).values().get(), row.pgh_event_model.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("desk", [DutyCode.REGISTRY_MANAGER], indirect=True)
def test_a_register_takes_no_more_than_its_form_asks_for(desk, cases):
    found, labels = {}, share_of(REGISTERS, desk.column)
    for label in labels:
        row = desk.own[label]
        page = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
        opened = desk.client.get(page)
        if label not in LOOKED_UP and opened.status_code == 200:
            sent, before = typed(opened), stored(row)
            answer = desk.client.post(
                page, sent | forged(desk.foreign[label], opened.context["adminform"].form)
            ).status_code
            found[label] = answer, stored(row) == before
    cases(len(found))
    assert {label: told for label, told in found.items() if told != (302, True)} == {}


def test_no_form_takes_whatever_columns_a_table_has():
    load_pages()
    forms = [form for form in subclasses(ModelForm) if is_ours(form) and hasattr(form, "_meta")]
    assert [form for form in forms if form._meta.fields == "__all__" or form._meta.exclude is not None] == []


def test_what_is_read_without_a_form_is_written_down():
    read = {}
    for path in sorted((ROOT / "apps").rglob("*.py")):
        for found in READ.finditer(path.read_text(encoding="utf-8")):
            read.setdefault(str(path.relative_to(ROOT)), set()).add(found[1] or found[2])
    assert read == READ_BY_HAND
