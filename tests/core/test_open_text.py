"""明文栏 — forms refuse numbers of persons where texts are stored as typed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseModelForm, CharField
from django.urls import reverse

from apps.clusters.models import Enterprise
from apps.core.form_fields import OpenTextField, ReasonField
from apps.core.open_text import REFUSAL, SPARED, is_open
from apps.members.models import Member
from apps.organizations.models import PartyOrganization
from apps.rosters.cells.texts import TextCell
from apps.rosters.registry import kinds
from tests.access.written import is_ours, load_pages, subclasses
from tests.administration import typed
from tests.factories import make_enterprise, make_user

# Compared and kept nowhere, or sealed.
MEANT = {
    *(f"ChangePasswordForm.{name}" for name in ("old_password", "new_password1", "new_password2")),
    *("CodeForm.code", "LoginForm.password", "LoginForm.username", "ProofForm.password"),
    *(f"HandInForm.{name}" for name in ("cluster", "organization", "pasted", "place")),
    *("EraseForm.same_name", "RegisterForm.id_number", "RegisterForm.mobile"),
}

pytestmark = [pytest.mark.django_db, pytest.mark.gate("不留明文")]


def forms_of_ours():
    """Every form but those of registers, which ask the model what is open."""
    load_pages()
    return [form for form in subclasses(BaseForm) if is_ours(form) and not issubclass(form, BaseModelForm)]


@pytest.fixture
def firm():
    return make_enterprise("甲光电有限公司")


@pytest.fixture
def form_of(client, firm):
    """What comes back when something is typed into the form of a firm."""
    client.force_login(make_user("registry_manager"))
    address = reverse("admin:clusters_enterprise_change", args=[firm.pk])
    return lambda **said: client.post(address, typed(client.get(address), **said))


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ("remark", "请找王工19900000001"),
        ("remark", "法人32999919850701001X"),
        ("building", "甲大厦，物业19900000001"),
        ("tech_titles", "甲、王工19900000001"),
    ],
)
def test_a_number_in_an_open_text_is_refused_beside_it(form_of, firm, box, said):
    assert form_of(**{box: said}).context["adminform"].form.errors == {box: [REFUSAL]}
    firm.refresh_from_db()
    assert firm.remark == ""


def test_a_remark_of_before_hinders_no_other_change(form_of, firm):
    firm.remark = "请找王工19900000001"
    firm.save()
    assert form_of(employees="12").status_code == 302


def test_a_phone_in_its_own_box_is_taken(form_of, firm):
    assert form_of(contact_phone="19900000001").status_code == 302
    firm.refresh_from_db()
    assert firm.contact_phone == "19900000001"


def test_what_is_spared_are_texts_of_registers():
    fields = [label.rpartition(".") for label in SPARED]
    assert [apps.get_model(model) in admin.site._registry for model, _, _ in fields] == [True] * len(SPARED)
    assert [is_open(apps.get_model(model), name) for model, _, name in fields] == [False] * len(SPARED)
    assert is_open(Enterprise, "remark")


def test_a_free_text_of_an_act_refuses_numbers_too():
    box = OpenTextField(label="转往党组织")
    with pytest.raises(ValidationError, match=REFUSAL):
        box.clean("外地党组织，联系人19900000001")
    assert box.clean("外地党组织") == "外地党组织"


def test_no_other_form_has_a_text_that_takes_numbers():
    texts = {
        f"{form.__name__}.{name}"
        for form in forms_of_ours()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, CharField) and not isinstance(field, OpenTextField | ReasonField)
    }
    assert texts == MEANT


def texts_of_rosters():
    """Every text a roster writes into a field of its register, and whether numbers may stand in it."""
    own = {"member": Member, "enterprise": Enterprise, "organization": PartyOrganization}
    for kind in kinds():
        model = own.get(kind.code) or kind.open.model
        stored = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        for name, column in kind.roster.columns.items():
            if name in stored and isinstance(column.cell, TextCell):
                yield model, name, column.cell.numbers


def test_a_roster_masks_just_the_texts_in_which_forms_refuse_numbers():
    load_pages()
    assert [
        (model, name) for model, name, numbers in texts_of_rosters() if numbers == is_open(model, name)
    ] == []
    assert len(list(texts_of_rosters())) > 40
