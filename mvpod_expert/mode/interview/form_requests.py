"""Numbers, vendors and the like given on the way: a form of a capability is filled in, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.mode.interview.answer_parser import NOT_APPLICABLE_WORDS, UNKNOWN_WORDS
from mvpod_expert.mode.interview.prompt_commands import CaseRequests, Request, UnknownRequest, requested
from mvpod_expert.mode.interview.prompting import LeftError
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN
from mvpod_expert.model.form import Field, FieldOption, found_at
from mvpod_expert.model.journal import Entry, FilledIn
from mvpod_expert.model.printable import tame
from mvpod_expert.views.findings import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.capability import Form
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView

NOTHING = ("-", "－", "—")
"""What takes out what a field says."""
HEARD = frozenset({"help", "why", "back", "go", "skip", "review", "done", "quit"})
"""What can be asked for at a field without a slash."""
ABOUT_THE_CASE = frozenset({"client", "offer", "currency", "cell"})


class FormRequests:
    """Lists the forms, and fills in the one that is open; `of_case` takes what is said of the client and the cells.

    Without a field at hand all fields of the form were gone through.
    """

    def __init__(
        self, session: Session, view: InterviewView, save: Callable[[Entry], None], of_case: CaseRequests
    ) -> None:
        self.session = session
        self.view = view
        self.form: Form | None = None
        self.field: Field | None = None
        self._save = save
        self._of_case = of_case

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

    def count(self, form: Form) -> int:
        """Return how many fields of a form are filled in."""
        return sum(self.given(form, field) is not None for field in self.fields(form))

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
        """Print the field at hand with its options."""
        self.view.page.line()
        self.ask_alone()
        for key, option in self.field.keyed() if self.field is not None else ():
            self.view.option(key, option.title, option.meaning)
        self.view.remark("form_keys")

    def ask_alone(self) -> None:
        """Print the field at hand with what it says now, without its options."""
        field, form = self.field, self.form
        if field is None or form is None:
            return
        paths, cell = [each.path for each in self.fields(form)], self.session.record.at
        place = [cell] if form.is_of_cell and cell != ONLY_CELL else []
        number = f"{paths.index(field.path) + 1}/{len(paths)}" if field.path in paths else ""
        parts = [form.title, *place, number, field.topic, field.title if field.question else ""]
        self.view.page.line(" · ".join(filter(None, parts)), "faint")
        unit = self.view.t("list.extra", text=field.unit) if field.unit else ""
        self.view.page.line(tame(field.question or field.title) + unit, "strong")
        if field.how:
            self.view.page.line(field.how, "faint", indent=2, hang=2)
        given = self.given(form, field)
        if given is not None:
            self.view.remark("form_given", "warn", given=tame(_told(self.view, field, given)))

    def heard(self, typed: str) -> bool:
        """Fill the field at hand in, or do what is asked for; return whether to look anew what is asked.

        Raises `LeftError` where the person left, and an `OSError` where an entry could not be saved.
        """
        request = self._asked_for(typed)
        if request is None:
            return self._fill(typed.strip()) if typed.strip() else self._step(1)
        if isinstance(request, UnknownRequest):
            self.view.not_a_request(request)
            return False
        return self._met(request)

    def _met(self, request: Request) -> bool:
        match request.kind:
            case "quit":
                raise LeftError
            case "done":
                return self.close()
            case "back" | "skip":
                return self._step(-1 if request.kind == "back" else 1)
            case "go":
                return self._go(request.more)
            case "review":
                self.review()
            case "help" | "why":
                for reason in self.field.why() if self.field is not None else ():
                    self.view.page.line(reason, indent=2, hang=2)
                self.view.remark("form_help")
            case _:
                return self._of_case.met(request)
        return False

    def _asked_for(self, typed: str) -> Request | UnknownRequest | None:
        """Return what a line asks for; nothing where it is to be filled in.

        After a slash a line always asks for something. Without one the titles of the options win, and so does a name,
        which may be one letter or begin with "go".
        """
        request, field = requested(typed, None), self.field
        if isinstance(request, UnknownRequest):
            return request if request.word.isalpha() else None  # what begins with a slash may be a path
        if request is None or field is None:
            return None
        word = typed.split(maxsplit=1)[0]
        if word.startswith("/"):
            is_known = request.kind in HEARD | ABOUT_THE_CASE
            return request if is_known else UnknownRequest(word.removeprefix("/"), None)
        is_asked = request.kind in HEARD
        if field.options:
            is_asked = is_asked and all(typed.strip().casefold() != each.title.casefold() for each in field.options)
        elif not field.unit:
            is_letter = len(word) == 1 and word.isascii() and word.isalpha()
            is_asked = is_asked and not is_letter and (not request.more or bool(self._named(request.more)))
        return request if is_asked else None

    def close(self) -> bool:
        """Go back to the questions; return that another thing is asked."""
        if self.form is not None:
            self.view.remark("form_closed", "good", title=self.form.title, count=self.count(self.form))
        self.form = self.field = None
        return True

    def review(self) -> None:
        """Print what is filled in."""
        if self.form is None:
            return
        topic = ""
        for number, field in enumerate(self.fields(self.form), start=1):
            given = self.given(self.form, field)
            if given is None:
                continue
            if field.topic != topic:
                topic = field.topic
                self.view.page.line(topic, "strong", indent=2)
            pair = self.view.pair_of(field.title, tame(_told(self.view, field, given)))
            self.view.page.line(f"{number}  {pair}", indent=4, hang=3)
        if not topic:
            self.view.remark("form_empty")

    def checked(self, typed: str) -> FilledIn | None:
        """Return what a line fills in; where the section does not take it, say why not and return nothing."""
        field, form = self.field, self.form
        if field is None or form is None or self._asked_for(typed) is not None:
            return None
        given = None if typed in NOTHING else field.shaped(typed)
        if field.options and given is not None:
            option = _option(field, typed.casefold())
            if option is None:
                allowed = self.view.comma(f"{key} {option.title}" for key, option in field.keyed())
                said = self.view.t("interview.wrong_option", written=typed, allowed=allowed)
                self.view.page.line(said, "warn", indent=2)
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
                self.view.remark("form_settles", "good", answer=self.view.answered(facts[fact], answer))
        return self._step(1)

    def _step(self, way: int) -> bool:
        """Go to the next field, or to the one before; after the last the form is closed."""
        if self.form is None or self.field is None:
            return True
        fields, path = self.fields(self.form), self.field.path
        # A field that names an entry of a list becomes a field of that entry once it is there.
        at = way + next((at for at, each in enumerate(fields) if each.path[: len(path)] == path), 0)
        if at >= len(fields):
            return self.close()
        if at >= 0:
            self.field = fields[at]
        else:
            self.view.remark("at_the_start", "warn")
        return True

    def _named(self, more: str) -> list[tuple[int, Field]]:
        """Return the fields that a number, or the beginning of a title or key, means, with their numbers."""
        fields = list(enumerate(self.fields(self.form), start=1)) if self.form else []
        if more.isdecimal():
            return [pair for pair in fields if str(pair[0]) == more]
        name = more.casefold()
        named = [(pair, (pair[1].title.casefold(), *pair[1].path[-1:])) for pair in fields]
        exact = [pair for pair, known in named if name in known]
        return exact or [pair for pair, known in named if any(each.startswith(name) for each in known)]

    def _go(self, more: str) -> bool:
        """Go to a field; without a name, to the next one that nothing is filled into."""
        if self.form is None:
            return False
        found = self._named(more)
        if not more:
            found = [pair for pair in found if self.given(self.form, pair[1]) is None][:1]
        if len(found) == 1:
            self.field = found[0][1]
            return True
        self.view.remark("form_go", "warn", count=len(self.fields(self.form)))
        for number, field in found:
            self.view.page.line(f"{number}  {field.topic} · {field.title}", indent=2, hang=3)
        return False


def _told(view: InterviewView, field: Field, given: Any) -> str:
    if isinstance(given, dict):
        return " / ".join(map(str, given.values()))
    if isinstance(given, tuple | list):
        return view.comma(map(str, given))
    option = next((each for each in field.options if each.value == given), None)
    if option is None:
        return str(given)
    return f"{given} {option.title}" if str(given).isdecimal() else option.title


def _option(field: Field, typed: str) -> FieldOption | None:
    """Return the option that is typed: by its number or letter, value or title, or an unambiguous beginning of one."""
    typed = UNKNOWN if typed in UNKNOWN_WORDS else NOT_APPLICABLE if typed in NOT_APPLICABLE_WORDS else typed
    named = [option for key, option in field.keyed() if typed in {key, option.title.casefold()}]
    named = named or [option for option in field.options if typed == str(option.value).casefold()]
    begun = named or [option for option in field.options if option.title.casefold().startswith(typed)]
    return begun[0] if len(begun) == 1 else None
