"""压缩包检查 — an xlsx, xlsb or ods is a ZIP made by somebody else: looked over before any parser sees it."""

import io
import re
import zipfile
import zlib

from apps.rosters.reading import limits, refusal

ALLOWED_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")
ACTIVE_PARTS = re.compile(r"vbaproject|activex|embeddings/|\.bin$", re.IGNORECASE)
# Names of parts that are binary by right: xlsb sheets, printer settings.
HARMLESS_PARTS = re.compile(
    r"printersettings|xl/(worksheets|workbook|styles|sharedstrings|theme)", re.IGNORECASE
)
ACTIVE_TYPES = re.compile(rb"vbaProject|macroEnabled|activeX|oleObject", re.IGNORECASE)
ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)
MARKED_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP_NAMES = (".xml", ".rels", ".vml")
LONG_TAG = re.compile(rb"<[^<>]{%d}" % limits.TAG_BYTES)

LOCAL_HEADER = 30
"""Bytes before the name of an entry, at the least."""
MACROS = "不接受带宏或嵌入对象的文件，请另存为普通的.xlsx后上传"


class Archive:
    """压缩包 — its parts, read once each and checked while being read."""

    def __init__(self, data: bytes):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RecursionError) as problem:
            raise refusal.unreadable() from problem
        self.names = [info.filename for info in self._zip.infolist()]
        self._look_over()

    def _look_over(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.ARCHIVE_ENTRIES:
            raise refusal.too_large("文件中的部件过多，请另存为新的.xlsx后上传")
        if sum(info.file_size for info in entries) > limits.ARCHIVE_BYTES:
            raise refusal.too_large("文件解压后过大，请删去多余的行列和图片后上传")
        if len({name.casefold() for name in self.names}) != len(self.names):
            raise refusal.unreadable()
        for info in entries:
            self._look_at(info)
        self._refuse_overlaps()

    def _refuse_overlaps(self) -> None:
        """Entries that share their bytes unpack to many times what the file holds."""
        end = 0
        for info in sorted(self._zip.infolist(), key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise refusal.unreadable()
            end = info.header_offset + LOCAL_HEADER + len(info.orig_filename.encode()) + info.compress_size

    def _look_at(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & 0x1:
            raise refusal.encrypted()
        if info.compress_type not in ALLOWED_METHODS or OUTSIDE.search(info.filename):
            raise refusal.unreadable()
        if ACTIVE_PARTS.search(info.filename) and not HARMLESS_PARTS.search(info.filename):
            raise refusal.unreadable(MACROS)

    def has(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """One part, with its length and checksum proved; an entry that lies about itself is refused."""
        if self._zip.getinfo(name).file_size > limits.PART_BYTES:
            raise refusal.too_large("文件解压后过大，请删去多余的行列和图片后上传")
        try:
            return self._zip.read(name)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as problem:
            raise refusal.unreadable() from problem

    def check_xml(self) -> None:
        """Every XML part, whatever it is called: no document type, no foreign encoding, nothing in masses."""
        for name in self.names:
            part = self.read(name)
            if name.lower().endswith(MARKUP_NAMES) or _begins(part, b"<"):
                check_xml(name, part)
            elif part.startswith((*MARKED_UTF_16, b"\x00<")):
                raise refusal.unreadable()


def check_xml(name: str, part: bytes) -> None:
    declaration = part[: max(part.find(b"?>"), 0)] if _begins(part, b"<?xml") else b""
    encoding = ENCODING.search(declaration)
    # Markup in two bytes a character would hide a document type from every pattern below.
    if part.startswith(MARKED_UTF_16) or b"\x00" in part:
        raise refusal.unreadable()
    if encoding and encoding.group(1).lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise refusal.unreadable()
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or _has_long_tag(part):
        raise refusal.unreadable()
    if "comments" in name.lower() and len(part) > limits.COMMENT_BYTES:
        raise refusal.too_large("批注过大，请删去批注后上传")
    if ("[content_types]" in name.lower() and ACTIVE_TYPES.search(part)) or b"<ddeLink" in part:
        raise refusal.unreadable(MACROS)
    if any(part.count(mark) > most for mark, most in limits.MARKS.items()):
        raise refusal.too_large("文件中的名称、有效性、链接或合并单元格过多，请复制到新表后上传")


def _has_long_tag(part: bytes) -> bool:
    """The pattern is slow; it is asked where half such a tag is all there is between two brackets."""
    half = limits.TAG_BYTES // 2
    blocks = range(0, len(part) - half + 1, half)
    bare = (part.find(b"<", at, at + half) < 0 and part.find(b">", at, at + half) < 0 for at in blocks)
    return any(bare) and bool(LONG_TAG.search(part))


def _begins(part: bytes, mark: bytes) -> bool:
    """Byte-order mark and white space aside."""
    return part[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(mark)
