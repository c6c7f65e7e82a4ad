"""Written answers to answers, or to findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.fact_schemas import answered_number, answered_state
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, kind_of, mapping_of, unknown_keys, wrong_type
from mvpod_expert.model.cases import Answer, Layer
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN, Fact, fact_formerly
from mvpod_expert.model.frozen import SOURCE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.money import CaseCurrency

ANSWER_KEYS = ("value", "source", "estimated")


class _Attribution(NamedTuple):
    """Where an answer comes from: who said it or what document says it, and whether it is an estimate."""

    source: str | None = None
    is_estimated: bool = False

    def on(self, answer: Answer) -> Answer:
        """Return an answer with it."""
        if self == _Attribution():
            return answer
        return answer.model_copy(update={"source": self.source, "estimated": self.is_estimated})


class AnswerReader(NamedTuple):
    """Reads mappings of fact to answer.

    Args:
        takes_former: former ids of facts and options are understood; the knowledge itself uses today's alone.
        currency: the currency of the case, and the rates.
        source: where answers come from that name no source.
    """

    facts: ById[str, Fact]
    report: DiagnosticCollector
    takes_former: bool = True
    currency: CaseCurrency | None = None
    source: str | None = None

    def read(self, node: Node, about: str, layer: Layer) -> dict[str, Answer]:
        """Return the answers by fact; a fact without a value is unanswered.

        An answer of a case is written as its value, or as a mapping with its `value`, its `source` and whether it is
        `estimated`.
        """
        answers: dict[str, Answer] = {}
        if node.is_empty:
            return answers
        for key, written in mapping_of(node, self.report, about) or ():
            value: Node | None
            value, told = written, _Attribution(self.source)
            if isinstance(written, Mapping) and self.takes_former:
                value, told = self._attributed(written, f"{about} › {key.text}")
            if value is None:
                continue
            answer = self.answer(key, value, layer, about)
            if answer is None:
                continue
            answer = told.on(answer)
            before = answers.get(answer.fact)
            told_twice = _by_two_names(before, answer) if before is not None else answer
            if before is not None and told_twice is None:
                twice = [before.place] if before.place else []
                self.report.twice(answer.fact, key, *twice, about=about)
            answers[answer.fact] = told_twice or answer
        return answers

    def answer(self, key: Scalar, value: Node, layer: Layer, about: str) -> Answer | None:
        """Read the answer under a fact's name, or nothing when there were findings or nothing was answered.

        Former ids of the fact and its options are noted in the answer. The path by ids leads to where the key stands.
        """
        where = f"{about} › {key.text}"
        fact = self.facts.get(key.text) or (fact_formerly(self.facts, key.text) if self.takes_former else None)
        written = value
        if self.takes_former and fact is not None:
            value = _today(fact, value)
        formerly = None
        if fact is not None and (fact.id != key.text or value is not written) and isinstance(written, Scalar):
            formerly = f"{key.text}: {written.text}"
        if fact is None:
            askable = [each.id for each in self.facts.values() if not each.derived]
            self.report.add(Code.FACT_UNKNOWN, key, about=about, allowed=askable, written=key.text)
        elif fact.derived:
            self.report.add(Code.FACT_NOT_ASKED, key, about=about, details={"fact": fact.id})
        elif not value.is_empty:
            if fact.kind == "number" and not (isinstance(value, Scalar) and value.text in {UNKNOWN, NOT_APPLICABLE}):
                number = answered_number(fact, value, self.report, where, self.currency)
                if number is None:
                    return None
                return Answer(
                    fact=fact.id, state=number[0], given=number[1], layer=layer, place=value.place, formerly=formerly
                )
            state = answered_state(fact, value, self.report, where)
            if state is not None and isinstance(value, Scalar):
                given = value.plain if value.plain is not None else value.text
                return Answer(fact=fact.id, given=given, state=state, layer=layer, place=value.place, formerly=formerly)
        return None

    def _attributed(self, node: Mapping, about: str) -> tuple[Node | None, _Attribution]:
        """Return the value of an answer written as a mapping, or nothing and findings; and where it comes from."""
        unknown_keys(node, ANSWER_KEYS, self.report, about)
        value = node.get("value")
        if value is None:
            self.report.add(Code.KEY_MISSING, node, about=about, details={"key": "value"})
        return value, read_attribution(node, self.report, about, self.source)


def read_attribution(node: Mapping, report: DiagnosticCollector, about: str, source: str | None = None) -> _Attribution:
    """Read the `source` of an answer, the given one where it names none, and whether it is `estimated`."""
    estimated = node.get("estimated")
    is_estimated = isinstance(estimated, Scalar) and estimated.plain is True
    if estimated is not None and not is_estimated and not (isinstance(estimated, Scalar) and estimated.plain is False):
        written = estimated.text if isinstance(estimated, Scalar) else kind_of(estimated)
        where = f"{about} › estimated"
        report.add(Code.VALUE_NOT_ALLOWED, estimated, about=where, allowed=("true", "false"), written=written)
    return _Attribution(read_source(node, report, about) or source, is_estimated)


def read_source(node: Mapping, report: DiagnosticCollector, about: str) -> str | None:
    """Read the key `source` of a mapping: a text of at most `SOURCE_LENGTH` characters."""
    written = node.get("source")
    if written is None or written.is_empty or (isinstance(written, Scalar) and not written.text.strip()):
        return None
    where = " › ".join(filter(None, [about, "source"]))
    if not isinstance(written, Scalar):
        wrong_type(written, "text", report, where)
        return None
    text = written.text.strip()
    if len(text) > SOURCE_LENGTH:
        report.add(Code.TEXT_TOO_LONG, written, about=where, details={"limit": str(SOURCE_LENGTH)})
        return None
    return text


def _by_two_names(one: Answer, other: Answer) -> Answer | None:
    """Return what two answers to a fact say together, one by its name of today and one by a former one.

    What is known goes before "unknown", and a number before the name of a band. Where they disagree, what both said is
    kept as the former answer, which is printed.

    Returns:
        The answer; nothing where neither goes first.
    """
    if one.formerly == other.formerly:
        return None
    if one.is_known != other.is_known:
        return one if one.is_known else other
    is_number = [isinstance(each.given, int | float) for each in (one, other)]
    if one.state == other.state:
        return one if is_number[0] else other
    if is_number[0] == is_number[1]:
        return None
    number, band = (one, other) if is_number[0] else (other, one)
    said = (each.formerly or f"{each.fact}: {each.given}" for each in (number, band))
    return number.model_copy(update={"formerly": ", ".join(said)})


def _today(fact: Fact, value: Node) -> Node:
    """Return a value with the id its option has today."""
    if not isinstance(value, Scalar) or value.text in fact.states:
        return value
    state = fact.state_formerly(value.text)
    return value if state is None else replace(value, text=state)
