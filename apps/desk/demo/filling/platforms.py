"""服务平台 — running since they opened; what took place on them, and for whom."""

from datetime import date

from apps.desk.demo.filling.recipe import Filler
from apps.services.models import EnterpriseServed, PlatformEvent, PlatformState, ServicePlatform


def load(filler: Filler) -> None:
    """Platforms, their states, their days and the enterprises served."""
    platforms = [platform for _, platform in filler.fill(ServicePlatform, "platforms")]
    PlatformState.objects.bulk_create(
        PlatformState(platform=one, starts_on=one.opened_on or date(2023, 1, 1)) for one in platforms
    )
    EnterpriseServed.objects.bulk_create(
        EnterpriseServed(occasion=occasion, enterprise=filler.draws.enterprise(filler.scope(line)))
        for line, occasion in filler.fill(PlatformEvent, "platform_events")
        for _ in range(int(line["served"]))
    )
