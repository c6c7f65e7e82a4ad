"""The interview in a terminal: questions with numbered options, help, and what was not understood."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mvpod_expert.mode.interview.prompt_commands import WORDS
from mvpod_expert.mode.interview.usual_numbers import exceeded
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.facts import counts_money
from mvpod_expert.model.money import CaseCurrency
from mvpod_expert.views.findings import show_renamed
from mvpod_expert.views.names import attribution, kept_amount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mvpod_expert.mode.interview.answer_parser import Misunderstanding
    from mvpod_expert.mode.interview.journal_file import Resumed
    from mvpod_expert.mode.interview.journal_rescue import Rescued
    from mvpod_expert.mode.interview.prompt_commands import UnknownRequest, Unnamed
    from mvpod_expert.mode.interview.session import Step
    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.interview_record import Record
    from mvpod_expert.model.journal import Unfit
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages


class InterviewView:
    """Prints the interview.

    Args:
        knowledge: the knowledge base.
        t: the messages of one language.
        page: the page to print on.
        command: the command that holds the interview, which goes on with it.

    Attributes:
        currency: what plain amounts of money are in.
    """

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, command: str = "interview") -> None:
        self.knowledge = knowledge
        self.currency = CaseCurrency.of(None, knowledge.decision.rates)
        self.t = t
        self.page = page
        self.command = command

    def welcome(self, file: Path, resumed: Resumed, *, is_form: bool = False) -> None:
        """Say what is going to happen, and what was read back; `is_form` where one form is all there is to fill in."""
        count = len(list(self.knowledge.questions()))
        self.page.line(self.t("interview.welcome_form" if is_form else "interview.welcome", count=count, file=file))
        if resumed.record.client is None and not resumed.record.entered and not is_form:
            self.page.line(self.t("interview.begin_with"), "faint")
        self.read_back(file, resumed)

    def read_back(self, file: Path, resumed: Resumed) -> None:
        """Say what was read back from a file that was there."""
        if resumed.cut_line is not None:
            self.page.line(self.t("interview.cut", file=file, line=resumed.cut_line.strip()), "warn")
        if resumed.other_knowledge is not None:
            self.page.line(self.t("interview.other_knowledge", file=file, edition=resumed.other_knowledge), "warn")
        for unfit in resumed.set_aside:
            self._set_aside(unfit)
        answers = [answer for cell in resumed.record.cells.values() for answer in cell.answers.values()]
        show_renamed(answers, self.t, self.page, file=str(file))
        if resumed.record.entered:
            self.page.line(self.t("interview.resumed", file=file, count=resumed.record.entered), "good")

    def _set_aside(self, unfit: Unfit) -> None:
        """Say which answer does not fit any more: its question is gone, or its option is."""
        fact = self.knowledge.facts.get(unfit.fact)
        if fact is None or fact.derived:
            said = self.t("interview.question_gone", fact=unfit.fact, written=unfit.written)
        else:
            said = self.t("interview.option_gone", title=fact.title.in_(self.t.lang), written=unfit.written)
        self.page.line(said, "warn", indent=2, hang=2)

    def question(self, step: Step, cell: str, number: int) -> None:
        """Print the current question with its options, and the answer it has when a person went back to it."""
        fact, lang = step.question, self.t.lang
        if fact is None:
            return
        self.page.line()
        self.question_alone(step, cell, number)
        if fact.kind == "number":
            self.page.line(self._keys(fact), "faint", indent=2)
            return
        meanings = {option.id: option.meaning.in_(lang) for option in fact.options}
        for place, state in enumerate(fact.states, start=1):
            title = fact.state_title(state).in_(lang)
            meaning = f" — {meanings[state]}" if meanings.get(state) else ""
            self.page.line(f"{place}  {title}{meaning}", indent=2, hang=3)
        self.page.line(self._keys(fact), "faint", indent=2)

    def question_alone(self, step: Step, cell: str, number: int) -> None:
        """Print the current question without its options."""
        fact, lang = step.question, self.t.lang
        if fact is None:
            return
        if step.earlier is not None:
            self.page.line(
                self.t("interview.earlier", answer=self.given(fact, step.earlier) + attribution(step.earlier, self.t)),
                "warn",
            )
        parts = [self.t("interview.question", number=number, topic=fact.topic.in_(lang))]
        parts += [cell] if cell != ONLY_CELL else []
        parts += [self.t("interview.for_plan")] if step.for_plan else []
        self.page.line(" · ".join(parts), "faint")
        self.page.line((fact.question or fact.title).in_(lang), "strong")

    def prompt(self) -> str:
        """Return the prompt."""
        return f"{self.t('interview.prompt')}> "

    def typed(self, line: str) -> None:
        """Show a line that came from a pipe, as a terminal would have."""
        self.page.raw(line)

    def help(self, fact: Fact) -> None:
        """Print why the question is asked and how to estimate the answer."""
        for key, text in (("interview.why", fact.why), ("interview.how", fact.how)):
            if text is not None:
                self.page.line(self.t(key, text=text.in_(self.t.lang)), indent=2, hang=2)

    def understood(self, fact: Fact, answer: Answer) -> None:
        """Say what a number was taken for, and the band it falls into."""
        if fact.unit is not None and answer.is_known and answer.given != answer.state:
            lang = self.t.lang
            band = fact.state_title(answer.state).in_(lang)
            if isinstance(answer.given, str):
                amount = kept_amount(answer.given, self.t)
            else:
                amount = f"{answer.given:,} {fact.unit.in_(lang)}"
            said = self.t("interview.understood", amount=amount, band=band)
            self.page.line(said, "faint", indent=2)
            usual = exceeded(self.knowledge, fact, answer)
            if usual is not None:
                low, high = (f"{each:,.0f}" if each == int(each) else f"{each:,.4g}" for each in usual)
                said = self.t("interview.unusual", low=low, high=high, unit=fact.unit.in_(lang))
                self.page.line(said, "warn", indent=2)

    def misunderstood(self, fact: Fact, misunderstanding: Misunderstanding) -> None:
        """Say what was not understood, and what would be."""
        lang = self.t.lang
        blanks: dict[str, object] = {"written": misunderstanding.written}
        if misunderstanding.kind == "wrong_number" and fact.range is not None and fact.unit is not None:
            blanks |= self.limits(fact)
        elif misunderstanding.kind == "two_readings":
            blanks["one"], blanks["other"] = misunderstanding.allowed
        else:
            named = [f"{fact.state_title(state).in_(lang)} ({state})" for state in misunderstanding.allowed]
            blanks["allowed"] = self.t("list.comma").join(named)
        self.page.line(self.t(f"interview.{misunderstanding.kind}", **blanks), "warn", indent=2, hang=2)
        if misunderstanding.suggestion is not None:
            word = fact.state_title(misunderstanding.suggestion).in_(lang)
            self.page.line(self.t("interview.maybe", word=word), "good", indent=2)

    def limits(self, fact: Fact) -> dict[str, str]:
        """Return between which numbers a plain number is (`low`, `high`), and its `unit`; nothing for an option."""
        if fact.range is None or fact.unit is None:
            return {}
        rate = self.currency.rate if counts_money(fact.unit) else None
        ends = (end if rate is None else round(end * rate, 2) for end in (fact.range.min, fact.range.max))
        low, high = (int(end) if end == int(end) else end for end in ends)
        unit = fact.unit.in_(self.t.lang) if rate is None else (self.currency.code or "").upper()
        return {"low": f"{low:,}", "high": f"{high:,}", "unit": unit}

    def offer(self, step: Step) -> None:
        """Say why no further question is asked about the mode, and what a person can do now."""
        self.page.line()
        self.ended(step)
        if step.reached is not None:
            self.page.line(self.t("interview.deeper"), "faint")
        key = "interview.offer_plan" if step.plan_questions else "interview.offer"
        self.page.line(self.t(key, count=step.plan_questions), "strong")

    def requests(self) -> None:
        """Print what can be asked for at any prompt."""
        self.page.line()
        for kind, words in WORDS.items():
            word = words[-1] if self.t.lang == "zh" else words[0]
            self.page.line(f"{word}  {self.t(f'request.{kind}')}", indent=2, hang=4)
        self.page.line(self.t("request.slash"), "faint", indent=2)

    def not_a_request(self, unknown: UnknownRequest) -> None:
        """Say that a word after a slash asks for nothing."""
        self.page.line(self.t("request.unknown", word=unknown.word), "warn", indent=2)
        if unknown.suggestion is not None:
            self.page.line(self.t("interview.maybe", word=f"/{unknown.suggestion}"), "good", indent=2)

    def unnamed(self, unnamed: Unnamed) -> None:
        """Say that words name no question, or several."""
        if len(unnamed.candidates) > 1:
            names = self.t("list.comma").join(fact.id for fact in unnamed.candidates)
            self.page.line(self.t("interview.ambiguous", written=unnamed.written, allowed=names), "warn", indent=2)
            return
        self.page.line(self.t("request.no_question", written=unnamed.written), "warn", indent=2)
        for fact in unnamed.candidates:
            self.page.line(self.t("interview.maybe", word=fact.id), "good", indent=2)

    def remark(self, key: str, tone: Tone = "faint", **blanks: object) -> None:
        """Say one sentence about what was asked for."""
        self.page.line(self.t(f"request.{key}", **blanks), tone, indent=2, hang=2)

    def review(
        self, record: Record, parked: frozenset[str], settled: Mapping[str, Answer] = MappingProxyType({})
    ) -> None:
        """Print every answer of the current cell, topic by topic, with what is put off and what cannot matter.

        Args:
            record: what was entered.
            parked: the answers that cannot matter.
            settled: the answers that follow from the sections of the case.
        """
        lang, cell = self.t.lang, record.cell
        topic = ""
        for fact in self.knowledge.asked():
            answer = cell.answers.get(fact.id, settled.get(fact.id))
            if answer is None and fact.id not in cell.put_off:
                continue
            if fact.topic.in_(lang) != topic:
                topic = fact.topic.in_(lang)
                self.page.line(topic, "strong", indent=2)
            put_off = self.t("list.pair", name=fact.title.in_(lang), value=self.t("request.put_off"))
            pair = self.pair(fact, answer) if answer else put_off
            mark = self.t("request.parked") if fact.id in parked else ""
            mark = mark or (self.t("request.settled") if answer and fact.id not in cell.answers else "")
            self.page.line(f"{pair}  ({fact.id}){mark}", "faint" if mark else "plain", indent=4, hang=2)
        if not cell.answers and not settled:
            self.page.line(self.t("request.no_answers"), "faint", indent=2)

    def pair(self, fact: Fact, answer: Answer) -> str:
        """Return an answer with its question, and where it comes from."""
        value = self.given(fact, answer) + attribution(answer, self.t)
        return self.t("list.pair", name=fact.title.in_(self.t.lang), value=value)

    def given(self, fact: Fact, answer: Answer) -> str:
        """Return an answer in words; a number with its unit and the band it falls into."""
        lang = self.t.lang
        title = fact.state_title(answer.state).in_(lang)
        if fact.unit is not None and answer.is_known and isinstance(answer.given, int | float):
            return f"{answer.given:,} {fact.unit.in_(lang)} ({title})"
        if fact.kind == "number" and answer.is_known and answer.given != answer.state:
            return f"{kept_amount(str(answer.given), self.t)} ({title})"
        return title

    def ended(self, step: Step) -> None:
        """Say why no further question is asked about the mode."""
        if not step.remaining:
            self.page.line(self.t("interview.all_answered"), "good")
        elif step.reached is not None:
            self.page.line(self.t(f"interview.reached_{step.reached}"), "good")
        elif step.settled_on:
            mode = self.knowledge.decision.mode(step.settled_on[0]).title.in_(self.t.lang)
            self.page.line(self.t("interview.settled", count=step.remaining, mode=mode), "good")
        elif step.settled_on is not None:
            self.page.line(self.t("interview.settled_none", count=step.remaining), "warn")
        else:
            self.page.line(self.t("interview.unsettled", count=step.remaining), "warn")

    def rescued(self, rescued: Rescued) -> None:
        """Return how entries were saved all the same when the file was touched or could not be written to."""
        how = "mended" if rescued.left == rescued.file else "rescued" if rescued.reason is None else "moved"
        said = self.t(f"interview.{how}", left=rescued.left, file=rescued.file, reason=rescued.reason)
        self.page.line(said, "warn", indent=2, hang=2)

    def saved(self, file: Path, count: int) -> None:
        """Say that everything is saved and how to go on."""
        self.page.line()
        self.page.line(self.t("interview.saved", file=file, count=count, command=self.command), "good")

    def nothing_saved(self, file: Path) -> None:
        """Say that there was nothing to save, so that no file was left."""
        self.page.line()
        self.page.line(self.t("interview.nothing_saved", file=file), "good")

    def _keys(self, fact: Fact) -> str:
        others = self.t("interview.others_na" if fact.may_not_apply else "interview.others")
        limits = self.limits(fact)
        if limits:
            return self.t("interview.keys_number", unit=limits["unit"], others=others)
        return self.t("interview.keys", others=others)
