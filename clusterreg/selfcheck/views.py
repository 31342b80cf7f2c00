"""系统自检页 — for the system administrator: what stands well with this host, and what does not."""

from collections import Counter
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from clusterreg.selfcheck.finding import Level
from clusterreg.selfcheck.running import at_a_glance


class SelfCheck(PermissionRequiredMixin, TemplateView):
    """系统自检"""

    permission_required = "core.view_selfcheck"
    template_name = "selfcheck.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The worst first; within one level as they are told."""
        found = at_a_glance()
        order = list(Level)[::-1]
        counts = Counter(finding.level for _, finding in found)
        return super().get_context_data(**kwargs) | {
            "found": sorted(found, key=lambda pair: order.index(pair[1].level)),
            "counts": [(level, counts[level]) for level in order],
        }
