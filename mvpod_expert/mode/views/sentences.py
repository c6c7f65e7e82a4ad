"""Each explanation in one sentence, and rules in words: every construct of the rule language has some."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.mode.deciding import near_modes
from mvpod_expert.model.frozen import LANGS, Text
from mvpod_expert.model.rules import Assign, Conclude, Evidence, Exclude, Outcome, Propose, Reask, Recommend
from mvpod_expert.model.trace import Decision, Effect, WeighedChoice, WeighedEvidence, WeighedProposal
from mvpod_expert.views.messages import Messages
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.mode.explanation.how import Argument, How, HowAbout, ModeAccount
    from mvpod_expert.mode.explanation.model import Explanation, Judged, Sensitivity, Similar, Supposed, WhatIf, WhyNot
    from mvpod_expert.model.advice import Advice, Edition, MarketPart, ShareRange
    from mvpod_expert.model.knowledge import KnowledgeBase


MOST_REASONS = 2


class Sentences(Names):
    """Says explanations in one sentence."""

    def sentence(self, explanation: Explanation) -> str:
        """Say an explanation, by the method for its kind."""
        said: str = getattr(self, f"_{explanation.kind}")(explanation)
        return said

    def decided(self, decision: Decision) -> str:
        """Say the decision: the mode with the verdict, or the verdict alone."""
        verdict = self.t(f"verdict.{decision.verdict}")
        if decision.recommended is None:
            return verdict
        return self.leading(decision) + self.t("list.extra", text=verdict)

    def leading(self, decision: Decision) -> str:
        """Say the mode that leads; where the decision is open, those about even with it as well."""
        *others, last = map(self.mode, near_modes(decision, self.knowledge.decision))
        return self.t("list.or").join(filter(None, [self.comma(others), last]))

    def record(self, decision: Decision) -> str:
        """Return how documented decisions with such a lead went; nothing without a record."""
        record = decision.record
        return self.t("advice.record", went=record.went, of=record.of) if record is not None and record.of else ""

    def made_with(self, edition: Edition, engine: str) -> str:
        """Say with which knowledge and engine something was made."""
        return self.t("advice.made_with", version=edition.version, sha=edition.sha256[:12], engine=engine)

    def change(self, supposed: Supposed) -> str:
        """Say a changed answer: what it is and what it would be."""
        fact, to = self.fact(supposed.fact), self.state(supposed.fact, supposed.to, supposed.given)
        is_number = self.knowledge.facts[supposed.fact].kind == "number"
        if supposed.was == supposed.to and not is_number:
            return self.t("explain.same", fact=fact, to=to)
        was = self.state(supposed.fact, supposed.was) if supposed.was else self.t("explain.not_known")
        return self.t("explain.change", fact=fact, was=was, to=to)

    def argument(self, argument: Argument) -> str:
        """Return an argument's title and points."""
        title = self.t("list.quoted", text=self.knowledge.rules[argument.rule].title.in_(self.lang))
        return title + self.t("list.extra", text=self.points(argument))

    def points(self, argument: Argument) -> str:
        """Return an argument's signed points, or that it is a veto."""
        return self.t("advice.veto") if argument.points is None else f"{argument.points:+d}"

    def _how(self, how: How) -> str:
        first = how.accounts[0]
        feasible = [account for account in how.accounts if not account.vetoes]
        if not feasible:
            return self.t("explain.how_none")
        best = self.argument(first.pro[0]) if first.pro else ""
        if how.decision.recommended is None:
            return self.t("explain.how_undecided", first=self.mode(first.mode), second=self.mode(feasible[1].mode))
        if len(feasible) == 1:
            return self.t("explain.how_only", decided=self.decided(how.decision), best=best)
        return self.t(
            "explain.how",
            decided=self.decided(how.decision),
            first=self.mode(first.mode) if how.decision.verdict == "open" else "",
            second=self.mode(feasible[1].mode),
            margin=how.decision.margin,
            best=best,
        )

    def _how_about(self, how: HowAbout) -> str:
        count = len(how.proofs)
        if how.about == "item":
            item, brought_by = self.item(how.name), self.items(how.brought_by)
            return self.t("explain.how_item", item=item, there=how.is_there, count=count, brought_by=brought_by)
        concluded = self.knowledge.facts[how.name].derived
        if how.state is None:
            return self.t("explain.how_not_known", fact=self.fact(how.name), concluded=concluded)
        return self.t("explain.how_answer", answer=self.pair(how.name, how.state), concluded=concluded, count=count)

    def _why_not(self, why: WhyNot) -> str:
        mode = self.mode(why.mode)
        if why.decision.recommended == why.mode:
            return self.t("explain.why_not_recommended", mode=mode)
        if why.account.vetoes:
            title = self.knowledge.rules[why.account.vetoes[0].rule].title.in_(self.lang)
            return self.t("explain.why_not_vetoed", mode=mode, rule=title)
        arguments = [*why.account.contra, *(why.leader.pro if why.leader else ())]
        against = max(arguments, key=lambda each: abs(each.points or 0), default=None)
        return self.t(
            "explain.why_not",
            mode=mode,
            points=why.short_by,
            best=self.argument(why.account.pro[0]) if why.account.pro else "",
            against=self.argument(against) if against else "",
            target=self.mode(against.mode) if against and against.mode != why.mode else "",
        )

    def _what_if(self, what: WhatIf) -> str:
        changes = self.semicolon(map(self.change, what.changes))
        before, after = self.decided(what.before), self.decided(what.after)
        if before == after:
            key = "explain.what_if_stays"
        elif what.before.recommended is None or what.before.recommended != what.after.recommended:
            key = "explain.what_if_changes"
        else:
            key = "explain.what_if_verdict"
        return self.t(key, changes=changes, before=before, after=after)

    def _sensitivity(self, sure: Sensitivity) -> str:
        turned = Counter(flip.recommended for flip in sure.flips)
        order = [*(mode.id for mode in self.knowledge.decision.modes), None]
        to = self.comma(
            self.t("explain.turned_to", mode=self.mode(mode), count=turned[mode]) for mode in order if mode in turned
        )
        return self.t("explain.sensitivity", decided=self.decided(sure.decision), count=len(sure.flips), to=to)

    def _similar(self, similar: Similar) -> str:
        if not similar.cases:
            return self.t("explain.similar_none")
        nearest = similar.cases[0]
        case = self.knowledge.cases[nearest.case]
        return self.t(
            "explain.similar",
            company=case.company.in_(self.lang),
            mode=self.mode(case.outcome.mode),
            alike=len(nearest.alike),
            compared=len(nearest.alike) + len(nearest.different) + nearest.not_told,
        )


