"""自检：密钥 — that they are there, are ours alone, differ, and open what is stored."""

import stat
from pathlib import Path

from django.conf import settings

from apps.core import keyring
from clusterreg.keys import BACKUP, NAMES
from clusterreg.selfcheck.finding import Finding, bad, check, fine, mind
from clusterreg.selfcheck.places import standing


@check("keys", "密钥")
def keys() -> Finding:
    held = {**settings.KEYS, BACKUP: settings.BACKUP_KEY}
    if missing := [name for name in (*NAMES, BACKUP) if not held[name]]:
        return bad(f"缺少密钥 {'、'.join(missing)}。", "运行 manage.py setup，或把原来的密钥放回。")
    used = [*settings.DATA_KEYS.values(), settings.INDEX_KEY, settings.BACKUP_KEY]
    if len(set(used)) < len(used):
        return bad("几把密钥相同，泄露一把就泄露了全部。", "给每个用途各生成一把密钥。")
    return fine("签名、加密、索引、备份密钥齐全，各不相同。")


@check("key_files", "密钥文件")
def key_files() -> Finding:
    folder = Path(settings.HOME) / "secrets"
    open_to_others = [
        path.name
        for path in (folder, *sorted(folder.glob("*")))
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        names = "、".join(open_to_others)
        return bad(f"{names} 别的系统用户可以读。", f"chmod 700 {folder}; chmod 600 {folder}/*")
    return fine("密钥文件只有运行账号能读。")


@check("key_fits", "密钥与数据")
def key_fits() -> Finding:
    if faults := keyring.faults():
        return bad(f"{'，'.join(faults)}。", "把原来的密钥放回，不要重新生成。")
    return fine("密钥与库里的数据是一套。")


@check("keys_apart", "密钥与备份分开")
def keys_apart() -> Finding:
    backups, folder = Path(settings.BACKUP_DIRECTORY).resolve(), (Path(settings.HOME) / "secrets").resolve()
    if backups.is_relative_to(folder) or folder.is_relative_to(backups):
        return bad("备份和密钥放在一处，拿到一个就能读。", "把 CLUSTERREG_BACKUP_DIRECTORY 改到别处。")
    if standing(backups).stat().st_dev != Path(settings.HOME).stat().st_dev:
        return fine("备份不与数据同在一个磁盘。")
    return mind(
        "备份与数据在同一个磁盘上，磁盘坏了两样都没有。",
        "设 CLUSTERREG_BACKUP_DIRECTORY 到另一个磁盘，并拷出本机。",
    )
