"""服务链指标 — what enterprises ask for and get, who goes to them, and what reaches them."""

from apps.chains.service import asking, bringing

INDICATORS = [*asking.INDICATORS, *bringing.INDICATORS]
