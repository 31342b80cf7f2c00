"""工作台 — the start page: the search box, what waits, and ways in."""

from typing import Any

from django.views.generic import TemplateView

from apps.chains.alerts.finding import counted
from apps.chains.alerts.kinds import GENERAL, remits_for
from apps.chains.frame import own_scope
from apps.core import clock
from apps.core.navigation import resolve
from apps.desk import consoles
from apps.desk.waiting import queues

WAYS = (
    ("名册导入", ("rosters:start",), "rosters.add_upload"),
    ("登记人员", ("members:register",), "members.add_member"),
    ("六链看板", ("chains:overview",), "chains.view_reading"),
    ("组织树", ("organizations:tree",), "organizations.view_partyorganization"),
    ("合并重复", ("desk:merges",), "core.view_merge"),
)


class Start(TemplateView):
    """工作台"""

    request: Any

    template_name = "desk/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What waits comes before what is settled.
        waiting = sorted(queues(self.request, clock.today()), key=lambda queue: not queue.tasks)
        ways = [
            (label, self.first(names))
            for label, names, permission in WAYS
            if self.request.user.has_perm(permission)
        ]
        return super().get_context_data(**kwargs) | {
            "queues": waiting,
            "consoles": consoles.panels(self.request.user),
            "alerts": self.alerts(),
            "ways": [way for way in ways if way[1]],
        }

    def alerts(self) -> list[tuple[Any, int]]:
        """Kinds of the 预警清单 that have rows where the reader lands, with how many; one query."""
        user = self.request.user
        remits = remits_for(user.remit_for)
        if not remits:
            return []
        counts = counted(remits, own_scope(user.remit_for(GENERAL)), clock.today())
        return [(alert, count) for alert, count in counts.items() if count]

    def first(self, names: tuple[str, ...]) -> str:
        """The address of the first of these pages that there is."""
        return next((address for name in names if (address := resolve(name))), "")
