"""People needed: the workload method of Talley (1961), hours with customers over selling hours a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.economics.model import LegReps
    from mvpod_expert.economics.sheet import Number, Sheet


def accounts(sheet: Sheet) -> Number:
    """Return all accounts of the market: the sum over the segments."""
    return _accounts(sheet, sheet.segments)


def hours(sheet: Sheet, segments: tuple[str, ...]) -> Number:
    """Return the hours with customers a year: sum of accounts x visits a year x hours a visit."""
    keys = ("accounts", "visits_per_year", "hours_per_visit")
    numbers = zip(*(sheet.of_segments(key, segments) for key in keys), strict=True)
    return sum(count * visits * each for count, visits, each in numbers)


def reps_needed(sheet: Sheet) -> Number:
    """Return the people who serve every account: n = sum(accounts x visits x hours) / selling hours (Talley 1961)."""
    return hours(sheet, sheet.segments) / sheet.need("selling_hours_per_rep")


def funded_share(sheet: Sheet) -> Number:
    """Return people funded now / people needed."""
    return sheet.need("reps_funded") / reps_needed(sheet)


def _reps_for(sheet: Sheet, covered: Number) -> Number:
    """Return the people for some accounts: what was said of the direct mode or the workload, in proportion to accounts.

    Args:
        sheet: the numbers.
        covered: how many accounts are covered.
    """
    if sheet.has("direct.reps") and sheet.has("direct.accounts_covered"):
        return sheet.need("direct.reps") * covered / sheet.need("direct.accounts_covered")
    if not sheet.segments:
        return sheet.need("direct.reps")
    return reps_needed(sheet) * covered / accounts(sheet)


def direct_reps(sheet: Sheet) -> Number:
    """Return the people of the direct mode: as given, or those the workload of the accounts it covers asks for."""
    if sheet.has("direct.reps"):
        return sheet.need("direct.reps")
    return _reps_for(sheet, sheet.need("direct.accounts_covered"))


def leg_way(sheet: Sheet) -> LegReps:
    """Report how the people of a hybrid's direct route are counted: what was said of them wins, then its segments."""
    if sheet.has("hybrid.direct_reps"):
        return "given"
    return "workload" if sheet.direct_leg else "share"


def leg_accounts(sheet: Sheet) -> Number:
    """Return the accounts of a hybrid's direct leg: as given, or those of the segments it takes."""
    if sheet.has("hybrid.direct_accounts") or not sheet.direct_leg:
        return sheet.need("hybrid.direct_accounts")
    return _accounts(sheet, sheet.direct_leg)


def leg_reps(sheet: Sheet) -> Number:
    """Return the people of a hybrid's direct leg: as given, by the workload of its segments, or its share of accounts.

    Where the route covers some of the accounts of its segments, its people are in proportion within these segments.
    """
    way = leg_way(sheet)
    if way == "given":
        return sheet.need("hybrid.direct_reps")
    if way == "share":
        return _reps_for(sheet, leg_accounts(sheet))
    reps = hours(sheet, sheet.direct_leg) / sheet.need("selling_hours_per_rep")
    if sheet.has("hybrid.direct_accounts"):
        reps = reps * leg_accounts(sheet) / _accounts(sheet, sheet.direct_leg)
    return reps


def _accounts(sheet: Sheet, segments: tuple[str, ...]) -> Number:
    return sum(sheet.of_segments("accounts", segments))


def accounts_per_rep(sheet: Sheet) -> Number:
    """Return accounts covered / people; by the workload alone where it is not said how many are covered."""
    if sheet.has("direct.accounts_covered") or not sheet.segments:
        return sheet.need("direct.accounts_covered") / direct_reps(sheet)
    return accounts(sheet) / reps_needed(sheet)
