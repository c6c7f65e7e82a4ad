"""Money in the currency of a case, and numbers answered by the name of a band.

Tools that ask for "the deal size in dollars" are given yuan, lakh and Mio. €. Read as plain numbers these are wrong by
a factor of seven to ten thousand, and nothing shows it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.journal_reader import line
from mvpod_expert.mode.interview.answer_parser import understand
from mvpod_expert.mode.interview.saved_interviews import plain_case
from mvpod_expert.model.cases import Answer
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.journal import Answered
from mvpod_expert.model.money import CaseCurrency, in_dollars, read_money, worth
from mvpod_expert.views.findings import sentence
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.cases import CaseFile

RATES = {"cny": 7.2, "eur": 0.86, "inr": 86, "jpy": 145}


def read(text: str) -> tuple[CaseFile | None, list[Code]]:
    report = DiagnosticCollector()
    case = parse_case(text, "case.yaml", KNOWLEDGE, report)
    return case, [each.code for each in report.diagnostics]


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("6万元", 60_000, "cny"),
        ("¥60000", 60_000, "cny"),
        ("60000 RMB", 60_000, "cny"),
        ("人民币6万", 60_000, "cny"),
        ("$1.2m", 1_200_000, "usd"),
        ("US$ 40k", 40_000, "usd"),
        ("1.2 Mio. €", 1_200_000, "eur"),
        ("1,2 Mio. €", 1_200_000, "eur"),
        ("₹50 lakh", 5_000_000, "inr"),
        ("2 crore", 20_000_000, None),
        ("1.5亿日元", 150_000_000, "jpy"),
        ("60 000 元", 60_000, "cny"),
        ("人民币6万元", 60_000, "cny"),
        ("500万円", 5_000_000, "jpy"),
        ("¥500万円", 5_000_000, "jpy"),
        ("3 bn yen", 3_000_000_000, "jpy"),
        ("Rs 12,00,000", 1_200_000, "inr"),
        ("₹1,20,00,000", 12_000_000, "inr"),
    ],
)
def test_amounts_as_people_write_them(written: str, amount: int, currency: str | None) -> None:
    """In the forms of China, India, Germany and the United States."""
    money = read_money(written, CaseCurrency())
    assert money is not None
    assert (money.amount, money.currency, money.readings) == (amount, currency, ())


@pytest.mark.parametrize(
    "written", ["", "many", "$60000 RMB", "6 apples", "-5 USD", "120.000.5 €", "1,200,00", "12,00,00", "60k-80k"]
)
def test_what_is_no_amount_is_not_read(written: str) -> None:
    """Nor is an amount in two currencies."""
    assert read_money(written, CaseCurrency()) is None


def test_a_point_that_may_set_thousands_apart_is_asked_about() -> None:
    """120.000 € is a hundred and twenty thousand in Munich."""
    money = read_money("120.000 €", CaseCurrency())
    assert money is not None
    assert money.readings == ("120000", "120")
    assert read("answers: {deal_size_usd: 120.000 €}")[1] == [Code.NUMBER_EXPECTED]


@given(st.integers(1, 10**9), st.sampled_from(list(RATES)))
def test_what_is_kept_reads_back_as_the_same_dollars(amount: int, currency: str) -> None:
    """Whatever the amount: journals, written cases and saved results are read again."""
    of_case = CaseCurrency(currency, RATES)
    money = read_money(f"{amount} {currency}", of_case)
    assert money is not None
    found = in_dollars(money, of_case)
    assert found is not None
    assert worth(found[1]) == found[0] == round(amount / RATES[currency], 4)


def answer(text: str) -> Answer:
    case, codes = read(text)
    assert case is not None, codes
    return case.cells[0].answers["deal_size_usd"]


def test_a_bare_number_is_in_the_currency_of_the_case() -> None:
    """Without a currency the case is in dollars, and its numbers stay as they are."""
    assert (answer("answers: {deal_size_usd: 60000}").given, answer("answers: {deal_size_usd: 60000}").state) == (
        60000,
        "medium",
    )
    bare = answer("currency: CNY\nanswers: {deal_size_usd: 60000}")
    assert bare.state == "small"
    assert "60,000 CNY" in str(bare.given)


def test_a_case_may_state_its_own_rate() -> None:
    """It goes before that of the knowledge, and is kept with the amount."""
    own = answer("currency: CNY\nrates: {CNY: 2}\nanswers: {deal_size_usd: 6万元}")
    assert (own.given, own.state) == ("60,000 CNY at 2", "medium")


def test_a_sign_of_two_currencies_is_the_case_s() -> None:
    """¥ is the yen in a case in yen."""
    assert "JPY" in str(answer("currency: JPY\nanswers: {deal_size_usd: ¥6000000}").given)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("currency: CNY\nanswers: {deal_size_usd: $60000}", Code.CURRENCY_OTHER),
        ("currency: Taler\nanswers: {deal_size_usd: 60000}", Code.VALUE_NOT_ALLOWED),
        ("currency: CNY\nrates: {CNY: 0}\nanswers: {deal_size_usd: 60000}", Code.NUMBER_LIMIT),
        ("answers: {sales_cycle_months: 6万元}", Code.NUMBER_EXPECTED),
        ("answers: {deal_size_usd: plenty}", Code.NUMBER_EXPECTED),
        ("answers: {deal_size_usd: 6万}", Code.NUMBER_EXPECTED),
        ("answers: {deal_size_usd: 12 lakh}", Code.NUMBER_EXPECTED),
    ],
)
def test_findings(text: str, code: Code) -> None:
    """A currency beside a number that contradicts the case is a slip, and money is no number of months."""
    case, codes = read(text)
    assert (case, codes) == (None, [code])


def test_a_number_may_be_answered_by_its_band() -> None:
    """By id, or by title in either language, in a case and at a question; the number is kept as not told."""
    kept = Answer(fact="deal_size_usd", given="medium", state="medium", layer="interview")
    for name in ("medium", "中等"):
        assert answer(f"answers: {{deal_size_usd: {name}}}").given == "medium"
        assert understand(KNOWLEDGE.facts["deal_size_usd"], name) == kept


@pytest.mark.parametrize(
    ("one", "other", "formerly"),
    [
        ("customer_concentration: medium", "head_share_pct: 65", "head_share_pct: 65"),
        ("customer_concentration: unknown", "head_share_pct: 65", "head_share_pct: 65"),
        ("customer_concentration: low", "head_share_pct: 65", "head_share_pct: 65, customer_concentration: low"),
    ],
)
def test_two_names_of_one_fact_are_one_answer(one: str, other: str, formerly: str) -> None:
    """The number counts, whichever stands first; a band that says something else is told with it.

    Older vocabularies ask for a word and for a number apart, and tools of this kind refuse such a file as a whole.
    """
    for text in (f"{one}, {other}", f"{other}, {one}"):
        case, codes = read(f"answers: {{{text}}}")
        assert case is not None, codes
        kept = case.cells[0].answers["customer_concentration"]
        assert (kept.given, kept.state, kept.formerly) == (65, "medium", formerly)
    assert read("answers: {customer_concentration: 30, head_share_pct: 65}")[1] == [Code.ID_TWICE]


def test_the_interview_takes_money_of_other_currencies() -> None:
    """With the rates of the knowledge; what is kept shows them."""
    understood = understand(KNOWLEDGE.facts["deal_size_usd"], "6万元", CaseCurrency.of(None, KNOWLEDGE.decision.rates))
    assert isinstance(understood, Answer)
    assert understood.state == "small"
    assert json.loads(json.dumps(understood.given)).startswith("60,000 CNY at ")


def priced(cost: str) -> str:
    spread = "{low: ¥10万, likely: 20万, high: 400000}"
    return f"economics:\n  direct: {{cost_per_rep: {cost}, revenue_per_account: {spread}}}"


def test_numbers_about_money_take_the_currency_of_the_case() -> None:
    """Beside an amount, alone or in a range; another one is a finding, and none is needed."""
    case, codes = read("currency: CNY\nanswers: {}\n" + priced("45万元"))
    assert case is not None, codes
    given = case.cells[0].economics.amounts
    assert given["direct.cost_per_rep"].likely == 450_000
    assert (given["direct.revenue_per_account"].low, given["direct.revenue_per_account"].likely) == (100_000, 200_000)
    assert case.cells[0].economics.currency == "CNY"
    assert read("currency: CNY\nanswers: {}\n" + priced("$60k"))[1] == [Code.CURRENCY_OTHER]
    assert read("answers: {}\neconomics: {direct: {cost_per_rep: $60k}}")[1] == [Code.AMOUNT_EXPECTED]


@pytest.mark.parametrize(
    ("typed", "code", "given", "dollars"),
    [
        ("720000", "cny", "720,000 CNY at 7.2", 100_000),
        ("约72万", "cny", "720,000 CNY at 7.2", 100_000),
        ("about 720,000", "cny", "720,000 CNY at 7.2", 100_000),
        ("72万元", None, "720,000 CNY at 7.2", 100_000),
        ("$100k", "cny", 100_000, 100_000),
        ("100k usd", "cny", 100_000, 100_000),
        ("100k", None, 100_000, 100_000),
    ],
)
def test_a_plain_amount_in_an_interview_is_in_the_currency_of_the_case(
    typed: str, code: str | None, given: object, dollars: float
) -> None:
    """Forms of this kind ask a client in Shanghai for dollars, and take the yuan that are typed for them."""
    fact = KNOWLEDGE.facts["deal_size_usd"]
    answer = understand(fact, typed, CaseCurrency(code, {"cny": 7.2}))
    assert isinstance(answer, Answer)
    assert (answer.given, answer.state) == (given, fact.band_of(dollars))


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        ("gross_margin_band: 38%", 38),
        ("gross_margin_band: '45 ％'", 45),
        ("gross_margin_band: -5%", -5),
        ("our_share_pct: 0.3%", 0.3),
        ("our_share_pct: .5%", 0.5),
        ("existing_channel_dependence: {value: 0.4%, source: sales}", 0.4),
        ("existing_channel_dependence: 0", 0),
        ("market_growth_pct_year: 1.5", 1.5),
        ("direct_cost_ratio: 0.8", 0.8),
        ("gross_margin_band: 0.3", ("0.3%", "30%")),
        ("gross_margin_band: -0.3", ("-0.3%", "-30%")),
        ("gross_margin_band: 1e-1", ("0.1%", "10%")),
        ("share_only_local_pct: .5", ("0.5%", "50%")),
        ("our_share_pct: '０.４'", ("0.4%", "40%")),
        ("existing_channel_dependence: {value: 0.29, source: sales}", ("0.29%", "29%")),
        ("gross_margin_band: 138%", None),
        ("sales_cycle_months: 10%", None),
        ("direct_cost_ratio: 45%", None),
        ("gross_margin_band: 45% EUR", None),
    ],
)
def test_a_percentage_is_read_with_its_sign_and_a_bare_fraction_in_two_ways(answer: str, given: object) -> None:
    """Forms of this kind take the 0.3 of a spreadsheet for 0.3 %, where their question asks for per cent.

    A file that an interview has written is read as it was typed.
    """
    report = DiagnosticCollector()
    case = parse_case(f"answers: {{{answer}}}", "case.yaml", KNOWLEDGE, report)
    if not isinstance(given, int | float):
        (found,) = report.diagnostics
        assert tuple(found.details[each] for each in ("one", "other") if each in found.details) == (given or ())
        for lang in ("en", "zh"):
            assert all(reading in sentence(found, Messages(lang)) for reading in given or ())
        return
    assert case is not None, report.diagnostics
    (kept,) = case.cells[0].answers.values()
    assert kept.given == given
    again = parse_case(plain_case(case, KNOWLEDGE.facts), "case.yaml", KNOWLEDGE, report)
    journal = parse_case(f"journal:\n{line(Answered(answer=kept))}\n", "case.yaml", KNOWLEDGE, report)
    for each in (again, journal):
        assert each is not None, report.diagnostics
        assert each.cells[0].answers[kept.fact].given == given
