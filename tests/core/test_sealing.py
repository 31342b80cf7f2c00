"""加密: what is sealed opens only where it belongs, with either suite, and is found by its index."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.core.sealing import SealBroken, blind_index, seal, unseal
from apps.members.models import Member
from tests.factories import make_member


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again(text):
    assert unseal(seal(text, b"member.id_number"), b"member.id_number") == text


@pytest.mark.parametrize("suite", ["aes", "sm4"])
def test_both_suites_seal_and_open(settings, suite):
    settings.CIPHER_SUITE = suite

    assert unseal(seal("329999198507010014", b"here"), b"here") == "329999198507010014"


def test_what_one_suite_sealed_opens_after_changing_to_the_other(settings):
    sealed = seal("19900000001", b"here")
    settings.CIPHER_SUITE = "sm4"

    assert unseal(sealed, b"here") == "19900000001"


def test_a_ciphertext_moved_elsewhere_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal("329999198507010014", b"here"), b"there")


def test_an_altered_ciphertext_does_not_open():
    sealed = bytearray(seal("329999198507010014", b"here"))
    sealed[-1] ^= 1

    with pytest.raises(SealBroken):
        unseal(bytes(sealed), b"here")


def test_after_a_change_of_keys_old_values_still_open(settings):
    sealed = seal("19900000001", b"here")
    settings.DATA_KEYS = {"2": bytes(32), **settings.DATA_KEYS}

    assert unseal(sealed, b"here") == unseal(seal("19900000001", b"here"), b"here")


def test_indexes_of_different_purposes_do_not_match():
    assert blind_index("0014", "id") != blind_index("0014", "mobile")


@pytest.mark.django_db
def test_a_stored_id_number_is_nowhere_in_the_row():
    member = make_member(id_number="329999198507010014", mobile="19900000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text || e::text FROM members_member m, members_memberevent e")
        stored = cursor.fetchone()[0]

    assert member.id_number not in stored
    assert member.mobile not in stored


@pytest.mark.django_db
def test_an_id_number_is_found_by_its_index_whatever_the_case_of_x():
    member = make_member(id_number="32999919900312002X")
    index = Member._meta.get_field("id_index").indexed("32999919900312002x")

    assert Member.objects.get(id_index=index) == member


@pytest.mark.django_db
def test_ciphertexts_swapped_between_two_people_do_not_open():
    first, second = make_member(), make_member()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM members_member WHERE id = %s", [first.pk])
        stolen = cursor.fetchone()[0]
        cursor.execute("UPDATE members_member SET id_number = %s WHERE id = %s", [stolen, second.pk])

    with pytest.raises(SealBroken):
        _ = Member.objects.get(pk=second.pk).id_number


@pytest.mark.django_db
def test_saving_a_row_without_touching_the_number_keeps_its_ciphertext():
    member = Member.objects.get(pk=make_member().pk)
    before = Member.objects.filter(pk=member.pk).values_list("id_number", flat=True).get()
    member.name = "改名"
    member.save()

    assert Member.objects.filter(pk=member.pk).values_list("id_number", flat=True).get() == before


@pytest.mark.django_db
def test_bulk_created_people_are_sealed_and_indexed_too():
    Member.objects.bulk_create([Member(name="批量", id_number="329999198507010014")])

    member = Member.objects.get()
    assert (member.id_number, bytes(member.id_index)) == (
        "329999198507010014",
        Member._meta.get_field("id_index").indexed("329999198507010014"),
    )
