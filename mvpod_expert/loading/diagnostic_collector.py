"""Where findings are gathered while files are read, so that a person sees all of them at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from mvpod_expert.loading.yaml_nodes import Node
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.model.frozen import Text
from mvpod_expert.model.suggestions import closest_match

T = TypeVar("T")

MOST_WRITTEN = 120


MOST_OF_A_FILE = 1000
"""How many findings of one file are kept; a person is shown fewer, and a broken export can have a hundred thousand."""

# A finding as it was added; a file that has had its share, of which it is only counted; a former id and today's; or
# nothing for the mark that the finding before is wrong in itself.
Reported = Diagnostic | str | tuple[str, str] | None


class DiagnosticCollector:
    """A growing list of findings."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._renamed: dict[str, list[str]] = {}
        self._wrong_in_itself: dict[tuple[str, int, int], int] = {}
        self._entries: list[Reported] = []
        self._kept: Counter[str] = Counter()
        self.only_counted = 0
        self.found = 0
        """How many findings there were, those included that are only counted or say more of an earlier one."""

    def renamed(self, old: str, new: str) -> None:
        """Say what an id is called today, so that it is suggested where the former one is still used."""
        self._renamed.setdefault(old, []).append(new)
        self._entries.append((old, new))

    def add(  # noqa: PLR0913 - one keyword for each part of a diagnostic
        self,
        code: Code,
        where: Node | Place,
        *,
        about: str = "",
        allowed: Iterable[str] = (),
        near: Iterable[str] = (),
        titled: Iterable[tuple[str, Text]] = (),
        written: str | None = None,
        related: Iterable[Node | Place] = (),
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Add a finding. A second one at a place that is wrong in itself only lends it its path and allowed words.

        Args:
            code: what kind of finding.
            where: the node or place it is about.
            about: the path by ids.
            allowed: what may stand there.
            near: words to suggest from without listing them.
            titled: the allowed ids with their titles, which people write instead.
            written: what stands there; the nearest of the allowed or near words is suggested.
            related: other places that take part.
            details: the words of the message's blanks.
        """
        file = where.file if isinstance(where, Place) else where.document.file
        if self._kept[file] >= MOST_OF_A_FILE:
            self._take(file)
            return
        choices = tuple(allowed)
        blanks = dict(details or {})
        if written is not None:
            written = blanks["written"] = _cut(written)
        # What was typed at an interview stands on no line.
        if isinstance(where, Node) and where.line and written is not None and not written.isascii():
            from mvpod_expert.loading.yaml_mistakes import slip_of  # noqa: PLC0415 - few files have mistakes

            slip = slip_of(where.document.lines[where.line - 1], where.column)
            if slip is not None:
                # The words that were read are none that anybody wrote.
                code, choices, blanks = Code.YAML_SYNTAX, (), {"problem": slip.kind, "written": slip.written}
                where, near = Node(where.document, where.line, slip.column, len(slip.written)), ()
        finding = Diagnostic(
            code=code,
            place=_place(where),
            about=about,
            details=blanks,
            allowed=choices,
            suggestion=_meant(written, (*choices, *near), titled) if written is not None else None,
            related=tuple(map(_place, related)),
        )
        self._take(finding)

    def twice(self, name: str, where: Node | Place, *before: Node | Place, about: str) -> None:
        """Add that an id stands a second time."""
        self.add(Code.ID_TWICE, where, about=about, related=before, details={"id": name})

    def among(  # noqa: PLR0913 - as for `add`
        self,
        code: Code,
        names: Iterable[str],
        known: Iterable[str],
        where: Node | Place,
        *,
        about: str,
        listed: bool | None = None,
        **details: str,
    ) -> bool:
        """Add a finding of a code for each name that is not known, and return whether there is none.

        What is known is listed with it, where `listed` does not say otherwise; facts and items are not, being many.
        """
        choices = tuple(known)
        foreign = [name for name in names if name not in choices]
        if listed is None:
            listed = code not in {Code.FACT_UNKNOWN, Code.REFERENCE_UNKNOWN}
        allowed, near = (choices, ()) if listed else ((), choices)
        for name in foreign:
            self.add(code, where, about=about, allowed=allowed, near=near, written=name, details=details)
        return not foreign

    def items_among(self, names: Iterable[str], known: Iterable[str], where: Node | Place, *, about: str) -> bool:
        """Add each item that the catalogue does not have; see `among`."""
        return self.among(Code.REFERENCE_UNKNOWN, names, known, where, about=about, kind="recommend")

    def mark_wrong_in_itself(self) -> None:
        """Say of the last finding that whatever else is found at its place follows from it."""
        if self._entries and isinstance(self._entries[-1], str):
            return
        self._wrong_in_itself[_spot(self.diagnostics[-1].place)] = len(self.diagnostics) - 1
        self._entries.append(None)

    @property
    def count(self) -> int:
        """The number of entries so far: findings, counted findings, renamings and marks."""
        return len(self._entries)

    def reported_since(self, count: int) -> tuple[Reported, ...]:
        """Return the entries after the first `count`, as they were made."""
        return tuple(self._entries[count:])

    def report_again(self, reported: Iterable[Reported]) -> None:
        """Add entries that this collector or another one took before."""
        for entry in reported:
            match entry:
                case None:
                    self.mark_wrong_in_itself()
                case (old, new):
                    self.renamed(old, new)
                case Diagnostic() | str():
                    self._take(entry)

    def reword_since(self, count: int, reword: Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]]) -> None:
        """Replace the findings after the first `count` entries by what `reword` makes of them."""
        alone = DiagnosticCollector()
        alone.report_again(self._entries[count:])
        before = len(self.diagnostics) - len(alone.diagnostics)
        self.found -= alone.found
        del self._entries[count:]
        self._kept.subtract(diagnostic.place.file for diagnostic in self.diagnostics[before:])
        self.only_counted -= alone.only_counted
        del self.diagnostics[before:]
        self._wrong_in_itself = {spot: at for spot, at in self._wrong_in_itself.items() if at < before}
        self.report_again(reword(alone.diagnostics))

    def _take(self, reported: Diagnostic | str) -> None:
        self._entries.append(reported)
        self.found += 1
        if isinstance(reported, str):
            self.only_counted += 1
            return
        finding = self._with_todays_name(reported)
        first = self._wrong_in_itself.get(_spot(finding.place))
        if first is None:
            self.diagnostics.append(finding)
            self._kept[finding.place.file] += 1
        else:
            helped = self.diagnostics[first].model_copy(update={"about": finding.about, "allowed": finding.allowed})
            self.diagnostics[first] = helped

    def _with_todays_name(self, finding: Diagnostic) -> Diagnostic:
        """Suggest what an id is called today before what merely looks like it."""
        today = self._renamed.get(finding.details.get("written", ""), ())
        fitting = [each for each in today if not finding.allowed or each in finding.allowed]
        return finding.model_copy(update={"suggestion": fitting[0]}) if fitting else finding

    def __bool__(self) -> bool:
        return bool(self.diagnostics)

    def raise_if_any(self) -> None:
        """Raise what was found, ordered by place.

        Raises:
            UnusableInputError: there was at least one finding.
        """
        if self.diagnostics:
            raise UnusableInputError(
                sorted(self.diagnostics, key=lambda each: (each.place.file, each.place.line, each.place.column)),
                self.only_counted,
            )


def usable(read: Callable[[DiagnosticCollector], T | None]) -> T:
    """Return what a reader makes of its file.

    Raises:
        UnusableInputError: there were findings; all of them.
    """
    report = DiagnosticCollector()
    made = read(report)
    report.raise_if_any()
    assert made is not None  # noqa: S101 - a reader that makes nothing of its file has reported why
    return made


def _place(where: Node | Place) -> Place:
    return where if isinstance(where, Place) else where.place


def _meant(written: str, words: tuple[str, ...], titled: Iterable[tuple[str, Text]]) -> str | None:
    from mvpod_expert.loading.spellings import folded, spellings  # noqa: PLC0415 - few files have mistakes

    return spellings(titled).get(folded(written)) or closest_match(written, words)


def _cut(written: str) -> str:
    """Cut a value that may be as long as its file to what a message can show."""
    return written if len(written) <= MOST_WRITTEN else f"{written[:MOST_WRITTEN]}… ({len(written):,})"


def _spot(place: Place) -> tuple[str, int, int]:
    return place.file, place.line, place.column
