"""演示账号 — one for each duty, with one password for all of them."""

from apps.accounts import workflow
from apps.accounts.models import User
from apps.clusters.models import Cluster, Department, Enterprise, Place
from apps.desk.demo import sources
from apps.desk.demo.world import OPENING
from apps.organizations.models import PartyOrganization

TARGETS = {
    "place": (Place, "name"),
    "cluster": (Cluster, "name"),
    "organization": (PartyOrganization, "full_name"),
    "department": (Department, "name"),
    "enterprise": (Enterprise, "name"),
}


def listed() -> list[dict[str, str]]:
    """The accounts the demo has: username, name, duty, target."""
    return list(sources.table("accounts"))


def top_up(password: str) -> list[str]:
    """Open those accounts that are missing; answers their names. The others keep their passwords."""
    missing = [row for row in listed() if not User.objects.filter(username=row["username"]).exists()]
    for row in missing:
        user, _ = workflow.open_account(
            username=row["username"], name=row["name"], password=password, by=None
        )
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
        workflow.grant(user, row["duty"], by=None, on=OPENING, **_target(row))
    return [row["username"] for row in missing]


def _target(row: dict[str, str]) -> dict[str, object]:
    if not row["target"]:
        return {}
    model, column = TARGETS[row["target"]]
    return {row["target"]: model._default_manager.get(**{column: row["target_name"]})}
