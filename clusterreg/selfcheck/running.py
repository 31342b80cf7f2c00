"""逐项自检 — every check in the order in which it is told; one that cannot be made counts as red."""

from collections.abc import Iterable

from django.db import DatabaseError, transaction

from clusterreg.selfcheck import configuration, keeping, keyring, people, storage
from clusterreg.selfcheck.finding import Check, Finding, bad

Found = list[tuple[Check, Finding]]

CHECKS: tuple[Check, ...] = (
    configuration.production,
    configuration.debug,
    configuration.hosts,
    configuration.https,
    configuration.deploy,
    configuration.second_factor,
    configuration.account,
    configuration.home,
    keyring.keys,
    keyring.key_files,
    keyring.key_fits,
    keyring.keys_apart,
    people.demo,
    people.default_passwords,
    people.administrators,
    storage.python,
    storage.postgres,
    storage.tables,
    storage.role,
    storage.trust,
    storage.network,
    keeping.time,
    keeping.disk,
    keeping.backup,
    keeping.restored,
    keeping.audit,
    keeping.audit_copy,
    keeping.jobs,
)


def run_all() -> Found:
    """Make every check."""
    return run(CHECKS)


def at_a_glance() -> Found:
    """As a page tells it: of the audit, what was found when it was last verified."""
    return run(keeping.audit_lately if check is keeping.audit else check for check in CHECKS)


def run(checks: Iterable[Check]) -> Found:
    """Make some checks, in their order."""
    return [(check, _made(check)) for check in checks]


def _made(check: Check) -> Finding:
    try:
        with transaction.atomic():
            return check.ask()
    except (DatabaseError, OSError) as error:
        return bad(f"查不了：{next(iter(str(error).splitlines()), '')}", "先排除这个错误，再自检一次。")
