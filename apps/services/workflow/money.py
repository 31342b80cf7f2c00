"""惠企资金的变动: finance applied for, approved, paid and settled; policies claimed, reviewed and paid."""

from datetime import date
from decimal import Decimal

from apps.core import clock
from apps.core.moves import By, Moves, insist_on_why, move
from apps.services.models import FinanceRecord, PolicyClaim

Finance = FinanceRecord.Status
Claim = PolicyClaim.Status

FINANCE_MOVES: Moves = {
    Finance.APPLIED: {Finance.APPROVED, Finance.REFUSED},
    Finance.APPROVED: {Finance.PAID, Finance.REFUSED},
    Finance.PAID: {Finance.SETTLED},
}
CLAIM_MOVES: Moves = {
    Claim.SUBMITTED: {Claim.REVIEWED, Claim.REFUSED},
    Claim.REVIEWED: {Claim.PUBLIC, Claim.REFUSED},
    Claim.PUBLIC: {Claim.PAID, Claim.REFUSED},
}


def approve(record: FinanceRecord, *, by: By) -> FinanceRecord:
    """审批通过"""
    return move(record, Finance.APPROVED, moves=FINANCE_MOVES, by=by)


def pay(record: FinanceRecord, *, by: By, on: date | None = None) -> FinanceRecord:
    """放款、兑现"""
    return move(record, Finance.PAID, moves=FINANCE_MOVES, by=by, paid_on=on or clock.today())


def settle(record: FinanceRecord, *, by: By) -> FinanceRecord:
    """结清"""
    return move(record, Finance.SETTLED, moves=FINANCE_MOVES, by=by)


def refuse(record: FinanceRecord, *, by: By, why: str) -> FinanceRecord:
    """未通过"""
    insist_on_why(why)
    return move(record, Finance.REFUSED, moves=FINANCE_MOVES, by=by, why=why)


def review_claim(claim: PolicyClaim, *, by: By, amount: Decimal) -> PolicyClaim:
    """审核 — with the amount (万元) that was found due."""
    return move(claim, Claim.REVIEWED, moves=CLAIM_MOVES, by=by, amount=amount)


def publish_claim(claim: PolicyClaim, *, by: By) -> PolicyClaim:
    """公示"""
    return move(claim, Claim.PUBLIC, moves=CLAIM_MOVES, by=by)


def pay_claim(claim: PolicyClaim, *, by: By, on: date | None = None) -> PolicyClaim:
    """兑现"""
    return move(claim, Claim.PAID, moves=CLAIM_MOVES, by=by, paid_on=on or clock.today())


def refuse_claim(claim: PolicyClaim, *, by: By, why: str) -> PolicyClaim:
    """未通过"""
    insist_on_why(why)
    return move(claim, Claim.REFUSED, moves=CLAIM_MOVES, by=by, why=why)
