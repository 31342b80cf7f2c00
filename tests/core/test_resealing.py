"""换密钥 — everything sealed is sealed anew, history and files included, while others read and write."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from apps.core import resealing
from apps.core.audit import history, verifying
from apps.core.fields import EncryptedField
from apps.members.models import Member
from apps.members.models.member import Member as Person
from apps.rosters.models import Upload
from clusterreg.embedded_postgres import APPLICATION
from tests.factories import make_enterprise, make_member

NUMBER, MOBILE = "329999198507010014", "19900000001"
EVENTS = Person.pgh_event_model
gate = pytest.mark.gate("密钥更换")


@pytest.fixture
def new_key(settings):
    """Call it to have another key seal; the one before opens."""

    def change():
        settings.DATA_KEYS = {"2": bytes(range(64, 96)), **settings.DATA_KEYS}

    return change


@pytest.fixture
def people():
    """Two people with a past, an enterprise and a file."""
    found = [make_member(id_number=NUMBER, mobile=MOBILE), make_member()]
    found[0].mobile = "19900000002"
    found[0].save()
    make_enterprise(contact_phone="19900000003")
    Upload.objects.create(roster="member", file_name="名册.xlsx", sha256="", size=4, content=b"PK..")
    return found


def opened(model):
    """Every sealed value of a table in the clear, with the row's key."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
    return [[row.pk, *(getattr(row, field.name) for field in fields)] for row in model.objects.order_by("pk")]


@gate
@pytest.mark.django_db
def test_after_a_change_everything_opens_and_nothing_needs_the_old_key(people, new_key, settings, cases):
    tables = [store.model for store in resealing.stores()]
    before = [opened(model) for model in tables]
    new_key()
    resealing.renew()
    settings.DATA_KEYS = {"2": settings.DATA_KEYS["2"]}
    cases(len(tables))
    assert ([opened(model) for model in tables], set(resealing.in_use())) == (before, {"2"})


@pytest.mark.django_db
def test_a_change_of_keys_is_no_change_of_what_is_registered(people, new_key):
    new_key()
    events, indexes = EVENTS.objects.count(), set(Member.objects.values_list("id_index", flat=True))
    resealing.renew()
    assert (EVENTS.objects.count(), set(Member.objects.values_list("id_index", flat=True))) == (
        events,
        indexes,
    )


@gate
@pytest.mark.django_db
def test_the_audit_of_history_stays_clean(people, new_key, settings, tmp_path, monkeypatch):
    settings.AUDIT_DIRECTORY = tmp_path
    monkeypatch.setattr(history, "SETTLED", "SELECT now() + interval '1 second'")
    sealed = history.seal()
    new_key()
    renewed = resealing.renew().renewed
    assert (len(sealed.detail["parts"]) > 2, renewed > 5, list(verifying.history_faults())) == (
        True,
        True,
        [],
    )


@pytest.mark.django_db
def test_another_suite_is_taken_up_with_the_same_key(people, settings):
    settings.CIPHER_SUITE = "sm4"
    resealing.renew()
    assert (people[0].id_number, resealing.renew().renewed) == (NUMBER, 0)
    assert Member.objects.get(pk=people[0].pk).id_number == NUMBER


@pytest.mark.django_db
def test_what_was_broken_off_goes_on_where_it_was(people, new_key, monkeypatch):
    new_key()
    write, written = resealing._write, []

    def broken_off(store, rows):
        if written:
            raise KeyboardInterrupt
        write(store, rows)
        written.extend(rows)

    monkeypatch.setattr(resealing, "_write", broken_off)
    with pytest.raises(KeyboardInterrupt):
        resealing.renew()
    half = resealing.in_use()
    monkeypatch.setattr(resealing, "_write", write)
    resealing.renew()
    assert (set(half), set(resealing.in_use())) == ({"1", "2"}, {"2"})


@pytest.mark.django_db
def test_a_value_that_does_not_open_is_told_and_left(people, new_key):
    first, second = people
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_member SET mobile = (SELECT id_number FROM members_member WHERE id = %s)"
            " WHERE id = %s",
            [first.pk, second.pk],
        )
    new_key()
    broken = resealing.renew().broken
    assert (broken["members_member"], resealing.in_use()["1"] > 0) == ({second.pk}, True)


@pytest.mark.django_db
def test_a_row_read_before_a_change_is_saved_with_the_new_key(people, new_key):
    row = Member.objects.get(pk=people[0].pk)
    new_key()
    resealing.renew()
    stale = Member.objects.get(pk=row.pk)
    row.name = "改名"
    row.save()
    assert (stale.id_number, "1" in resealing.in_use()) == (NUMBER, False)


@pytest.mark.django_db
def test_the_application_may_not_change_history_for_it(people, new_key):
    new_key()
    with connection.cursor() as cursor:
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        resealing.renew()


@gate
@pytest.mark.django_db(transaction=True)
def test_readers_and_writers_go_on_meanwhile(new_key, monkeypatch, cases):
    people = [make_member(mobile=MOBILE) for _ in range(40)]
    new_key()
    monkeypatch.setattr(resealing, "TEXTS", 3)
    monkeypatch.setattr(resealing, "PAUSE", 0.01)
    over, faults, saved = threading.Event(), [], []

    def work():
        try:
            while not over.is_set():
                for person in people:
                    row = Member.objects.get(pk=person.pk)
                    row.job_title = f"第{len(saved)}次"
                    row.save()
                    saved.append((row.pk, row.job_title, row.mobile))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    while not saved:
        over.wait(0.01)
    resealing.renew()
    over.set()
    worker.join()
    cases(len(saved))
    last = {key: title for key, title, _ in saved}
    stands = dict(Member.objects.filter(pk__in=last).values_list("pk", "job_title"))
    assert (faults, {mobile for *_, mobile in saved}, stands) == ([], {MOBILE}, last)
    assert set(resealing.in_use()) == {"2"}


@pytest.mark.django_db(transaction=True)
def test_a_row_somebody_is_writing_is_waited_for_and_not_lost(new_key, monkeypatch):
    person = make_member(mobile=MOBILE)
    new_key()
    monkeypatch.setattr(resealing, "PAUSE", 0.05)
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Member.objects.filter(pk=person.pk).update(job_title="正在改")
            held.set()
            let_go.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    threading.Timer(0.2, let_go.set).start()
    resealing.renew()
    holder.join()
    stands = Member.objects.get(pk=person.pk)
    assert (stands.job_title, stands.mobile, set(resealing.in_use())) == ("正在改", MOBILE, {"2"})
