"""坐标 — what has a longitude and a latitude, and how far apart two of them are."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, FloatField, OuterRef, Q
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Sin

EARTH_RADIUS = 6_371_000  # metres


class Located(models.Model):
    """Something with coordinates, as far as they are known."""

    longitude = models.DecimalField(
        "经度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    latitude = models.DecimalField(
        "纬度",
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="%(app_label)s_%(class)s_both_coordinates",
                violation_error_message="经度和纬度须同时填写。",
            )
        ]


def one_of(located, metres):
    """That one of these rows lies at most so far from the row of the outer query; both have coordinates."""
    known = located.filter(latitude__isnull=False).alias(metres=_metres_to_outer())
    return Exists(known.filter(metres__lte=metres)) & Q(latitude__isnull=False)


def _metres_to_outer():
    """Distance on the globe. Both must have coordinates: LEAST and GREATEST pass over a missing one."""
    here, there = _angle(F("latitude")), _angle(OuterRef("latitude"))
    apart = _angle(F("longitude")) - _angle(OuterRef("longitude"))
    cosine = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(apart)
    # Rounding may carry the cosine of nothing past 1, which has no angle.
    return EARTH_RADIUS * ACos(Greatest(Least(cosine, 1.0), -1.0))


def _angle(degrees):
    return Radians(Cast(degrees, FloatField()))
