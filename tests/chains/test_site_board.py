"""示范带图 — belts as lines, their sites in order, nobody else's."""

import re
from datetime import date

import pytest

from apps.chains.frame import Frame
from apps.chains.scope import Scope
from apps.chains.site_board import belts
from apps.core.period import Period
from apps.core.remit import Reach, Remit, Stretch
from apps.sites.models import BeltSite, BeltState
from tests.factories import LONG_AGO
from tests.factories_services import make_belt, make_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def frame_of(corner, remit=None):
    return Frame(remit or Remit.everything(), Scope.of(corner.cluster), Period.quarter(2026, 4), TODAY)


def names_in(drawing):
    return re.findall(r">([^<>]+)</text>", drawing)


def belt_of(corner, name, *sites, **facts):
    belt = make_belt(corner.cluster, name=name, **facts)
    for position, site in enumerate(sites, 1):
        BeltSite.objects.create(belt=belt, site=site, position=position, starts_on=LONG_AGO)
    return belt


def test_a_belt_names_its_sites_in_order(ours):
    place = ours.cluster.place
    belt_of(
        ours, "元宇宙带", make_site("乙站", place=place), make_site("甲站", place=place), route="沿轨交11号线"
    )
    assert names_in(belts(frame_of(ours))) == ["元宇宙带", "沿轨交11号线", "乙站", "甲站"]


def test_a_demonstration_site_is_filled(ours):
    place = ours.cluster.place
    belt_of(ours, "元宇宙带", make_site("甲站", place=place, is_demo=True), make_site("乙站", place=place))
    fills = re.findall(r'r="6" fill="([^"]+)"', belts(frame_of(ours)))
    assert fills == ["currentColor", "#fff"]


def test_a_belt_taken_down_is_not_drawn(ours):
    belt_of(ours, "摘牌带", make_site("甲站", place=ours.cluster.place), status=BeltState.Status.REMOVED)
    assert belts(frame_of(ours)) == ""


def test_a_neighbours_belt_is_not_drawn(ours, theirs):
    belt_of(theirs, "光电带", make_site("丙站", place=theirs.cluster.place))
    remit = Remit.of(Stretch(Reach.CLUSTER, ours.cluster.path))
    everywhere = Frame(remit, Scope.everything(remit), Period.quarter(2026, 4), TODAY)
    assert (belts(frame_of(ours)), belts(everywhere)) == ("", "")


def test_many_belts_ask_as_often_as_one(ours, django_assert_num_queries):
    for number in range(5):
        belt_of(ours, f"第{number}带", make_site(place=ours.cluster.place))
    with django_assert_num_queries(3):
        belts(frame_of(ours))
