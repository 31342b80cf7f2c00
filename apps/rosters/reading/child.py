"""读表进程 — `python -m apps.rosters.reading.child` opens one stranger's file and says what is in it.

A few kilobytes can make a parser abort the whole process or ask for all memory there is. Here only this
process dies, and nobody is left without an answer. While it reads it can open nothing, no file and no
connection.
"""

import codecs
import resource
import sys
from collections.abc import Callable
from io import BytesIO

from apps.rosters.reading import limits, refusal, transport
from apps.rosters.reading.html import read_html
from apps.rosters.reading.sniffing import Kind
from apps.rosters.reading.spreadsheet import read_archive, read_legacy
from apps.rosters.reading.text import read_text
from apps.rosters.reading.workbook import Workbook

READERS: dict[Kind, Callable[[bytes], Workbook]] = {
    Kind.ARCHIVE: read_archive,
    Kind.OLE: read_legacy,
    Kind.HTML: read_html,
    Kind.TEXT: read_text,
}


CODECS = ("cp437", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "hz", "big5hkscs")
"""Loaded before the doors are shut: what a file, or the names in an archive, may be written in."""


def main(kind: str) -> None:
    data = sys.stdin.buffer.read()
    for name in CODECS:
        codecs.lookup(name)
    _limit(limits.cpu_seconds(len(data)))
    answer = BytesIO()
    try:
        transport.send(READERS[Kind(kind)](data), answer)
    except refusal.FileRefused as refused:
        answer = _refusal(refused)
    except MemoryError:
        answer = _refusal(refusal.too_large("表格范围过大，请把有内容的部分复制到新表后上传"))
    except BaseException:  # calamine raises PanicException, which is no Exception
        answer = _refusal(refusal.unreadable())
    sys.stdout.buffer.write(answer.getbuffer())


def _refusal(refused: refusal.FileRefused) -> BytesIO:
    answer = BytesIO()
    transport.send_refusal(refused, answer)
    return answer


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for shut in (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
        resource.setrlimit(shut, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1])
