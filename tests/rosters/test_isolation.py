"""隔离和排队 — a stranger's file reaches nothing, and reading it keeps nobody else from working."""

import errno
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.core.models import AuditEntry
from apps.rosters import rationing, reading, workflow
from apps.rosters.models import Upload
from apps.rosters.reading import Busy, FileRefused, isolation, queueing, read
from apps.rosters.reading.recent import Recent
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.desk.worlds import signed_in
from tests.factories import make_user
from tests.rosters.test_malformed import CASES, FOLDER
from tests.shares import LONG

CRASHING = ("C25", "B15", "B17")
"""Samples that abort whoever parses them."""
HEADING = "姓名,性别\n".encode()
TRY = """
import socket, sys
from apps.rosters.reading import child
child._limit(5)
for act in (lambda: open("/etc/hostname"), lambda: open("/tmp/x", "w"), socket.socket, socket.socketpair):
    try:
        act()
        print("open")
    except OSError as refused:
        print(refused.errno)
"""


@pytest.mark.gate("上传隔离")
def test_the_process_that_reads_can_open_no_file_and_no_connection(cases):
    finished = subprocess.run(
        [sys.executable, "-c", TRY], capture_output=True, text=True, cwd=isolation.ROOT, check=True
    )
    told = finished.stdout.split()
    cases(len(told))
    assert told == [str(errno.EMFILE)] * 4


@pytest.fixture
def locks(settings, tmp_path, monkeypatch):
    """Turns of this test's own, and no file that was read before."""
    settings.HOME = tmp_path
    monkeypatch.setattr(isolation, "RECENT", Recent(most=0, seconds=0, size=0))
    monkeypatch.setattr(queueing, "LOOK_AGAIN", 0.01)


@pytest.fixture
def opening(monkeypatch):
    """How many files lie open at once, the highest number at the end; opening one takes a moment."""
    guard, counts = threading.Lock(), {"now": 0, "most": 0, "done": 0}

    def opened(data, kind):
        with guard:
            counts["now"] += 1
            counts["most"] = max(counts["most"], counts["now"])
        time.sleep(0.05)
        with guard:
            counts["now"] -= 1
            counts["done"] += 1
        return subprocess.CompletedProcess([], 1, b"")

    monkeypatch.setattr(isolation, "_opened", opened)
    return counts


def refused(data=b"a,b\n", name="a.csv"):
    try:
        read(data, name)
    except (FileRefused, Busy) as told:
        return type(told)
    return None


@pytest.mark.gate("上传隔离")
def test_two_files_are_opened_at_a_time_and_the_rest_wait(locks, opening, cases):
    with ThreadPoolExecutor(8) as pool:
        answers = [one.result() for one in [pool.submit(refused) for _ in range(12)]]
    cases(len(answers))
    assert (opening["most"], opening["done"], set(answers)) == (queueing.SLOTS, 12, {FileRefused})


def for_a_page():
    with queueing.for_a_page():
        return refused()


def test_pages_wait_in_a_small_lobby_and_are_told_to_come_again(locks, opening):
    with ThreadPoolExecutor(12) as pool:
        with queueing.slot(), queueing.slot():
            asked = [pool.submit(for_a_page) for _ in range(12)]
            sent_away = list(islice(as_completed(asked), 12 - queueing.LOBBY))
        waited = [one.result() for one in asked if one not in sent_away]
    assert ({one.result() for one in sent_away}, waited) == ({Busy}, [FileRefused] * queueing.LOBBY)


def test_a_page_does_not_wait_for_ever(locks, monkeypatch):
    monkeypatch.setattr(queueing, "WAIT_SECONDS", 0.05)
    with queueing.slot(), queueing.slot():
        assert for_a_page() is Busy


