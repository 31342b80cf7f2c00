"""自检：数据库 — its version, its tables, what our role may do, and whether it asks for a password."""

import sys

import psycopg
from django.conf import settings
from django.db import connection

from clusterreg.backup.manifest import is_behind
from clusterreg.rights import application_faults
from clusterreg.selfcheck.finding import Finding, bad, check, fine, mind

OLDEST = 140_000
SAFE_PYTHON = (3, 11, 9)


@check("python", "Python 版本")
def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:3] < SAFE_PYTHON:
        return bad(f"Python {version} 的 XML 和压缩包组件有已知缺陷。", "升级到 3.11.9 以上。")
    return fine(f"Python {version}。")


@check("postgres", "PostgreSQL 版本")
def postgres() -> Finding:
    number = _asked("SHOW server_version_num")
    if int(number) < OLDEST:
        return bad(f"PostgreSQL {_asked('SHOW server_version')} 太旧。", "升级到 14 以上。")
    return fine(f"PostgreSQL {_asked('SHOW server_version').split()[0]}。")


@check("tables", "数据表")
def tables() -> Finding:
    if is_behind():
        return bad("数据表不是最新，或尚未建立。", "停服务，做备份，运行 manage.py setup。")
    return fine("数据表与程序一致。")


@check("role", "数据库账号")
def role() -> Finding:
    if faults := application_faults(connection):
        return bad(f"应用账号{'、'.join(faults)}。", "换用受限账号（见运维手册“使用自己的 PostgreSQL”）。")
    return fine("应用账号只有必要的权限。")


@check("trust", "数据库口令")
def trust() -> Finding:
    said = connection.get_connection_params()
    needed = {name: said[name] for name in ("host", "port", "user", "dbname") if said.get(name)}
    if not lets_in_without_password(needed):
        return fine("数据库要求口令。")
    if str(said.get("host", "")).startswith("/") and not said.get("password"):
        return mind("数据库凭系统账号放行（peer）。", "请确认 pg_hba.conf 里不是 trust。")
    return bad("数据库不要口令就能连上（trust）。", "在 pg_hba.conf 改为 scram-sha-256，重新加载。")


def lets_in_without_password(parameters: dict[str, object]) -> bool:
    """Whether the server opens to whoever comes."""
    try:
        psycopg.connect(
            **parameters,  # type: ignore[arg-type]
            require_auth="none",
            passfile=str(settings.HOME / "no-passwords"),  # not the one of whoever runs this
            connect_timeout=5,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


@check("network", "数据库连接")
def network() -> Finding:
    host = str(connection.settings_dict["HOST"])
    if host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1"):
        return fine("数据库在本机，不经网络。")
    if _asked("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"):
        return fine("到数据库的连接是加密的。")
    return mind("到数据库的连接没有加密。", "在数据库服务器启用 TLS，地址后加 ?sslmode=verify-full。")


def _asked(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
