"""系统自检 — every check can turn red or yellow, and says what to do."""

import json
import sys
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from apps.accounts import workflow
from apps.accounts.duties import ADMINISTRATORS, DutyCode
from apps.accounts.models import Grant, User
from apps.accounts.password_rules import PUBLISHED
from apps.core import clock, keyring
from apps.core.audit import verifying
from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from apps.rosters.models import Job
from clusterreg.backup.restoring import unfinished
from clusterreg.backup.taking import SUBJECT
from clusterreg.management.commands.serve import Command as Serve
from clusterreg.selfcheck import keeping, storage
from clusterreg.selfcheck.finding import Check, Finding, Level, bad, check, fine, mind
from clusterreg.selfcheck.running import CHECKS, run
from tests.factories import make_upload, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.gate("系统自检")]
BY_CODE = {each.code: each for each in CHECKS}
RED, YELLOW, GREEN = Level.RED, Level.YELLOW, Level.GREEN
Arranged = tuple[str, Level]
Version = namedtuple("Version", "major minor micro")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def host(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A host on which all is well; what a test changes is undone."""
    (tmp_path / "home" / "secrets").mkdir(parents=True, mode=0o700)
    settings.HOME, settings.AUDIT_DIRECTORY = tmp_path / "home", tmp_path / "audit"
    settings.BACKUP_DIRECTORY, settings.BACKUP_KEY = tmp_path / "backups", bytes(range(96, 128))
    settings.PRODUCTION = settings.HTTPS = settings.SECOND_FACTOR = True
    settings.KEYS = dict.fromkeys(settings.KEYS, "key")
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["djdj.example.cn"], ["https://djdj.example.cn"]
    settings.SECRET_KEY = "0123456789abcdef" * 4
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 1
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    monkeypatch.setattr(sys, "version_info", Version(3, 11, 9))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(storage, "application_faults", lambda connection: [])
    monkeypatch.setattr(keeping, "faults", list)
    workflow.create_administrators()
    User.objects.update(must_change_password=False)
    record(AuditEntry.Action.EXPORT, by="", subject=f"{SUBJECT}clusterreg.backup")
    return settings


def level_of(code: str) -> Level:
    """How a check ends."""
    return BY_CODE[code].ask().level


IN_A_TEST = {"audit_copy": GREEN, "keys_apart": YELLOW}
"""Everything of a test lies on one disk."""


def test_on_a_host_where_all_is_well_nothing_is_red(host: Any) -> None:
    found = {check.code: finding.level for check, finding in run(CHECKS)}
    assert found == dict.fromkeys(BY_CODE, GREEN) | IN_A_TEST


@pytest.mark.parametrize(
    ("code", "name", "value", "level"),
    [
        ("production", "PRODUCTION", False, YELLOW),
        ("debug", "DEBUG", True, RED),
        ("hosts", "ALLOWED_HOSTS", ["*"], RED),
        ("hosts", "ALLOWED_HOSTS", ["localhost"], YELLOW),
        ("https", "HTTPS", False, RED),
        ("https", "CSRF_TRUSTED_ORIGINS", ["http://djdj.example.cn"], RED),
        ("deploy", "SECURE_HSTS_SECONDS", 0, RED),
        ("deploy", "SECRET_KEY", "short", RED),
        ("second_factor", "SECOND_FACTOR", False, YELLOW),
        ("keys", "BACKUP_KEY", b"", RED),
        ("keys", "BACKUP_KEY", bytes(range(32)), RED),
    ],
)
def test_a_setting_that_is_not_for_earnest_is_found(
    host: Any, code: str, name: str, value: object, level: Level
) -> None:
    setattr(host, name, value)
    assert level_of(code) == level


def run_as_root(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr("os.geteuid", lambda: 0)
    return "account", YELLOW


def open_the_home(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    host.HOME.chmod(0o777)
    return "home", RED


def lose_a_key(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    host.KEYS = dict.fromkeys(host.KEYS, "")
    return "keys", RED


def show_a_key(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    (host.HOME / "secrets" / "keys.json").touch(mode=0o644)
    (host.HOME / "secrets" / "keys.json").chmod(0o644)
    return "key_files", RED


def change_the_key(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    keyring.enter()
    host.DATA_KEYS = {"1": bytes(32)}
    return "key_fits", RED


def keep_keys_with_backups(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    host.BACKUP_DIRECTORY = host.HOME / "secrets" / "backups"
    return "keys_apart", RED


def load_the_demo(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    make_user(DutyCode.REGISTRY_MANAGER, username="registry")
    return "demo", RED


def keep_a_known_password(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    user = make_user(DutyCode.REGISTRY_MANAGER, username="registry")
    user.set_password(PUBLISHED)
    user.save()
    return "default_passwords", RED


def lose_an_administrator(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    User.objects.filter(grants__duty=ADMINISTRATORS[0]).update(is_active=False)
    return "administrators", RED


def keep_a_first_password(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    User.objects.filter(pk=Grant.objects.values("user")[:1]).update(must_change_password=True)
    return "administrators", YELLOW


def grow_old(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(sys, "version_info", Version(3, 11, 8))
    return "python", RED


def run_an_old_server(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(
        storage, "_asked", {"SHOW server_version_num": "130011", "SHOW server_version": "13.11"}.get
    )
    return "postgres", RED


def fall_behind(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(storage, "is_behind", lambda: True)
    return "tables", RED


def connect_as_owner(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(storage, "application_faults", lambda connection: ["可建表"])
    return "role", RED


def trust_everybody(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(storage, "lets_in_without_password", lambda parameters: True)
    return "trust", RED


def trust_the_account(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    trust_everybody(host, patch)
    patch.setattr(connection, "get_connection_params", lambda: {"host": "/run/postgresql", "user": "app"})
    return "trust", YELLOW


def talk_in_the_open(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setitem(connection.settings_dict, "HOST", "10.0.0.5")
    return "network", YELLOW


def turn_back_the_clock(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    now = timezone.now
    patch.setattr(keeping.timezone, "now", lambda: now() - timedelta(days=1))
    return "clock", RED


def drift(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    now = timezone.now
    patch.setattr(keeping.timezone, "now", lambda: now() + timedelta(seconds=30))
    return "clock", YELLOW


def fill_the_disk(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping.shutil, "disk_usage", lambda place: Usage(10, 10, 1 << 29))
    return "disk", RED


def nearly_fill_the_disk(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping.shutil, "disk_usage", lambda place: Usage(10, 10, 2 << 30))
    return "disk", YELLOW


def never_back_up(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping, "last_backup", lambda: None)
    return "backup", YELLOW


def miss_a_backup(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping, "last_backup", lambda: timezone.now() - timedelta(days=2))
    return "backup", YELLOW


def forget_backups(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping, "last_backup", lambda: timezone.now() - timedelta(days=9))
    return "backup", RED


def stop_half_way(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    unfinished(host.HOME).mkdir()
    return "restore", RED


def tamper(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping, "faults", lambda: ["第3条内容被改过。"])
    return "audit", RED


def lock_the_copy(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    patch.setattr(keeping.os, "access", lambda place, mode: False)
    return "audit_copy", RED


def keep_the_copy_beside(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    host.AUDIT_DIRECTORY = host.HOME / "audit"
    return "audit_copy", YELLOW


def forsake_a_job(host: Any, patch: pytest.MonkeyPatch) -> Arranged:
    beat = clock.now() - timedelta(hours=1)
    Job.objects.create(upload=make_upload(), task=Job.Task.CHECK, state=Job.State.RUNNING, beat_at=beat)
    return "jobs", YELLOW


TROUBLES = (
    run_as_root,
    open_the_home,
    lose_a_key,
    show_a_key,
    change_the_key,
    keep_keys_with_backups,
    load_the_demo,
    keep_a_known_password,
    lose_an_administrator,
    keep_a_first_password,
    grow_old,
    run_an_old_server,
    fall_behind,
    connect_as_owner,
    trust_everybody,
    trust_the_account,
    talk_in_the_open,
    turn_back_the_clock,
    drift,
    fill_the_disk,
    nearly_fill_the_disk,
    never_back_up,
    miss_a_backup,
    forget_backups,
    stop_half_way,
    tamper,
    lock_the_copy,
    keep_the_copy_beside,
    forsake_a_job,
)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_is_found(
    host: Any, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Any, pytest.MonkeyPatch], Arranged]
) -> None:
    code, level = trouble(host, monkeypatch)
    assert level_of(code) == level


def test_what_is_not_well_comes_with_a_remedy(settings: Any) -> None:
    settings.PRODUCTION = False
    found = [finding for _, finding in run(CHECKS) if finding.level is not GREEN]
    assert [finding for finding in found if not finding.remedy] == []


def test_a_check_that_cannot_be_made_is_red() -> None:
    @check("broken", "坏的")
    def broken() -> Finding:
        raise DatabaseError("permission denied\nmore")

    assert run([broken]) == [(broken, bad("查不了：permission denied", "先排除这个错误，再自检一次。"))]


def told(monkeypatch: pytest.MonkeyPatch, *levels: Level) -> None:
    """Let the checks end like this."""
    made = {RED: bad("红。", "改。"), YELLOW: mind("黄。", "看。"), GREEN: fine("绿。")}
    found = [(Check(level.value, level.label, fine), made[level]) for level in levels]  # type: ignore[arg-type]
    monkeypatch.setattr("clusterreg.management.commands.selfcheck.run_all", lambda: found)
    monkeypatch.setattr("clusterreg.selfcheck.running.run_all", lambda: found)


def test_the_command_ends_well_without_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    told(monkeypatch, GREEN, YELLOW)
    call_command("selfcheck")
    assert capsys.readouterr().out.splitlines() == ["  正常 正常：绿。", "△ 注意 注意：黄。", "    → 看。"]


def test_the_command_tells_programmes_and_fails_on_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    told(monkeypatch, RED)
    with pytest.raises(CommandError, match="1项不合格：不合格"):
        call_command("selfcheck", format="json")
    assert json.loads(capsys.readouterr().out) == [
        {"check": "red", "name": "不合格", "level": "red", "sentence": "红。", "remedy": "改。"}
    ]


def test_production_does_not_start_on_red(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRODUCTION, settings.HOME = True, tmp_path
    told(monkeypatch, GREEN, RED)
    with pytest.raises(CommandError, match="自检有1项不合格，没有启动"):
        Serve().check_fitness()


def test_production_starts_without_red(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRODUCTION, settings.HOME = True, tmp_path
    told(monkeypatch, GREEN, YELLOW)
    assert Serve().check_fitness() is None


def test_nothing_starts_over_a_half_made_restore(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    unfinished(tmp_path).mkdir()
    with pytest.raises(CommandError, match="上次恢复没有做完"):
        Serve().check_fitness()


def test_the_system_administrator_reads_the_page(client: Client) -> None:
    client.force_login(make_user(DutyCode.SYSTEM_ADMINISTRATOR))
    page = client.get("/system/selfcheck/").text
    assert [check.name for check in CHECKS if f'<th scope="row">{check.name}</th>' not in page] == []


def test_the_page_does_not_read_the_whole_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "faults", lambda: pytest.fail("read"))
    client.force_login(make_user(DutyCode.SYSTEM_ADMINISTRATOR))
    assert "审计记录还没有核验过" in client.get("/system/selfcheck/").text


@pytest.mark.parametrize(
    ("faults", "days_ago", "level"), [([], 0, GREEN), ([], 2, YELLOW), (["第3条内容被改过。"], 0, RED)]
)
def test_the_page_tells_what_the_last_verification_found(
    host: Any, monkeypatch: pytest.MonkeyPatch, faults: list[str], days_ago: int, level: Level
) -> None:
    monkeypatch.setattr(verifying, "faults", lambda: faults)
    with clock.set_to(clock.today() - timedelta(days=days_ago)):
        verifying.verify(by="")
    assert keeping.audit_lately.ask().level == level


@pytest.mark.parametrize("duty", [DutyCode.REGISTRY_MANAGER, DutyCode.SECURITY_ADMINISTRATOR])
def test_nobody_else_reads_the_page(client: Client, duty: DutyCode) -> None:
    client.force_login(make_user(duty))
    assert client.get("/system/selfcheck/").status_code == 403


def test_strangers_are_led_to_the_door(client: Client) -> None:
    assert client.get("/system/selfcheck/").status_code == 302