def test_a_clerk_has_one_turn_and_another_clerk_another(locks, monkeypatch):
    monkeypatch.setattr(queueing, "WAIT_SECONDS", 0.05)
    with queueing.turn_of(1), queueing.turn_of(2):
        with pytest.raises(Busy), queueing.turn_of(1):
            pass
        with queueing.turn_of(None), queueing.turn_of(None):
            pass


def own_turn():
    """What becomes of one clerk's page."""
    try:
        with queueing.for_a_page(), queueing.turn_of(1), queueing.slot():
            return "read"
    except Busy:
        return "sent away"


def test_of_one_clerks_pages_one_waits_for_the_other_and_all_others_are_sent_away(locks):
    with ThreadPoolExecutor(5) as pool:
        with queueing.for_a_page(), queueing.turn_of(1):
            asked = [pool.submit(own_turn) for _ in range(5)]
            sent_away = [one.result() for one in islice(as_completed(asked), 4)]
        told = sorted(one.result() for one in asked)
    assert (sent_away, told) == (["sent away"] * 4, ["read"] + ["sent away"] * 4)


def test_whoever_waits_for_their_own_turn_stands_in_the_lobby(locks, monkeypatch):
    monkeypatch.setattr(queueing, "LOBBY", 1)
    with ThreadPoolExecutor(1) as another, queueing.for_a_page(), queueing.turn_of(1):
        assert another.submit(for_a_page).result() is Busy


def hand_in(client, data=HEADING, name="名册.csv"):
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile(name, data)}
    return client.post(reverse("rosters:hand_in", args=["member"]), said)


@pytest.fixture
def clerk():
    return make_user("registry_manager")


@pytest.mark.django_db
def test_a_page_that_got_no_turn_says_so_and_keeps_nothing(locks, monkeypatch, clerk):
    client = signed_in(clerk)
    monkeypatch.setattr(queueing, "WAIT_SECONDS", 0.05)
    with queueing.slot(), queueing.slot():
        answer = hand_in(client)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, [f"{Busy.message}。"])
    assert Upload.objects.count() == 0


@pytest.mark.django_db
def test_of_several_files_all_are_looked_at_before_one_is_written_down(locks, monkeypatch, clerk):
    seen, looking = set(), reading.read

    def looked_at(data, name):
        seen.add((name, AuditEntry.objects.filter(result="上传").count()))
        return looking(data, name)

    monkeypatch.setattr(reading, "read", looked_at)
    files = [SimpleUploadedFile(name, HEADING + b"\n") for name in ("a.csv", "b.csv")]
    signed_in(clerk).post(
        reverse("rosters:hand_in", args=["member"]), {"as_of": "2026-11-22", "files": files}
    )
    assert (seen, Upload.objects.count()) == ({("a.csv", 0), ("b.csv", 0)}, 2)


@pytest.fixture
def no_turn(locks, monkeypatch, clerk):
    """What a page about a waiting upload answers while others read."""

    def answered(page, **how):
        client = signed_in(clerk)
        hand_in(client)
        upload = Upload.objects.get()
        Upload.objects.update(state="waiting", refusal="")
        monkeypatch.setattr(queueing, "WAIT_SECONDS", 0.05)
        with queueing.slot(), queueing.slot():
            return client.get(reverse(f"rosters:{page}", args=[upload.pk]), **how)

    return answered


@pytest.mark.django_db
def test_a_page_about_an_upload_that_got_no_turn_is_answered_503(no_turn):
    answer = no_turn("columns")
    assert (answer.status_code, Busy.message in answer.content.decode()) == (503, True)


@pytest.mark.django_db
def test_a_check_in_a_page_that_got_no_turn_says_so(no_turn):
    answer = no_turn("review", follow=True)
    assert [str(message) for message in answer.context["messages"]] == [f"{Busy.message}。"]


