"""Numbers, vendors and the like given on the way: a form of a capability is filled in, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.mode.interview.answer_parser import NOT_APPLICABLE_WORDS, UNKNOWN_WORDS
from mvpod_expert.mode.interview.prompt_commands import WORDS
from mvpod_expert.mode.interview.prompting import LeftError
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.form import found_at
from mvpod_expert.model.journal import FilledIn
from mvpod_expert.model.printable import tame
from mvpod_expert.views.findings import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mvpod_expert.mode.interview.prompt_commands import Kind
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.form import Field, FieldOption, Form, Path
    from mvpod_expert.model.journal import Entry

NOTHING = ("-", "－", "—")
"""What takes out what a field says."""
HEARD: tuple[Kind, ...] = ("help", "back", "skip", "review", "done", "quit")
"""What can be asked for at a field."""


class FormRequests:
    """Lists the forms, and fills in the one that is open.

    Args:
        session: the interview's state.
        view: prints.
        save: saves an entry and hands it to the session.

    Attributes:
        form: the form that is open.
        field: the field at hand; nothing where all fields were gone through.
    """

    def __init__(self, session: Session, view: InterviewView, save: Callable[[Entry], None]) -> None:
        self.session = session
        self.view = view
        self.form: Form | None = None
        self.field: Field | None = None
        self._save = save

    @property
    def is_open(self) -> bool:
        """Return whether the lines that come fill in a form."""
        return self.form is not None

    def forms(self) -> list[Form]:
        """Return the forms of the capabilities that this home has the knowledge for."""
        from mvpod_expert.capability import registered  # noqa: PLC0415 - not before somebody wants to fill one in

        made = (capability.form(self.session.knowledge, self.view.t) for capability in registered())
        return [form for form in made if form is not None and self.fields(form)]

    def fields(self, form: Form) -> list[Field]:
        """Return what can be filled into a form as it is now."""
        return list(form.fields(self.session.section(form.key)))

    def given(self, form: Form, field: Field) -> Any:
        """Return what the case says of a field; nothing where it says nothing."""
        return found_at(self.session.section(form.key), field.path)

    def told(self, field: Field, given: Any) -> str:
        """Return what was filled into a field, in words."""
        if isinstance(given, dict):
            return " / ".join(map(str, given.values()))
        if isinstance(given, tuple | list):
            return self.view.t("list.comma").join(map(str, given))
        return next((option.title for option in field.options if option.value == given), str(given))

    def begin(self, more: str) -> bool:
        """Open the form that is named by number, key or title, or list the forms; return whether one is open."""
        forms, name = self.forms(), more.strip().casefold()
        named = [form for form in forms if name and (name == form.key or form.title.casefold().startswith(name))]
        chosen = forms[int(name) - 1] if name.isdecimal() and 0 < int(name) <= len(forms) else None
        chosen = chosen or (named[0] if len(named) == 1 else None)
        if chosen is None:
            for number, form in enumerate(forms, start=1):
                self.view.remark("form_is", "plain", number=number, title=form.title, count=self.count(form))
            self.view.remark("form_how" if forms else "form_none")
            return False
        self.form = chosen
        fields = self.fields(chosen)
        self.field = next((each for each in fields if self.given(chosen, each) is None), fields[0])
        return True

    def ask(self) -> None:
        """Print the field at hand."""
        field, form = self.field, self.form
        if field is None or form is None:
            return
        self.view.page.line()
        cell = self.session.record.at
        place = [cell] if form.is_of_cell and cell != ONLY_CELL else []
        self.view.page.line(" · ".join([form.title, *place, field.topic]), "faint")
        self.ask_alone()
        for number, option in enumerate(field.options, start=1):
            meaning = f" — {option.meaning}" if option.meaning else ""
            self.view.page.line(f"{number}  {option.title}{meaning}", indent=2, hang=3)
        self.view.remark("form_keys")

    def ask_alone(self) -> None:
        """Print the field at hand with what it says now, without its options."""
        field, form = self.field, self.form
        if field is None or form is None:
            return
        unit = self.view.t("list.extra", text=field.unit) if field.unit else ""
        self.view.page.line(tame(field.question or field.title) + unit, "strong")
        if field.how:
            self.view.page.line(field.how, "faint", indent=2, hang=2)
        given = self.given(form, field)
        if given is not None:
            self.view.remark("form_given", "warn", given=tame(self.told(field, given)))

    def heard(self, typed: str) -> bool:
        """Fill the field at hand in, or do what is asked for; return whether to look anew what is asked.

        Raises:
            LeftError: the person left.
            OSError: an entry could not be saved.
        """
        # A name may be one letter, so the short words of the requests are left out.
        words = {word: kind for kind in HEARD for word in WORDS[kind] if not word.isalpha() or len(word) > 1}
        text = typed.strip()
        kind = words.get(text.removeprefix("/").casefold())
        if kind == "quit":
            raise LeftError
        if kind == "done":
            self.close()
        elif kind == "review":
            self.review()
        elif kind == "help":
            self.view.remark("form_help")
        elif not text or kind in {"skip", "back"}:
            self._go(-1 if kind == "back" else 1)
            return True
        else:
            return self._fill(text)
        return kind == "done"

    def close(self) -> None:
        """Go back to the questions."""
        if self.form is not None:
            self.view.remark("form_closed", "good", title=self.form.title, count=self.count(self.form))
        self.form = self.field = None

    def review(self) -> None:
        """Print what is filled in."""
        if self.form is None:
            return
        topic = ""
        for field in self.fields(self.form):
            given = self.given(self.form, field)
            if given is None:
                continue
            if field.topic != topic:
                topic = field.topic
                self.view.page.line(topic, "strong", indent=2)
            pair = self.view.t("list.pair", name=field.title, value=tame(self.told(field, given)))
            self.view.page.line(pair, indent=4, hang=2)
        if not topic:
            self.view.remark("form_empty")

    def checked(self, typed: str) -> FilledIn | None:
        """Return what a line fills in; where the section does not take it, say why not and return nothing."""
        field, form = self.field, self.form
        if field is None or form is None:
            return None
        given = None if typed in NOTHING else field.shaped(typed)
        if field.options and given is not None:
            option = _option(field, typed.casefold())
            if option is None:
                allowed = self.view.t("list.comma").join(option.title for option in field.options)
                self.view.page.line(
                    self.view.t("interview.wrong_option", written=typed, allowed=allowed), "warn", indent=2
                )
                return None
            given = option.value
        entry = FilledIn(path=(form.key, *field.path), given=given, here=form.is_of_cell)
        try:
            self.session.record.after(entry, ()).case("")
        except UnusableInputError as error:
            own = ".".join(key for key in field.path if not key.isdecimal())
            for finding in error.diagnostics:
                named = {key: field.title if text == own else text for key, text in finding.details.items()}
                said = sentence(finding.model_copy(update={"details": named}), self.view.t)
                self.view.page.line(said, "warn", indent=2, hang=2)
            return None
        return entry

    def _fill(self, typed: str) -> bool:
        entry, before = self.checked(typed), self.session.settled
        if entry is None:
            return False
        self._save(entry)
        facts = self.session.knowledge.facts
        for fact, answer in self.session.settled.items():
            if before.get(fact) != answer and fact not in self.session.record.cell.answers:
                self.view.remark("form_settles", "good", answer=self.view.pair(facts[fact], answer))
        self._go(1)
        return True

    def _go(self, way: int) -> None:
        """Go to the next field, or to the one before."""
        if self.form is None or self.field is None:
            return
        fields = self.fields(self.form)
        paths = [each.path for each in fields]
        at = _place(paths, self.field.path) + way
        if at >= len(fields):
            self.close()
        elif at >= 0:
            self.field = fields[at]
        else:
            self.view.remark("at_the_start", "warn")

    def count(self, form: Form) -> int:
        """Return how many fields of a form are filled in."""
        return sum(self.given(form, field) is not None for field in self.fields(form))


def _place(paths: Sequence[Path], path: Path) -> int:
    """Return where a field stands; one that names an entry of a list becomes a field of that entry once it is there."""
    return next((at for at, each in enumerate(paths) if each[: len(path)] == path), 0)


def _option(field: Field, typed: str) -> FieldOption | None:
    """Return the option that is typed: by number, value or title, or an unambiguous beginning of one."""
    options = field.options
    typed = UNKNOWN if typed in UNKNOWN_WORDS else NOT_APPLICABLE if typed in NOT_APPLICABLE_WORDS else typed
    if typed.isdecimal() and 0 < int(typed) <= len(options):
        return options[int(typed) - 1]
    named = [option for option in options if typed in {option.title.casefold(), str(option.value).casefold()}]
    begun = named or [option for option in options if option.title.casefold().startswith(typed)]
    return begun[0] if len(begun) == 1 else None
