"""内置数据库 — the PostgreSQL that comes as a wheel, run for one home by whoever of us needs it.

`lease(home)` is the whole interface: while at least one process holds a lease the server runs; it stops with
the last of them. `connection(home, role)` says how to reach it and touches nothing.
"""

from clusterreg.embedded_postgres.layout import APPLICATION, DATABASE, OWNER, Layout, connection
from clusterreg.embedded_postgres.lifetime import Lease, lease
from clusterreg.embedded_postgres.server import EmbeddedPostgresError

__all__ = [
    "APPLICATION",
    "DATABASE",
    "OWNER",
    "EmbeddedPostgresError",
    "Layout",
    "Lease",
    "connection",
    "lease",
]
