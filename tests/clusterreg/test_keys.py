"""密钥 — where keys come from, and what is no key."""

import base64
from pathlib import Path

import pytest

from clusterreg.embedded_postgres.layout import write_secret
from clusterreg.keys import DATA, INDEX, NAMES, SIGNING, KeyFault, key_bytes, keys_file, make_keys, read_keys


def key(letter: bytes) -> str:
    """A key of one repeated letter, as text."""
    return base64.b64encode(letter * 32).decode()


def test_before_setup_there_are_no_keys(tmp_path: Path) -> None:
    assert read_keys(tmp_path, {}) == dict.fromkeys(NAMES, "")


def test_the_home_makes_three_different_keys(tmp_path: Path) -> None:
    make_keys(tmp_path)
    assert len(set(read_keys(tmp_path, {}).values())) == 3


def test_keys_that_are_there_are_never_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path)
    before = keys_file(tmp_path).read_bytes()
    write_secret(keys_file(tmp_path), "{}")
    assert keys_file(tmp_path).read_bytes() == before


def test_a_key_of_the_environment_comes_first(tmp_path: Path) -> None:
    make_keys(tmp_path)
    assert read_keys(tmp_path, {DATA: key(b"d")})[DATA] == key(b"d")


def test_keys_of_the_environment_are_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, letter in zip((SIGNING, DATA, INDEX), (b"s", b"d", b"i"), strict=True):
        monkeypatch.setenv(name, key(letter))
    make_keys(tmp_path)
    assert not keys_file(tmp_path).exists()


def test_a_key_is_32_bytes() -> None:
    assert key_bytes(DATA, key(b"d")) == b"d" * 32


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not base64!", "CLUSTERREG_DATA_KEY 不是有效的 Base64 文本。"),
        ("c2hvcnQ=", "CLUSTERREG_DATA_KEY 须为 32 字节密钥的 Base64 文本，现为 5 字节。"),
    ],
)
def test_what_is_no_key_is_refused(text: str, message: str) -> None:
    with pytest.raises(KeyFault) as refused:
        key_bytes(DATA, text)
    assert str(refused.value) == message
