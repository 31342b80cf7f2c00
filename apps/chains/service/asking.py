"""服务链指标：清单、诉求、走访 — what is offered, what enterprises ask and are answered, who goes to them."""

from functools import partial

from apps.chains.indicator import (
    Better,
    Chain,
    Distinct,
    Indicator,
    Part,
    Tally,
    Unit,
    standing,
)
from apps.chains.organization import ENTERPRISE, REVIEWED
from apps.chains.service import rows
from apps.chains.service.serving import CATEGORIES, ITEMS, editions
from apps.clusters.models import Enterprise
from apps.services.models import (
    Need,
    ServiceCategory,
    ServiceItem,
    ServiceOrder,
    Visit,
)

SERVICE = Chain.SERVICE
RESOLVED = Tally(rows.ORDERS, ServiceOrder.objects.resolved_in)
RATED = Tally(rows.RATINGS, rows.rated)
VISIT = Tally(rows.VISITS, Visit.objects.done_in)
VERIFIED = Tally(rows.NEEDS, Need.objects.verified_in)


def through(channel: ServiceOrder.Channel) -> Part:
    """What was closed of one channel; channels are never taken for one another."""
    numerator = Tally(rows.ORDERS, rows.resolved_through(channel))
    return Part(key=channel.value, name=f"来自{channel.label}", unit=Unit.THINGS, numerator=numerator)


def visits_of(key: str, kind: Visit.Kind, unit: Unit) -> Part:
    """Visits of one kind."""
    return Part(
        key=key, name=kind.label, unit=unit, numerator=Tally(rows.VISITS, partial(rows.visits_of, kind))
    )


INDICATORS = [
    Indicator(
        code="SRV-01",
        identifier="srv_categories",
        chain=SERVICE,
        name="服务清单大类数",
        short_name="清单大类",
        unit=Unit.KINDS,
        better=Better.NEITHER,
        meaning="现行的党建惠企服务清单有多少大类。集群用自己的清单，没有的用所在区域或上级区域的。",
        formula="截至日现行清单的大类数；一个范围只取最近的一个清单，全部登记为各清单之和。",
        source="昆山市3.0版48类、高新区3类",
        reviewed_on=REVIEWED,
        caption=editions,
        numerator=standing(CATEGORIES, ServiceCategory.objects.of_current),
    ),
    Indicator(
        code="SRV-02",
        identifier="srv_items",
        chain=SERVICE,
        name="服务清单事项数",
        short_name="清单事项",
        unit=Unit.ITEMS,
        better=Better.HIGHER,
        meaning="现行的党建惠企服务清单有多少事项。",
        formula="截至日现行清单的事项数；取哪个清单与清单大类数相同。",
        source="昆山市296项、德国工业园47项、高新区12项、雨花台32条",
        reviewed_on=REVIEWED,
        caption=editions,
        numerator=standing(ITEMS, ServiceItem.objects.of_current),
    ),
    Indicator(
        code="SRV-03",
        identifier="srv_closed",
        chain=SERVICE,
        name="诉求办结数",
        short_name="办结诉求",
        unit=Unit.THINGS,
        better=Better.HIGHER,
        meaning="企业诉求在本期内办结多少个；重办未了的不算。各来源分列，不合并去重。",
        formula="本期内办结、期末仍为办结（已办结、已评价、已归档）的点单数，按最后一次办结日计。",
        source="红色专员350余个、德国工业园240余个、雨花台70余项和140个",
        reviewed_on=REVIEWED,
        numerator=RESOLVED,
        parts=(
            Part(
                key="rate",
                name="办结率",
                unit=Unit.PERCENT,
                numerator=Tally(rows.ORDERS, rows.resolved_of_due),
                denominator=Tally(rows.ORDERS, rows.due),
                note="期末前到期、已接单的点单（不含撤销和不予受理）中，期末已办结的比例",
            ),
            *map(through, ServiceOrder.Channel),
        ),
    ),
    Indicator(
        code="SRV-04",
        identifier="srv_match_rate",
        chain=SERVICE,
        name="需求匹配率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="核实的企业需求中，有资源或项目对应的比例。",
        formula="本期核实的企业需求中，期末前匹配了部门资源或列入行动项目的条数÷本期核实的条数。",
        source="雨花台三张清单",
        reviewed_on=REVIEWED,
        numerator=Tally(rows.NEEDS, rows.matched),
        denominator=VERIFIED,
    ),
    Indicator(
        code="SRV-05",
        identifier="srv_on_time_rate",
        chain=SERVICE,
        name="按时办结率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="办结的诉求中，不超过办理期限的比例；期限按工作日计，挂起期间顺延。",
        formula="本期办结的点单中办结日不晚于办理期限的个数÷本期办结数。",
        source="限时处置",
        reviewed_on=REVIEWED,
        numerator=Tally(rows.ORDERS, ServiceOrder.objects.resolved_in_time),
        denominator=RESOLVED,
    ),
    Indicator(
        code="SRV-06",
        identifier="srv_satisfaction",
        chain=SERVICE,
        name="满意率",
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        meaning="企业评价中“满意”的比例；重办过的诉求只计最后一次评价。",
        formula="本期评价（每个点单取最后一次）为“满意”的个数÷本期评价数。",
        source="三级评价",
        reviewed_on=REVIEWED,
        numerator=Tally(rows.RATINGS, lambda period: rows.rated(period).satisfied()),
        denominator=RATED,
        parts=(
            Part(
                key="fairly",
                name="基本满意及以上",
                unit=Unit.PERCENT,
                numerator=Tally(rows.RATINGS, lambda period: rows.rated(period).content()),
                denominator=RATED,
            ),
            Part(key="rated", name="评价数", unit=Unit.THINGS, numerator=RATED),
        ),
    ),
    Indicator(
        code="SRV-07",
        identifier="srv_visits",
        chain=SERVICE,
        name="走访家次",
        short_name="走访",
        unit=Unit.ENTERPRISE_VISITS,
        better=Better.HIGHER,
        meaning="本期走访企业多少家次；同一企业走访几次计几家次。家数另列，两者不相加。",
        formula="本期完成的走访（走访、蹲点、调研、座谈）次数，按走访当日企业所属计。",
        source="德国工业园396家次、高新区800余家、雨花台23场座谈会",
        reviewed_on=REVIEWED,
        numerator=VISIT,
        parts=(
            Part(
                key="enterprises",
                name="走访企业",
                unit=Unit.ENTERPRISES,
                numerator=Distinct(VISIT, "enterprise", Enterprise),
            ),
            Part(
                key="coverage",
                name="走访覆盖率",
                unit=Unit.PERCENT,
                numerator=Distinct(Tally(rows.VISITS, rows.visits_to_operating), "enterprise", Enterprise),
                denominator=ENTERPRISE,
                note="走访过的在营链上企业÷在营链上企业",
            ),
            visits_of("stays", Visit.Kind.STAY, Unit.ENTERPRISE_VISITS),
            visits_of("surveys", Visit.Kind.SURVEY, Unit.ENTERPRISE_VISITS),
            visits_of("talks", Visit.Kind.TALK, Unit.EVENTS),
        ),
    ),
]