def in_both(explanation: Explanation, knowledge: KnowledgeBase) -> Text:
    """Say an explanation in one sentence, in both languages."""
    zh, en = (Sentences(knowledge, Messages(lang)).sentence(explanation) for lang in LANGS)
    return Text(zh=zh, en=en)


def shares_line(advice: Advice, say: Sentences) -> str:
    """Return the shares of revenue that each route would carry; nothing without an estimate or while it is open."""
    shares = advice.shares
    if shares is None or advice.mode.verdict == "open":
        return ""
    key = "advice.shares" if shares.fits else "advice.shares_misfit"
    return say.t(key, own=_percent(shares.own, say), partners=_percent(shares.partners, say))


def share_line(share: ShareRange, say: Sentences) -> str:
    """Return the share of revenue that one route would carry."""
    return say.t("advice.share_of_revenue", share=_percent(share, say))


def routes_line(advice: Advice, accounts: Iterable[ModeAccount], say: Sentences) -> str:
    """Say which condition made two routes or one, with the two parts of the market; nothing without a mode."""
    shares, table = advice.shares, say.knowledge.decision.shares
    if table is None or advice.mode.recommended is None:
        return ""
    second = next((each for each in accounts if each.mode not in {table.own, table.partners}), None)
    if second is None:
        return ""
    is_two = advice.mode.recommended == second.mode
    reasons = second.pro if is_two else (*second.vetoes, *second.contra)
    if not reasons:
        return ""
    titles = [say.knowledge.rules[each.rule].title.in_(say.t.lang) for each in reasons[:MOST_REASONS]]
    head, tail = (_part(shares.head, say), _part(shares.tail, say)) if shares is not None else ("", "")
    key = "advice.two_routes" if is_two else "advice.one_route"
    return say.t(key, reasons=say.t("list.semicolon").join(titles), head=head, tail=tail)


