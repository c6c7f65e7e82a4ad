"""The interview in a terminal: questions with numbered options, help, and what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.completion import given_number
from mvpod_expert.mode.interview.answer_parser import Misunderstanding, understand
from mvpod_expert.mode.interview.evidence_terminal import EvidenceView
from mvpod_expert.mode.interview.prompt_commands import WORDS, UnknownRequest, Unnamed
from mvpod_expert.model.cases import ONLY_CELL, Answer
from mvpod_expert.model.facts import Fact, counts_money
from mvpod_expert.model.money import CaseCurrency
from mvpod_expert.views.findings import show_renamed
from mvpod_expert.views.names import attribution, kept_amount

if TYPE_CHECKING:
    from pathlib import Path

    from mvpod_expert.mode.interview.interviewer import Step
    from mvpod_expert.mode.interview.journal_file import JournalFile, Resumed
    from mvpod_expert.mode.interview.locked_file import Rescued
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages

MOST_TYPED = 2_000
"""Characters; no answer, name or reason needs more."""
FEWEST_CASES = 10
"""Documented numbers; with fewer the bands tell what is usual."""
TIMES = 3
BEYOND_BANDS = 10


class InterviewView(EvidenceView):
    """Prints the interview that a command holds; plain amounts of money are in `currency`."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal, command: str = "interview") -> None:
        super().__init__(knowledge, t, page)
        self.currency = CaseCurrency.of(None, knowledge.decision.rates)
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
            fact = self.knowledge.facts.get(unfit.fact)
            if fact is None or fact.derived:
                said = self.t("interview.question_gone", fact=unfit.fact, written=unfit.written)
            else:
                said = self.t("interview.option_gone", title=self.say(fact.title), written=unfit.written)
            self.page.line(said, "warn", indent=2, hang=2)
        answers = [answer for cell in resumed.record.cells.values() for answer in cell.answers.values()]
        show_renamed(answers, self.t, self.page, file=str(file))
        if resumed.record.entered:
            self.page.line(self.t("interview.resumed", file=file, count=resumed.record.entered), "good")

    def question(self, step: Step, cell: str, number: int) -> None:
        """Print the current question with its options, and the answer it has when a person went back to it."""
        fact = step.question
        if fact is None:
            return
        self.page.line()
        self.question_alone(step, cell, number)
        meanings = {option.id: self.say(option.meaning) for option in fact.options}
        for place, state in enumerate(fact.states if fact.kind != "number" else (), start=1):
            self.option(str(place), self.say(fact.state_title(state)), meanings.get(state, ""))
        others, limits = self.t("interview.others_na" if fact.may_not_apply else "interview.others"), self.limits(fact)
        key = "interview.keys_number" if limits else "interview.keys"
        self.page.line(self.t(key, others=others, **limits), "faint", indent=2)

    def option(self, key: str, title: str, meaning: str) -> None:
        """Print one answer to choose, with what is typed for it."""
        self.page.line(f"{key}  {title} — {meaning}" if meaning else f"{key}  {title}", indent=2, hang=3)

    def question_alone(self, step: Step, cell: str, number: int) -> None:
        """Print the current question without its options."""
        fact = step.question
        if fact is None:
            return
        if step.earlier is not None:
            earlier = self.given(fact, step.earlier) + attribution(step.earlier, self.t)
            self.page.line(self.t("interview.earlier", answer=earlier), "warn")
        parts = [self.t("interview.question", number=number, topic=self.say(fact.topic))]
        parts += [cell] if cell != ONLY_CELL else []
        parts += [self.t("interview.for_plan")] if step.for_plan else []
        self.page.line(" · ".join(parts), "faint")
        self.page.line(self.say(fact.question or fact.title), "strong")

    def help(self, fact: Fact) -> None:
        """Print why the question is asked and how to estimate the answer."""
        for key, text in (("interview.why", fact.why), ("interview.how", fact.how)):
            if text is not None:
                self.page.line(self.t(key, text=self.say(text)), indent=2, hang=2)

    def fits(self, typed: str) -> bool:
        """Return whether a line is short enough for an answer or a name; of one that is not, say so."""
        if len(typed) > MOST_TYPED:
            self.remark("too_long", "warn", count=len(typed), most=MOST_TYPED)
        return len(typed) <= MOST_TYPED

    def answer(self, fact: Fact, typed: str) -> Answer | None:
        """Return the answer that a line is, and say what it was taken for; of one that is none, what would be one."""
        answer = understand(fact, typed, self.currency)
        if isinstance(answer, Misunderstanding):
            self.misunderstood(fact, answer)
            return None
        self.understood(fact, answer)
        return answer

    def understood(self, fact: Fact, answer: Answer) -> None:
        """Say what a number was taken for, and the band it falls into."""
        if fact.unit is not None and answer.is_known and answer.given != answer.state:
            is_kept, unit = isinstance(answer.given, str), self.say(fact.unit)
            amount = kept_amount(str(answer.given), self.t) if is_kept else f"{answer.given:,} {unit}"
            band = self.say(fact.state_title(answer.state))
            self.page.line(self.t("interview.understood", amount=amount, band=band), "faint", indent=2)
            usual = exceeded(self.knowledge, fact, answer)
            if usual is not None:
                low, high = (f"{each:,.0f}" if each == int(each) else f"{each:,.4g}" for each in usual)
                self.page.line(self.t("interview.unusual", low=low, high=high, unit=unit), "warn", indent=2)

    def misunderstood(self, fact: Fact, misunderstanding: Misunderstanding) -> None:
        """Say what was not understood, and what would be."""
        blanks: dict[str, object] = {"written": misunderstanding.written}
        if misunderstanding.kind == "wrong_number" and fact.range is not None and fact.unit is not None:
            blanks |= self.limits(fact)
        elif misunderstanding.kind == "two_readings":
            blanks["one"], blanks["other"] = misunderstanding.allowed
        else:
            titles = {state: self.say(fact.state_title(state)) for state in misunderstanding.allowed}
            blanks["allowed"] = self.comma(f"{title} ({state})" for state, title in titles.items())
        self.page.line(self.t(f"interview.{misunderstanding.kind}", **blanks), "warn", indent=2, hang=2)
        if misunderstanding.suggestion is not None:
            word = self.say(fact.state_title(misunderstanding.suggestion))
            self.page.line(self.t("interview.maybe", word=word), "good", indent=2)

    def limits(self, fact: Fact) -> dict[str, str]:
        """Return between which numbers a plain number is (`low`, `high`), and its `unit`; nothing for an option."""
        if fact.range is None or fact.unit is None:
            return {}
        rate = self.currency.rate if counts_money(fact.unit) else None
        ends = (end if rate is None else round(end * rate, 2) for end in (fact.range.min, fact.range.max))
        low, high = (int(end) if end == int(end) else end for end in ends)
        unit = self.say(fact.unit) if rate is None else (self.currency.code or "").upper()
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
            names = self.comma(fact.id for fact in unnamed.candidates)
            self.page.line(self.t("interview.ambiguous", written=unnamed.written, allowed=names), "warn", indent=2)
            return
        self.page.line(self.t("request.no_question", written=unnamed.written), "warn", indent=2)
        for fact in unnamed.candidates:
            self.page.line(self.t("interview.maybe", word=fact.id), "good", indent=2)

    def remark(self, key: str, tone: Tone = "faint", **blanks: object) -> None:
        """Say one sentence about what was asked for."""
        self.page.line(self.t(f"request.{key}", **blanks), tone, indent=2, hang=2)

    def review(self, session: Session) -> None:
        """Print every answer of the current cell, topic by topic, with what is put off and what cannot matter."""
        cell, settled, parked, topic = session.record.cell, session.settled, session.parked(), ""
        for fact in self.knowledge.asked():
            answer = cell.answers.get(fact.id, settled.get(fact.id))
            if answer is None and fact.id not in cell.put_off:
                continue
            if self.say(fact.topic) != topic:
                topic = self.say(fact.topic)
                self.page.line(topic, "strong", indent=2)
            put_off = self.pair_of(self.say(fact.title), self.t("request.put_off"))
            pair = self.answered(fact, answer) if answer else put_off
            mark = self.t("request.parked") if fact.id in parked else ""
            mark = mark or (self.t("request.settled") if answer and fact.id not in cell.answers else "")
            self.page.line(f"{pair}  ({fact.id}){mark}", "faint" if mark else "plain", indent=4, hang=2)
        if not cell.answers and not settled:
            self.page.line(self.t("request.no_answers"), "faint", indent=2)

    def answered(self, fact: Fact, answer: Answer) -> str:
        """Return an answer with its question, and where it comes from."""
        return self.pair_of(self.say(fact.title), self.given(fact, answer) + attribution(answer, self.t))

    def given(self, fact: Fact, answer: Answer) -> str:
        """Return an answer in words; a number with its unit and the band it falls into."""
        title = self.say(fact.state_title(answer.state))
        if fact.unit is not None and answer.is_known and isinstance(answer.given, int | float):
            return f"{answer.given:,} {self.say(fact.unit)} ({title})"
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
            mode = self.mode(step.settled_on[0])
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

    def saved(self, file: JournalFile, count: int) -> None:
        """Say that all is saved and how to go on; or that nothing was answered, so that no file was left."""
        key = "interview.nothing_saved" if file.holds_nothing else "interview.saved"
        self.page.line()
        self.page.line(self.t(key, file=file.path, count=count, command=self.command), "good")


def exceeded(knowledge: KnowledgeBase, fact: Fact, answer: Answer) -> tuple[float, float] | None:
    """Return the least and the greatest usual number where an answer is far outside them, in the fact's unit.

    Usual is what the documented cases have, and far is three times beyond; for percentages half as far again as the
    cases lie apart. Where hardly any case has a number, far is ten times beyond the bands.
    """
    number = given_number(answer)
    if number is None or fact.unit is None:
        return None
    documented = (given_number(case.cell.answers.get(fact.id)) for case in knowledge.cases.values())
    numbers = [each for each in documented if each is not None]
    if len(numbers) >= FEWEST_CASES:
        low, high = min(numbers), max(numbers)
    else:
        limits = [band.limit for band in fact.bands if band.limit is not None]
        low, high = limits[0] * TIMES / BEYOND_BANDS, limits[-1] * BEYOND_BANDS / TIMES
    beside = (high - low) / 2
    least, most = (low - beside, high + beside) if fact.is_per_cent else (low / TIMES, high * TIMES)
    return None if least <= number <= most else (low, high)
