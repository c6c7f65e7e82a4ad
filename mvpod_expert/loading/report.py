"""Where findings are gathered while files are read, so that a person sees all of them at once."""

from collections.abc import Iterable, Mapping

from mvpod_expert.loading.nodes import Node
from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, UnusableInputError
from mvpod_expert.model.likeness import nearest


class Report:
    """A growing list of findings."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._renamed: dict[str, list[str]] = {}
        self._wrong_in_itself: dict[tuple[str, int, int], int] = {}

    def renamed(self, old: str, new: str) -> None:
        """Say what an id is called today, so that it is suggested where the former one is still used."""
        self._renamed.setdefault(old, []).append(new)

    def add(  # noqa: PLR0913 - one keyword for each part of a diagnostic
        self,
        code: Code,
        where: Node | Place,
        *,
        about: str = "",
        allowed: Iterable[str] = (),
        near: Iterable[str] = (),
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
            written: what stands there; the nearest of the allowed or near words is suggested.
            related: other places that take part.
            details: the words of the message's blanks.
        """
        choices = tuple(allowed)
        blanks = dict(details or {})
        if written is not None:
            blanks["written"] = written
        finding = Diagnostic(
            code=code,
            place=_place(where),
            about=about,
            details=blanks,
            allowed=choices,
            suggestion=self._meant(written, (*choices, *near)) if written is not None else None,
            related=tuple(_place(each) for each in related),
        )
        first = self._wrong_in_itself.get(_spot(finding.place))
        if first is None:
            self.diagnostics.append(finding)
        else:
            helped = self.diagnostics[first].model_copy(update={"about": about, "allowed": choices})
            self.diagnostics[first] = helped

    def _meant(self, written: str, choices: tuple[str, ...]) -> str | None:
        today = next((each for each in self._renamed.get(written, ()) if each in choices), None)
        return today or nearest(written, choices)

    def mark_wrong_in_itself(self) -> None:
        """Say of the last finding that whatever else is found at its place follows from it."""
        self._wrong_in_itself[_spot(self.diagnostics[-1].place)] = len(self.diagnostics) - 1

    def __bool__(self) -> bool:
        return bool(self.diagnostics)

    def raise_if_any(self) -> None:
        """Raise what was found, ordered by place.

        Raises:
            UnusableInputError: there was at least one finding.
        """
        if self.diagnostics:
            raise UnusableInputError(
                sorted(self.diagnostics, key=lambda each: (each.place.file, each.place.line, each.place.column))
            )


def _place(where: Node | Place) -> Place:
    return where if isinstance(where, Place) else where.place


def _spot(place: Place) -> tuple[str, int, int]:
    return place.file, place.line, place.column