@pytest.mark.django_db
def test_so_many_files_in_ten_minutes_and_no_more(locks, opening, clerk, monkeypatch):
    client = signed_in(clerk)
    monkeypatch.setattr(rationing, "MOST_FILES", 2)
    hand_in(client)
    hand_in(client)
    answer = hand_in(client)
    assert answer.context["form"].non_field_errors() == ["10分钟内最多上传2个文件，请稍后再传。"]
    Upload.objects.update(created_at=clock.now() - timedelta(minutes=11))
    assert (hand_in(client).status_code, Upload.objects.count()) == (302, 3)


@pytest.mark.django_db
def test_a_file_given_back_counts_among_so_many(clerk, monkeypatch):
    monkeypatch.setattr(rationing, "MOST_FILES", 2)
    plan, kind = Plan(), kind_of("member")
    upload = workflow.receive(data=HEADING, name="a.csv", kind=kind, plan=plan, by=clerk)
    rationing.refuse_excess(clerk, 1)
    workflow.go_on(upload, data=HEADING, name="b.csv", plan=plan, by=clerk)
    with pytest.raises(FileRefused, match="10分钟内最多上传2个文件"):
        rationing.refuse_excess(clerk, 1)


@pytest.mark.django_db
def test_what_lies_waiting_is_bounded_for_each_clerk(locks, clerk, monkeypatch):
    monkeypatch.setattr(rationing, "MOST_WAITING_BYTES", 100)
    own = {"roster": "member", "file_name": "", "sha256": "", "size": 90}
    Upload.objects.create(owner=make_user("registry_manager"), **own)
    rationing.refuse_excess(clerk, 90)
    Upload.objects.create(owner=clerk, **own)
    with pytest.raises(FileRefused, match="没有办完的文件太多"):
        rationing.refuse_excess(clerk, 90)
    rationing.refuse_excess(None, 90)


@pytest.mark.gate("上传隔离")
@pytest.mark.django_db(transaction=True)
def test_crashing_files_in_parallel_fail_no_normal_request(locks, cases):
    crashing = 20 if LONG else 3
    clerks = [signed_in(make_user("registry_manager")) for _ in range(crashing)]
    reader = signed_in(make_user("registry_manager"))
    over, normal = threading.Event(), []

    def crash(place):
        case = CASES[CRASHING[place % len(CRASHING)]]
        try:
            return hand_in(clerks[place], (FOLDER / case["file"]).read_bytes(), case["upload_name"])
        finally:
            connection.close()

    def work():
        while not over.is_set():
            for page in ("desk:start", "members:members", "rosters:uploads"):
                normal.append(reader.get(reverse(page)).status_code)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    with ThreadPoolExecutor(crashing) as pool:
        answers = list(pool.map(crash, range(crashing)))
    over.set()
    worker.join()
    cases(crashing + len(normal))
    told = {answer.status_code for answer in answers}
    assert (set(normal), told <= {200, 302}, len(normal) >= 3) == ({200}, True, True)
    states = set(Upload.objects.values_list("state", flat=True))
    assert states == {Upload.State.UNREADABLE}
    assert Client().get(reverse("accounts:login")).status_code == 200


def test_a_small_file_is_opened_once_for_pages_that_follow_one_another(monkeypatch):
    monkeypatch.setattr(isolation, "RECENT", Recent(most=8, seconds=120, size=1 << 20))
    first = read("姓名\n甲\n".encode(), "a.csv")
    monkeypatch.setattr(isolation, "_opened", None)

    assert read("姓名\n甲\n".encode(), "a.csv") == first
    with pytest.raises(TypeError):
        read("姓名\n乙\n".encode(), "a.csv")


def test_what_was_read_is_kept_shortly_and_only_the_last_small_ones(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    recent = Recent(most=2, seconds=10, size=5)
    for file in (b"1", b"2", b"3"):
        recent.keep(file, b"said")
    recent.keep(b"4", b"too much")
    early = [recent.get(file) for file in (b"1", b"2", b"3", b"4")]
    now[0] = 11

    assert (early, recent.get(b"3")) == ([None, b"said", b"said", None], None)
