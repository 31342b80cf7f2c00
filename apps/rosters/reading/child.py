"""读表进程 — `python -m apps.rosters.reading.child` opens one stranger's file and says what is in it.

A few kilobytes can make a parser abort the whole process or ask for all memory there is. Here only this
process dies, and nobody is left without an answer.
"""

import resource
import sys

from apps.rosters.reading import limits, refusal, transport
from apps.rosters.reading.sniffing import Kind
from apps.rosters.reading.spreadsheet import read_spreadsheet


def main(kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = transport.pack(read_spreadsheet(sys.stdin.buffer.read(), Kind(kind)))
    except refusal.FileRefused as refused:
        answer = transport.pack_refusal(refused)
    except MemoryError:
        answer = transport.pack_refusal(refusal.too_large("表格范围过大，请把有内容的部分复制到新表后上传"))
    except BaseException:
        answer = transport.pack_refusal(refusal.unreadable())
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(sys.argv[1])