def _percent(share: ShareRange, say: Sentences) -> str:
    if share.low == share.high:
        return f"{share.likely}%"
    return say.t("advice.share", likely=share.likely, low=share.low, high=share.high)


def _part(part: MarketPart | None, say: Sentences) -> str:
    if part is None:
        return ""
    size = f"{part.low}%" if part.low == part.high else f"{part.low}-{part.high}%"
    if part.value is None:
        return size
    fact = say.knowledge.facts[part.fact]
    value = part.value if isinstance(part.value, str) else fact.in_units(part.value, say.t.lang)
    named = fact.state_title(value).in_(say.t.lang) if value in fact.states else value
    return say.t("advice.part", size=size, value=named)


class Line(NamedTuple):
    """One line of a condition: how deep it stands, its words, and whether it holds."""

    depth: int
    text: str
    truth: bool | None


class RuleWords(Names):
    """Gives words to conditions and outcomes."""

    def lines(self, judged: Judged, *, told: bool, depth: int = 0) -> Iterator[Line]:
        """Return a condition held against answers line by line, from a depth on.

        With `told`, say beside each part what the answers are; without it, the condition alone.
        """
        if judged.kind in {"all", "any"} and len(judged.parts) == 1:
            yield from self.lines(judged.parts[0], told=told, depth=depth)
            return
        if judged.kind == "test":
            yield Line(depth, self._test(judged, told=told), judged.truth)
            return
        text = self.t(f"condition.{judged.kind}", needed=judged.needed, parts=len(judged.parts))
        if told and judged.kind == "at_least":
            text += self.t("list.extra", text=self.t("condition.holding", count=judged.holding))
        yield Line(depth, text, judged.truth)
        for part in judged.parts:
            yield from self.lines(part, told=told, depth=depth + 1)

    def outcome(self, outcome: Outcome | Effect) -> str:  # noqa: PLR0911 - one way for each kind
        """Say what follows from a rule."""
        points = self._points(outcome)
        match outcome:
            case Conclude(fact=fact, state=state):
                return self.t("outcome.conclude", answer=self.pair(fact, state))
            case Evidence(mode=mode, strength=strength) | WeighedEvidence(mode=mode, strength=strength):
                title = next(each.title for each in self.knowledge.decision.strengths if each.id == strength)
                blanks = {"points": f"{points:+d}", "strength": self.say(title)}
                return self.t("outcome.evidence", mode=self.mode(mode), **blanks)
            case Exclude(mode=mode):
                return self.t("outcome.exclude", mode=self.mode(mode))
            case Recommend(item=item):
                return self.t("outcome.recommend", item=self.item(item))
            case Assign(item=item, to=to) | WeighedChoice(item=item, to=to):
                return self.t("outcome.assign", item=self.item(item), to=self.item(to), points=points)
            case Propose(item=item) | WeighedProposal(item=item):
                return self.t("outcome.propose", item=self.item(item), points=points)
            case Reask(fact=fact):
                return self.t("outcome.reask", fact=self.fact(fact))

    def _points(self, outcome: Outcome | Effect) -> int:
        """Return what an outcome weighs; what was not weighed yet, by its strength."""
        match outcome:
            case WeighedEvidence(points=points) | WeighedChoice(points=points) | WeighedProposal(points=points):
                return points
            case Evidence(strength=strength):
                return outcome.signed(self.knowledge.decision.points(strength))
            case Assign(strength=strength) | Propose(strength=strength):
                return self.knowledge.decision.points(strength)
        return 0

    def _test(self, judged: Judged, *, told: bool) -> str:
        fact = self.knowledge.facts[judged.fact or ""]
        states = self.t("list.or").join(self.say(fact.state_title(state)) for state in judged.states)
        text = self.pair_of(self.say(fact.title), states)
        if not told or judged.truth:
            return text
        if judged.state is None:
            has = self.t("condition.not_concluded" if fact.derived else "explain.not_known")
        else:
            has = self.t("condition.has", state=self.say(fact.state_title(judged.state)))
        if judged.short is not None:
            has += self.t("list.comma") + self.t("condition.short", distance=fact.in_units(judged.short, self.lang))
        return text + self.t("list.extra", text=has)
