"""更换密钥 — the command, the home's file, and those who serve meanwhile."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from apps.core import keyring, resealing
from apps.core.models import AuditEntry, SealingKey
from apps.members.models import Member
from clusterreg import keys
from tests.factories import make_member

MOBILE = "19900000001"


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    """A home with keys of its own."""
    for name in keys.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keys, "LOOK_SECONDS", 0.0)
    keys.make_keys(tmp_path)
    settings.HOME, settings.AUDIT_DIRECTORY = tmp_path, tmp_path / "audit"
    settings.DATA_KEYS = keys.DataKeys(tmp_path, os.environ)
    return tmp_path


def rotate(*options: str) -> str:
    """The command, and what it said."""
    said = io.StringIO()
    call_command("rotate_keys", *options, stdout=said)
    return said.getvalue()


def test_a_new_key_is_seen_by_whoever_already_serves(home):
    serving = keys.DataKeys(home, {})
    keys.write_data_keys(home, {"2": keys.fresh(), **keys.texts_by_id(keys.read_keys(home, {})[keys.DATA])})
    assert list(serving) == ["2", "1"]


def test_a_key_just_made_is_found_before_the_next_look(home, monkeypatch):
    monkeypatch.setattr(keys, "LOOK_SECONDS", 3600.0)
    serving = keys.DataKeys(home, {})
    keys.write_data_keys(home, {"2": keys.fresh(), **keys.texts_by_id(keys.read_keys(home, {})[keys.DATA])})
    assert (list(serving), len(serving["2"])) == (["1"], keys.LENGTH)


def test_whoever_serves_keeps_the_keys_when_the_file_is_spoilt(home, caplog):
    serving = keys.DataKeys(home, {})
    keys.keys_file(home).write_text("{")
    assert list(serving) == ["1"]
    assert "the file of keys cannot be read" in caplog.text


def test_two_keys_of_one_number_are_refused():
    with pytest.raises(keys.KeyFault, match="编号相同"):
        keys.texts_by_id("1:a,1:b")


@pytest.mark.django_db
def test_the_command_seals_everything_with_a_new_key_and_says_so(home):
    member = make_member(mobile=MOBILE)
    said = rotate()
    assert ("已生成编号为2的密钥" in said, set(resealing.in_use())) == (True, {"2"})
    assert "党员的变更记录（members_memberevent）" in said
    assert Member.objects.get(pk=member.pk).mobile == MOBILE
    assert AuditEntry.objects.filter(subject="更换加密密钥").count() == 1


@pytest.mark.django_db
def test_the_file_of_keys_stays_its_owners_own(home):
    rotate()
    assert keys.keys_file(home).stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_what_was_broken_off_is_gone_on_with_and_makes_no_third_key(home, monkeypatch):
    make_member(mobile=MOBILE)
    renew = resealing.renew
    monkeypatch.setattr(resealing, "renew", lambda say: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.setattr(resealing, "renew", renew)
    assert "继续换成编号为2的密钥" in rotate()
    assert set(resealing.in_use()) == {"2"}


@pytest.mark.django_db
def test_a_key_in_use_is_not_retired(home, settings):
    make_member(mobile=MOBILE)
    keys.write_data_keys(home, {"2": keys.fresh(), **keys.texts_by_id(keys.read_keys(home, {})[keys.DATA])})
    with pytest.raises(CommandError, match="旧密钥还在使用（编号1："):
        rotate("--retire")
    assert list(settings.DATA_KEYS) == ["2", "1"]


@pytest.mark.django_db
def test_a_retired_key_is_gone_and_its_number_never_used_again(home, settings):
    member = make_member(mobile=MOBILE)
    rotate()
    rotate("--retire")
    assert list(settings.DATA_KEYS) == ["2"]
    rotate()
    assert (Member.objects.get(pk=member.pk).mobile, list(settings.DATA_KEYS)) == (MOBILE, ["3", "2"])


@pytest.mark.django_db
def test_keys_of_the_environment_are_not_made_up_by_us(home, settings, monkeypatch):
    make_member(mobile=MOBILE)
    old = keys.read_keys(home, {})[keys.DATA]
    monkeypatch.setenv(keys.DATA, f"b:{keys.fresh()},1:{old}")
    settings.DATA_KEYS = keys.DataKeys(home, os.environ)
    rotate()
    assert (set(resealing.in_use()), keys.read_keys(home, {})[keys.DATA]) == ({"b"}, old)


@pytest.mark.django_db
def test_a_missing_and_a_foreign_key_are_told_by_number(home, settings):
    keyring.enter()
    settings.DATA_KEYS, settings.INDEX_KEY = {"2": bytes(32)}, bytes(32)
    assert keyring.faults() == ["缺少编号为1的加密密钥", "索引密钥与数据不是一套"]


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["setup", "rotate_keys"])
def test_nothing_is_done_with_keys_that_do_not_fit(home, settings, command):
    keyring.enter()
    settings.DATA_KEYS = {"1": bytes(32)}
    with pytest.raises(CommandError, match="编号为1的加密密钥与数据不是一套"):
        call_command(command, stdout=io.StringIO())


@pytest.mark.django_db
def test_no_mark_tells_a_key(home):
    keyring.enter()
    marks = SealingKey.objects.values_list("mark", flat=True)
    assert [len(mark) for mark in marks] == [16, 16]
