"""What another route may be worth: the contributions are those of the economics, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.economics.formulas import figure
from mvpod_expert.economics.inputs import Amount, EconomicsGiven
from mvpod_expert.economics.intervals import Ranges
from mvpod_expert.economics.model import Figure
from mvpod_portfolio.summary import summarise

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = {
    "gross_margin": (0.45, 0.3),
    "direct.reps": (0.05, 0.5),
    "direct.cost_per_rep": (100_000.0, 80_000.0),
    "direct.ramp_cost": (1_000.0, None),
    "channel.partner_margin": (0.2, 0.25),
    "channel.management_cost": (2_000.0, 1_000.0),
    "hybrid.direct_accounts": (0.5, 0.4),
    "hybrid.channel_accounts": (0.5, 0.7),
    "hybrid.direct_reps": (0.03, 0.2),
}
LOW, HIGH = 0.1, 0.35
VALUES = (100_000.0, 60_000.0)
ONE = dict.fromkeys(("direct.accounts_covered", "direct.win_rate", "channel.accounts_covered", "channel.win_rate"), 1.0)


def written(folder: Path, *, ranges: bool = True) -> Path:
    ends = ["channel.partner_margin.low", "channel.partner_margin.high"] if ranges else []
    lines = [",".join(["key", "segment", "partner_capability", "route", "revenue", *INPUTS, *ends])]
    for row in range(2):
        numbers = ["" if number[row] is None else f"{number[row]}" for number in INPUTS.values()]
        lines.append(
            ",".join(
                [f"A{row}", f"S{row}", "low", "channel", f"{VALUES[row]}", *numbers, *[f"{LOW:%}", f"{HIGH}"] * ranges]
            )
        )
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found = mvpod("portfolio", "a.csv", "-o", "b.parquet", "--lang", "en", folder=folder)
    assert (found.code, "2 rows decided (direct: 2)" in found.said) == (0, True), found.said
    return folder / "b.parquet"


def numbers_of(row: int) -> dict[str, float]:
    given = {name: number[row] for name, number in INPUTS.items()}
    revenue = dict.fromkeys(("direct.revenue_per_account", "channel.revenue_per_account"), VALUES[row])
    return {**ONE, **revenue, **{name: number for name, number in given.items() if number is not None}}


def test_contributions_are_those_of_the_economics(tmp_path: Path) -> None:
    """Tools of this kind have a formula for the dashboard, and another for the memo."""
    rows = pyarrow.parquet.read_table(written(tmp_path)).to_pylist()
    for place, row in enumerate(rows):
        for mode in ("direct", "channel", "hybrid"):
            found = figure(f"{mode}_contribution", numbers_of(place), EconomicsGiven())
            assert isinstance(found, Figure)
            assert row[f"contribution_{mode}"] == pytest.approx(found.value)
        assert row["worth"] == pytest.approx(row["contribution_direct"] - row["contribution_channel"])
        amounts = {
            name: Amount(low=number, likely=number, high=number, given="", layer="cell")
            for name, number in numbers_of(place).items()
        }
        margin = amounts["channel.partner_margin"].model_copy(update={"low": LOW, "high": HIGH})
        spread = Ranges(EconomicsGiven(amounts={**amounts, "channel.partner_margin": margin}), 10_000, 1).spread(
            "channel_contribution", ("channel.partner_margin",)
        )
        assert spread is not None
        width = spread.p90 - spread.p10
        assert row["worth_low"] == pytest.approx(row["contribution_direct"] - spread.p90, abs=0.05 * width)
        assert row["worth_high"] == pytest.approx(row["contribution_direct"] - spread.p10, abs=0.05 * width)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_says_what_the_advice_is_worth_and_what_it_takes(lang: str, tmp_path: Path) -> None:
    """A gap between route and advice is no money until somebody has computed it."""
    decided = written(tmp_path)
    rows = pyarrow.parquet.read_table(decided).to_pylist()
    worth = summarise(decided).worth
    assert {name: each.likely for name, each in worth.items()} == {
        row["segment"]: pytest.approx(row["worth"]) for row in rows
    }
    told = mvpod("portfolio", "b.parquet", "--summary", "--lang", lang, folder=tmp_path).out
    for row in rows:
        for name in ("worth", "worth_low", "worth_high"):
            assert f"{round(row[name]):,}" in told
    text = (tmp_path / "a.csv").read_text(encoding="utf-8").replace("gross_margin", "other")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = mvpod("portfolio", "a.csv", "-o", "b.parquet", "--summary", "--lang", lang, folder=tmp_path)
    assert "channel.management_cost" in found.out
    assert "gross_margin" in found.err
