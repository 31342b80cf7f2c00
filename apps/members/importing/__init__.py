"""党员名册导入 — how judged rows meet the register of people, and how they are kept."""

from apps.members.importing.desk import MemberDesk
from apps.members.rosters import MemberRoster
from apps.rosters import registry

registry.register(
    registry.Kind(
        code="member",
        roster=MemberRoster(),
        permission="members.import_member",
        open=MemberDesk,
        asks=("organization", "cluster", "place"),
        missing={"branch": "党支部", "enterprise": "企业", "cluster": "产业集群"},
    )
)
