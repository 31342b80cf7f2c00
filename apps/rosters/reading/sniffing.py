"""辨认 — what a file is, by its first bytes; its name is only asked whether it agrees."""

import re
from enum import StrEnum
from pathlib import PurePath

from apps.rosters.reading import limits, refusal

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP = b"PK\x03\x04"
HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<meta|<head|<body|<\?xml[^>]*>\s*<html)", re.IGNORECASE)
# UTF-16 twin of a stream name that only password-protected Office files carry.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SYLK = b"ID;P"
TEXT_NAMES = {".csv", ".tsv", ".txt"}
BINARY_NAMES = {".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ".xltx"}
KNOWN_NAMES = TEXT_NAMES | BINARY_NAMES | {".xls", ".htm", ".html"}


class Kind(StrEnum):
    ARCHIVE = "archive"
    OLE = "ole"
    HTML = "html"
    TEXT = "text"


def kind_of(data: bytes, name: str) -> Kind:
    """Refuses what is empty, too large, encrypted, or not what its name says."""
    if len(data) > limits.FILE_BYTES:
        raise refusal.too_large("文件超过20MB，请删去图片或分成几个文件上传")
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise refusal.empty()
    kind = _kind_by_bytes(data)
    _agree(kind, _suffix(name), data)
    return kind


def _kind_by_bytes(data: bytes) -> Kind:
    if data.startswith(ZIP):
        return Kind.ARCHIVE
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise refusal.encrypted()
        return Kind.OLE
    if HTML.match(data[:1024].removeprefix(b"\xef\xbb\xbf")):
        return Kind.HTML
    return Kind.TEXT


def _suffix(name: str) -> str:
    return PurePath(name.replace("\x00", "").replace("\\", "/")).suffix.lower()


def _agree(kind: Kind, suffix: str, data: bytes) -> None:
    if suffix not in KNOWN_NAMES:
        raise refusal.unreadable("只接受.xlsx、.xls、.csv文件，请确认文件类型后重新上传")
    is_text = kind in {Kind.TEXT, Kind.HTML}
    if (suffix in TEXT_NAMES and not is_text) or (suffix in BINARY_NAMES and is_text):
        raise refusal.unreadable("文件内容与扩展名不符，请用WPS或Excel打开后另存为.xlsx再上传")
    if data.startswith(SYLK):
        raise refusal.unreadable("不接受SYLK格式，请另存为.xlsx后上传")
