"""People needed: the workload method of Talley (1961), hours with customers over selling hours a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvpod_expert.figures.sheet import Number, Sheet


def accounts(sheet: Sheet) -> Number:
    """Give all accounts of the market: the sum over the segments."""
    return sum(sheet.of_segments("accounts"))


def hours(sheet: Sheet) -> Number:
    """Give the hours with customers a year: sum of accounts x visits a year x hours a visit."""
    numbers = zip(
        sheet.of_segments("accounts"),
        sheet.of_segments("visits_per_year"),
        sheet.of_segments("hours_per_visit"),
        strict=True,
    )
    return sum(count * visits * each for count, visits, each in numbers)


def reps_needed(sheet: Sheet) -> Number:
    """Give the people who serve every account: n = sum(accounts x visits x hours) / selling hours (Talley 1961)."""
    return hours(sheet) / sheet.need("selling_hours_per_rep")


def funded_share(sheet: Sheet) -> Number:
    """Give people funded now / people needed."""
    return sheet.need("reps_funded") / reps_needed(sheet)


def reps_for(sheet: Sheet, covered: Number) -> Number:
    """Give the people for some accounts: what was said of the direct mode or the workload, in proportion to accounts.

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
    """Give the people of the direct mode: as given, or those the workload of the accounts it covers asks for."""
    if sheet.has("direct.reps"):
        return sheet.need("direct.reps")
    return reps_for(sheet, sheet.need("direct.accounts_covered"))


def accounts_per_rep(sheet: Sheet) -> Number:
    """Give accounts covered / people; by the workload alone where it is not said how many are covered."""
    if sheet.has("direct.accounts_covered") or not sheet.segments:
        return sheet.need("direct.accounts_covered") / direct_reps(sheet)
    return accounts(sheet) / reps_needed(sheet)
