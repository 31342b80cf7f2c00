"""过期表单"""

import pytest
from django import forms

from apps.clusters.models import Department, Enterprise, EnterpriseState
from apps.core.history import because
from apps.core.stale import SENTENCE, StaleGuard

pytestmark = pytest.mark.django_db


class DepartmentForm(StaleGuard, forms.ModelForm):
    class Meta:
        model = Department
        fields = ("name", "short_name")


class EnterpriseForm(StaleGuard, forms.ModelForm):
    guarded_parts = ("states",)

    class Meta:
        model = Enterprise
        fields = ("name",)


def posted(row, form_class, **typed):
    """What a browser sends back from a form opened on ``row`` now."""
    form = form_class(instance=type(row).objects.get(pk=row.pk))
    return {name: form[name].value() or "" for name in form.fields} | typed


def bound(row, form_class, data):
    form = form_class(data, instance=type(row).objects.get(pk=row.pk))
    form.is_valid()
    return form


def test_a_form_nobody_overtook_is_saved():
    row = Department.objects.create(name="工信局")
    assert bound(row, DepartmentForm, posted(row, DepartmentForm, short_name="工信")).errors == {}


def test_a_form_overtaken_by_a_bulk_write_is_refused_and_shows_both_versions():
    row = Department.objects.create(name="工信局")
    opened = posted(row, DepartmentForm, name="工业和信息化局")
    with because(why="更名"):
        Department.objects.filter(pk=row.pk).update(name="工信和大数据局")
    form = bound(row, DepartmentForm, opened)
    assert form.errors == {"__all__": [SENTENCE]}
    assert [(c.field, c.opened, c.stored, c.typed) for c in form.conflicts] == [
        ("部门名称", "工信局", "工信和大数据局", "工业和信息化局")
    ]


def test_saving_once_more_after_seeing_both_versions_is_a_decision():
    row = Department.objects.create(name="工信局")
    opened = posted(row, DepartmentForm, name="工业和信息化局")
    Department.objects.filter(pk=row.pk).update(name="工信和大数据局")
    again = bound(row, DepartmentForm, opened).data
    assert bound(row, DepartmentForm, again).errors == {}


def test_a_form_without_a_version_is_refused():
    row = Department.objects.create(name="工信局")
    assert bound(row, DepartmentForm, {"name": "工信局"}).errors == {"__all__": [SENTENCE]}


def test_a_change_to_a_dated_part_overtakes_the_form():
    row = Enterprise.objects.create(name="昆山某光电有限公司")
    opened = posted(row, EnterpriseForm)
    EnterpriseState.objects.create(enterprise=row, status="suspended", starts_on="2026-11-01")
    conflicts = bound(row, EnterpriseForm, opened).conflicts
    assert [(c.field, c.stored) for c in conflicts] == [
        ("开始日期", "2026-11-01"),
        ("经营状态", "停产"),
    ]


def test_a_new_row_carries_no_version():
    assert list(DepartmentForm().fields) == ["name", "short_name"]
