"""登记后台的权限 — each register allows each desk what is written down, be it its own row or another."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.accounts.models import remit_of
from apps.core.admin_parts import ReadOnlyInline
from tests.access.conftest import DUTIES
from tests.beyond import out_of_duty
from tests.permissions import RIGHTS

pytestmark = [pytest.mark.django_db, pytest.mark.gate("权限矩阵")]
every_desk = pytest.mark.parametrize("duty", DUTIES)


@pytest.fixture
def asking(world, duty):
    """A request of somebody at a desk."""
    request = RequestFactory().get("/")
    request.user = world.users[duty]
    request.remit = remit_of(request.user)
    return request


def registers():
    return {model._meta.label_lower: one for model, one in admin.site._registry.items()}


def letters(register, request, row):
    """增 a, 改 c, 删 d, 导出 x — as the tables say them."""
    allowed = {
        "a": register.has_add_permission(request),
        "c": register.has_change_permission(request, row),
        "d": register.has_delete_permission(request, row),
        "x": register.has_export_permission(request),
    }
    return "".join(letter for letter, may in allowed.items() if may)


def of_foreign(rights):
    """What is left where a row is not one's own: new ones, and taking away what is."""
    return rights[1:] if rights[0] == "=" else "".join(letter for letter in "ax" if letter in rights)


@every_desk
def test_a_register_allows_a_desk_what_is_written_down(world, asking, duty, cases):
    asked = {label: one for label, one in registers().items() if label in world.own}
    written = {label: RIGHTS[label][DUTIES.index(duty)] for label in asked}
    cases(2 * len(asked))
    found = {
        label: [letters(one, asking, rows[label]) for rows in (world.own, world.foreign)]
        for label, one in asked.items()
    }
    assert found == {label: [rights[1:], of_foreign(rights)] for label, rights in written.items()}


@every_desk
def test_the_index_names_the_registers_that_a_desk_may_open(asking, duty):
    named = {
        f"{app['app_label']}.{model['object_name'].lower()}"
        for app in admin.site.get_app_list(asking)
        for model in app["models"]
    }
    assert named == {label for label, rights in RIGHTS.items() if rights[DUTIES.index(duty)] != "-"}


def parts_of(register, request):
    """Parts of its form that are written there."""
    return [part for part in register.get_inline_instances(request) if not isinstance(part, ReadOnlyInline)]


@pytest.mark.parametrize("duty", [DutyCode.PLACE_OPERATOR, DutyCode.CLUSTER_SECRETARY])
@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_a_part_of_a_form_is_written_where_its_duty_reaches(world, asking, verb, cases):
    """Asked of no row, of one's own and of the neighbour's."""
    found, written = {}, {}
    for label, register in registers().items():
        rows = [None, world.own.get(label), world.foreign.get(label)]
        for part in parts_of(register, asking) if all(rows[1:]) else ():
            may = asking.user.has_perm(f"{part.opts.app_label}.{verb}_{part.opts.model_name}")
            found[part] = [getattr(part, f"has_{verb}_permission")(asking, row) for row in rows]
            written[part] = [may, may, False]
    cases(3 * len(found))
    assert found == written


@pytest.mark.parametrize("duty", [DutyCode.PLACE_OPERATOR])
def test_taking_a_register_away_asks_for_the_right_to_see_it(world, client, duty):
    client.force_login(world.users[duty])
    page = reverse("admin:clusters_enterprise_export") + "?format=csv"
    with out_of_duty("clusters.view_enterprise"), out_of_duty("clusters.change_enterprise"):
        assert client.get(page).status_code == 403
