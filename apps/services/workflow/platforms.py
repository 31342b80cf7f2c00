"""服务平台的变动: prepared, run and stopped, from a day on."""

from datetime import date

from django.db import models

from apps.core.moves import By, Moves, stand
from apps.services.models import PlatformState, ServicePlatform

Status = PlatformState.Status

MOVES: Moves = {
    Status.PREPARING: {Status.RUNNING, Status.STOPPED},
    Status.RUNNING: {Status.STOPPED},
    Status.STOPPED: {Status.RUNNING},
}


def change_state(platform: ServicePlatform, *, status: str, on: date, by: By, why: str = "") -> models.Model:
    """变更平台状态"""
    return stand(platform, status, moves=MOVES, on=on, by=by, why=why)
