"""自检：演示账号 — they are all counted, once one of them tells that there was a demo."""

import pytest

from clusterreg.selfcheck.people import demo
from clusterreg.selfcheck.running import run
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "没有演示数据。"),
        (("system",), "没有演示数据。"),
        (("registry", "clerk", "system", "audit"), "库里有4个演示账号。"),
    ],
)
def test_the_accounts_of_the_demo_are_counted_with_its_administrators(
    names: tuple[str, ...], said: str
) -> None:
    for name in names:
        make_user(username=name)
    ((_, finding),) = run([demo])
    assert finding.sentence == said
