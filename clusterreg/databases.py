"""数据库从何而来 — the server the environment names, or the embedded one; which role connects."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

from clusterreg import embedded_postgres

ROLE = "CLUSTERREG_DATABASE_ROLE"
OWNER, APPLICATION = "owner", "application"
URL_OF = {OWNER: "DATABASE_OWNER_URL", APPLICATION: "DATABASE_URL"}
WEB = "CLUSTERREG_WEB"
"""Set in a process that answers requests: each says whose it is, and who says nothing sees no people."""
AS_SYSTEM = "-c clusterreg.remit=system"
ENGINE = "django.db.backends.postgresql"


def is_embedded(environment: Mapping[str, str]) -> bool:
    """Whether nobody named a server, so that we run our own."""
    return not any(environment.get(name) for name in URL_OF.values())


def parse(url: str) -> dict[str, Any]:
    """Connection parameters of a database URL."""
    return dict(dj_database_url.parse(url))


def missing_url(environment: Mapping[str, str]) -> str | None:
    """The variable that has to be set for the role in use; None when nothing is missing."""
    name = URL_OF[environment.get(ROLE, APPLICATION)]
    return None if is_embedded(environment) or environment.get(name) else name


def database(home: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """Parameters of the one database; starts nothing, because type checkers import settings too."""
    role = environment.get(ROLE, APPLICATION)
    if is_embedded(environment):
        embedded_role = embedded_postgres.OWNER if role == OWNER else embedded_postgres.APPLICATION
        parameters = embedded_postgres.connection(home, embedded_role)
    else:
        parameters = parse(environment.get(URL_OF[role], ""))
    if WEB not in environment:
        options = parameters.get("OPTIONS", {})
        parameters = parameters | {
            "OPTIONS": options | {"options": f"{options.get('options', '')} {AS_SYSTEM}"}
        }
    return parameters | {"ENGINE": ENGINE, "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
