"""What never stands together: held to while advising, proved over all answers, and told where it is written wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from features.program import mvpod
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.cases import Override
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.rules import Assign
from mvpod_workbench.proofs.plan_completeness import WholePlans
from mvpod_workbench.proofs.proving import Finding, Prover
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.sampling.profiles import plausible_profiles
from tests.explanation.oracles.plans import check_whole
from tests.loading.homes import copied, findings, replaced
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.model.advice import Advice
    from mvpod_expert.resources import Home

FILE = "knowledge/laws/grid-and-plan.yaml"
MAKERS = {"own-field", "own-inside", "own-digital"}
HYBRID = {"own_sales_resources": "medium", "own_market_power": "high", "role_separability": "high"}
UNVETTED = {"third_party_compliance_risk": "high", "partner_vetting_ability": "none"}
SMALL = {"deal_size_usd": "tiny", "purchase_frequency": "rare", "target_account_count": "many"}


def advised(answers: dict[str, str], mode: str | None = None) -> Advice:
    """Advise on answers; with a mode, that one was chosen, so that few answers do for a plan."""
    (cell,) = case_of(answers, KNOWLEDGE.facts).cells
    override = Override(mode=mode, because="a test") if mode else None
    return ADVISER.advise(cell.model_copy(update={"override": override}))


def given(advice: Advice) -> set[str]:
    """Return the items a client is given."""
    return {each.item for each in advice.plan} | {move.item for move in advice.moves}


def rows(advice: Advice) -> dict[str, str]:
    """Return what each row falls to."""
    return {each.item: each.chosen[0].option for each in advice.plan if each.chosen}


def proved(home: Home) -> list[Finding]:
    """Return the laws of a home that some answers break."""
    knowledge = load_knowledge(home)
    prover = Prover(knowledge, compile_rules(knowledge))
    return list(WholePlans(prover).laws())


def test_the_shipped_laws_hold_whatever_is_answered() -> None:
    """Tools of this kind contradict themselves in one answer of a thousand; here it is proved that none does."""
    prover = Prover(KNOWLEDGE, BASE)
    assert list(WholePlans(prover).laws()) == []
    assert not prover.sampled
    assert len(KNOWLEDGE.laws) > 40


def test_no_random_client_is_given_what_never_stands_together() -> None:
    """The independent checker goes through the advice, laws included."""
    grids = 0
    for profile in plausible_profiles(KNOWLEDGE, BASE, 40, seed=11):
        advice = advised(dict(profile))
        assert not [flaw for flaw in check_whole(advice, KNOWLEDGE) if flaw.kind in {"law", "row"}]
        told = rows(advice)
        if advice.chosen == "hybrid" and told:
            grids += 1
            for side in ("ours", "partners"):
                who = {told[f"{task}-{side}"] in MAKERS for task in ("contract-and-collection", "bid-and-negotiation")}
                assert len(who) == 1, told
    assert grids > 5


def test_partners_nobody_can_vet_neither_sign_nor_collect_however_much_speaks_for_them() -> None:
    """Evidence for the distributor adds up to more, and does not outweigh the law."""
    answers = HYBRID | UNVETTED | {"customer_requires_local_partner": "most", "receivable_financing_need": "high"}
    advice = advised(answers | {"partner_availability": "abundant"}, "hybrid")
    assert rows(advice)["contract-and-collection-partners"] == "own-inside"
    assert rows(advice)["lead-generation-partners"] == "own-inside"
    assert not check_whole(advice, KNOWLEDGE)


def test_deals_too_small_for_a_visit_are_not_given_to_the_field_force() -> None:
    """A person who says that visits do not pay is not told to visit."""
    advice = advised(HYBRID | SMALL | {"self_serve_readiness": "medium", "product_complexity": "high"}, "hybrid")
    assert advice.chosen == "hybrid"
    selling = ("lead-generation", "presales-solution", "bid-and-negotiation", "contract-and-collection")
    assert "own-field" not in {rows(advice)[f"{task}-ours"] for task in selling}


@pytest.mark.parametrize("offer", ["software", "service"])
def test_what_is_not_shipped_gets_no_serial_numbers(offer: str) -> None:
    """Tools of this kind tell a software firm to put serial numbers on every unit."""
    answers = HYBRID | {"price_spread": "large", "partner_goal_conflict": "high", "partner_capability": "high"}
    shipped = advised(answers | {"offer_type": "equipment"}, "hybrid")
    assert "anti-diversion" in given(shipped)
    advice = advised(answers | {"offer_type": offer}, "hybrid")
    assert not {"anti-diversion", "serial-tracing", "inventory-sellout"} & given(advice)
    assert {each.because for each in advice.annex if each.item == "anti-diversion"} == {"law"}


def test_founders_do_not_sell_what_is_repeatable() -> None:
    """A repeatable play in a new market has no founders in it."""
    answers = {"market_stage": "new_entry", "own_sales_resources": "high"}
    assert "order-line-new-entry" in given(advised(answers, "direct"))
    assert "order-line-new-entry" not in given(advised(answers | {"sales_process_maturity": "repeatable"}, "direct"))


@pytest.mark.parametrize(
    ("mode", "item", "speaks_for_it", "contradicts"),
    [
        ("hybrid", "move-vet-partners", {"third_party_compliance_risk": "high"}, {"partner_vetting_ability": "full"}),
        (
            "direct",
            "move-self-service-pilot",
            {"self_serve_readiness": "medium", "deal_size_usd": "small"},
            {"own_web_share_today_pct": "much"},
        ),
        (
            "channel",
            "move-second-source-partner",
            {"partner_small_numbers": "few", "existing_channel_dependence": "high"},
            {"partner_exclusivity": "most"},
        ),
        ("direct", "move-local-service-coverage", {"local_presence_need": "high"}, {"offer_type": "software"}),
        ("hybrid", "move-sell-out-data", {"strategic_control_need": "high"}, {"customer_data_holder": "local_only"}),
        ("direct", "move-referral-agreements", {"partner_customer_access": "high"}, UNVETTED),
        (
            "direct",
            "move-coverage-sprint",
            {"coverage_urgency": "high", "market_stage": "new_entry"},
            {"sales_process_maturity": "unproven"},
        ),
    ],
)
def test_what_an_answer_contradicts_is_not_advised(
    mode: str, item: str, speaks_for_it: dict[str, str], contradicts: dict[str, str]
) -> None:
    """Tools of this kind advise steps that are done, and partners, visits or data that are not to be had."""
    answers = {"customization_level": "low", **speaks_for_it}
    assert item in given(advised(answers, mode))
    assert item not in given(advised(answers | contradicts, mode))


def test_a_missing_veto_is_found_with_the_answers_that_show_it(tmp_path: Path) -> None:
    """A law of answers alone holds by vetoes; without one `rules verify` shows a client who is advised against it."""
    home = copied(tmp_path)
    replaced(home, "rules/mode/vetoes.yaml", "- {exclude: channel}\n    because:", "- {exclude: hybrid}\n    because:")
    replaced(
        home,
        FILE,
        "answers: {sales_mode: channel, intermediary_regulation: direct_required}",
        "answers: {sales_mode: channel, customer_demands_direct: most}",
    )
    (finding,) = proved(home)
    assert finding.diagnostic.code is Code.LAW_BROKEN
    assert finding.witness is not None
    assert finding.witness.profile["customer_demands_direct"] == "most"


@pytest.mark.thorough
def test_a_row_that_has_nothing_else_to_fall_to_is_found(tmp_path: Path) -> None:
    """A law that bars all that rules speak for cannot be held to, and the proof says for whom."""
    home = copied(tmp_path)
    spoken = {
        outcome.to
        for rule in KNOWLEDGE.rules_of("plan")
        for outcome in rule.then
        if isinstance(outcome, Assign) and outcome.item == "delivery-ours"
    }
    replaced(
        home, FILE, "each: true\n    rows:\n", f"each: true\n    rows:\n      delivery-ours: [{', '.join(spoken)}]\n"
    )
    (finding,) = proved(home)
    assert finding.diagnostic.details["law"] == "no-field-force-for-small-deals"
    printed = mvpod("rules", "verify", "--home", str(home.root), "--lang", "en", folder=tmp_path)
    assert printed.code == 1
    assert "MV413" in printed.out
    assert "purchase_frequency" in printed.out


MALFORMED = {
    "one thing alone": ("answers: {offer_type: [software, service]}\n    each: true\n", "each: true\n", "MV353"),
    "an unknown fact": ("answers: {offer_type: [soft", "answers: {offer_typ: [soft", "MV301"),
    "an unknown state": ("[software, service]", "[softwear, service]", "MV302"),
    "an unknown item": ("items: [founder-seller]", "items: [founder-sellers]", "MV308"),
    "items and rows": (
        "items: [founder-seller]",
        "items: [founder-seller]\n    rows: {delivery-ours: [own-field]}",
        "MV353",
    ),
    "an unknown key": ("each: true", "every: true", "MV201"),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_law_written_wrongly_is_told_where_it_stands(fault: str, tmp_path: Path) -> None:
    """An author is told the line, what is allowed and what was meant."""
    old, new, code = MALFORMED[fault]
    home = copied(tmp_path)
    line, _ = replaced(home, FILE, old, new)
    told = findings(home)
    assert {each.code.value for each in told} == {code}
    assert all(each.place.file == FILE for each in told)
    assert min(abs((each.place.line or 0) - line) for each in told) <= 3


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "it takes two that never stand together"), ("zh", "至少要有两样，才谈得上不能同时出现")]
)
def test_what_is_wrong_with_a_law_is_said_in_both_languages(lang: str, said: str, tmp_path: Path) -> None:
    """The message names the file and line, and what a law needs."""
    home = copied(tmp_path)
    replaced(home, FILE, *MALFORMED["one thing alone"][:2])
    printed = mvpod("rules", "check", "--home", str(home.root), "--lang", lang, folder=tmp_path)
    assert printed.code == 1
    told = printed.out + printed.err
    assert said in "".join(told.split("\n")) or said in " ".join(told.split())
    assert f"{FILE}:" in told


def test_rows_that_give_way_to_each_other_are_a_circle(tmp_path: Path) -> None:
    """Neither could be settled first."""
    home = copied(tmp_path)
    path = home.root / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text
        + """
  - id: round-and-round
    title: {zh: 绕圈, en: Round}
    rows: {bid-and-negotiation-ours: [own-field], contract-and-collection-ours: [distributor]}
    basis: proposal
    reason: {zh: 试, en: Try.}
""",
        encoding="utf-8",
    )
    (finding, *_) = findings(home)
    assert finding.code is Code.LAW_MISFIT
    assert finding.details["reason"] == "circle"
