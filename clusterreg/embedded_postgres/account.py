"""运行账号 — PostgreSQL refuses to run as root, so for root it runs as a system account of its own."""

import os
import pwd
import struct
import subprocess
from pathlib import Path
from typing import Any

ACCOUNT = "clusterreg"
ACCESS_LIST = "system.posix_acl_access"
ACCESS_LIST_VERSION = 2
USER_OBJECT, USER, GROUP_OBJECT, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
NOBODY_IN_PARTICULAR = 0xFFFFFFFF
SEARCH = 0o1


def server_account() -> pwd.struct_passwd:
    """The account the server runs as: our own, or a system account made once when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(ACCOUNT)


def run_as(account: pwd.struct_passwd) -> dict[str, Any]:
    """Arguments that make `subprocess` run a program as the account."""
    if account.pw_uid == os.geteuid():
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def hand_over(directory: Path, account: pwd.struct_passwd) -> None:
    """Give a directory of ours, and what is in it, to the account."""
    if directory.stat().st_uid == account.pw_uid:
        return
    for path in (directory, *directory.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def open_path(directory: Path, account: pwd.struct_passwd) -> None:
    """Let the account pass through to a directory; needed only when root keeps it behind closed ones.

    Passing through is all it gets: one access-list entry without reading, and only where it is missing.
    """
    if account.pw_uid == os.geteuid():
        return
    for step in (*reversed(directory.resolve().parents), directory.resolve()):
        if not _may_search(step, account):
            _allow_search(step, account)


def open_tree(directory: Path, account: pwd.struct_passwd) -> None:
    """Let the account read programs that root installed for itself alone (umask 077)."""
    if account.pw_uid == os.geteuid() or not directory.exists() or directory.stat().st_mode & 0o005 == 0o005:
        return
    for path in (*directory.rglob("*"), directory):
        mode = path.stat().st_mode
        path.chmod(mode | 0o004 | (0o001 if mode & 0o100 else 0))


def _may_search(directory: Path, account: pwd.struct_passwd) -> bool:
    state = directory.stat()
    if state.st_uid == account.pw_uid:
        return bool(state.st_mode & 0o100)
    rights = {(tag, who): right for tag, right, who in _access_list(directory)}
    # A later chmod narrows the mask and so silences an entry that still stands there.
    mask = rights.get((MASK, NOBODY_IN_PARTICULAR), 0o7)
    if (USER, account.pw_uid) in rights:
        return bool(rights[USER, account.pw_uid] & mask & SEARCH)
    mine = GROUP_OBJECT if state.st_gid == account.pw_gid else OTHER
    return bool(rights[mine, NOBODY_IN_PARTICULAR] & SEARCH)


def _allow_search(directory: Path, account: pwd.struct_passwd) -> None:
    rights = {(tag, who): right for tag, right, who in _access_list(directory)}
    mask = rights.pop((MASK, NOBODY_IN_PARTICULAR), rights[GROUP_OBJECT, NOBODY_IN_PARTICULAR])
    # What a narrow mask kept from others must not come back with the wider one.
    for tag, who in rights:
        if tag not in (USER_OBJECT, OTHER):
            rights[tag, who] &= mask
    rights[USER, account.pw_uid] = SEARCH
    rights[MASK, NOBODY_IN_PARTICULAR] = mask | SEARCH
    entries = b"".join(struct.pack("<HHI", tag, rights[tag, who], who) for tag, who in sorted(rights))
    try:
        os.setxattr(directory, ACCESS_LIST, struct.pack("<I", ACCESS_LIST_VERSION) + entries)
    except OSError:  # a file system without access lists
        directory.chmod(directory.stat().st_mode | 0o001)


def _access_list(directory: Path) -> list[tuple[int, int, int]]:
    """Entries (tag, rights, id) of a directory, made from its mode bits when it has no list."""
    try:
        packed = os.getxattr(directory, ACCESS_LIST)
    except OSError:
        mode = directory.stat().st_mode
        bits = ((USER_OBJECT, mode >> 6), (GROUP_OBJECT, mode >> 3), (OTHER, mode))
        return [(tag, rights & 0o7, NOBODY_IN_PARTICULAR) for tag, rights in bits]
    return [struct.unpack_from("<HHI", packed, at) for at in range(4, len(packed), 8)]
