"""What a person says about the case rather than in answer to a question: client, offer, depth, cells, another mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.mode.interview.prompt_commands import overriding
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.model.frozen import SOURCE_LENGTH
from mvpod_expert.model.journal import DEPTHS, Entered, Noted, Opened, Overridden, Removed, Renamed
from mvpod_expert.model.money import DOLLAR
from mvpod_expert.model.written_numbers import CURRENCY_OF

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvpod_expert.mode.interview.prompt_commands import Request
    from mvpod_expert.mode.interview.session import Session
    from mvpod_expert.mode.interview.terminal import InterviewView
    from mvpod_expert.model.journal import Entry

LIKE = (" like ", " 同 ")


class CaseRequests:
    """Notes what is said about the case; `save` saves an entry and hands it to the session."""

    def __init__(self, session: Session, view: InterviewView, save: Callable[[Entry], None]) -> None:
        self.session = session
        self.view = view
        self._save = save

    def met(self, request: Request) -> bool:
        """Note what was said; return whether to look anew where the interview is."""
        match request.kind:
            case "client" | "offer":
                self._note(request.kind, request.more)
            case "currency":
                return self._currency(request.more)
            case "source":
                self._source(request.more)
            case "override":
                self._override(request.more)
            case "depth":
                return self._depth(request.more)
            case "cell":
                return self._cell(request.more)
            case "rename":
                return self._rename(request.more)
            case "remove":
                return self._remove(request.more or self.session.record.at)
            case _:
                raise AssertionError(request)
        return False

    def _cell(self, more: str) -> bool:
        name, like = more, None
        for word in LIKE:
            if word in more:
                name, _, like = (part.strip() for part in more.partition(word))
        cells = self.session.record.cells
        if not name or (like is not None and like not in cells):
            for cell, content in cells.items():
                self.view.remark("cell_is", cell=cell, count=len(content.answers), here=cell == self.session.record.at)
            self.view.remark("cell_how")
            return False
        if like is None and tuple(cells) == (ONLY_CELL,) and name != ONLY_CELL:
            return self._rename(name)  # a cell that nobody has named yet is the one meant
        region, segment = _place(name)
        is_there = name in cells
        self._save(Entered(cell=name) if is_there else Opened(cell=name, region=region, segment=segment, like=like))
        self.view.remark("cell_entered", "good", cell=name, count=len(self.session.record.cell.answers))
        return True

    def _rename(self, name: str) -> bool:
        if not name or name in self.session.record.cells:
            self.view.remark("rename_how", "warn")
            return False
        region, segment = _place(name)
        self._save(Renamed(cell=name, region=region, segment=segment))
        self.view.remark("cell_entered", "good", cell=name, count=len(self.session.record.cell.answers))
        return True

    def _remove(self, name: str) -> bool:
        if name not in self.session.record.cells or len(self.session.record.cells) == 1:
            self.view.remark("remove_how", "warn")
            return False
        self._save(Removed(cell=name))
        self.view.remark("cell_removed", "good", cell=name, at=self.session.record.at)
        return True

    def _note(self, kind: Literal["client", "offer"], value: str) -> None:
        if not value:
            self.view.remark(f"{kind}_missing", "warn")
            return
        self._save(Noted(kind=kind, value=value))
        self.view.remark(f"{kind}_noted", "good", **{kind: value})

    def _currency(self, written: str) -> bool:
        """Note what plain amounts of money are in from here on."""
        code = CURRENCY_OF.get(written.casefold())
        known = (DOLLAR, *self.session.currency.per_dollar)
        if code not in known:
            self.view.remark("currency_how", "warn", allowed=", ".join(each.upper() for each in known))
            return False
        self._save(Noted(kind="currency", value=code))
        self.view.currency = self.session.currency
        rate = self.view.currency.rate
        key = "currency_noted" if rate is None else "currency_noted_at"
        self.view.remark(key, "good", currency=code.upper(), rate=rate)
        return True

    def _source(self, more: str) -> None:
        """Take down who answers from here on; alone, nobody in particular."""
        if len(more) > SOURCE_LENGTH or not (more or self.session.source):
            self.view.remark("source_how", "warn", most=SOURCE_LENGTH)
            return
        self.session.source = more or None
        self.view.remark("source_noted" if more else "source_ended", "good", source=more)

    def _depth(self, more: str) -> bool:
        """Note how deep the interview goes; without a depth, say what each takes and how far it is."""
        words = {self.view.t(f"depth.{depth}").casefold(): depth for depth in DEPTHS} | {each: each for each in DEPTHS}
        depth = words.get(more.casefold())
        if depth is None:
            for each in DEPTHS:
                self.view.remark(f"depth_{each}", "plain")
            self.view.remark("depth_is", depth=self.view.t(f"depth.{self.session.depth}"))
            return False
        self._save(Noted(kind="depth", value=depth))
        self.view.remark("depth_noted", "good", depth=self.view.t(f"depth.{depth}"))
        return True

    def _override(self, more: str) -> None:
        """Note that another mode was chosen for the current cell; or, with nothing, take that back."""
        override = overriding(self.session.knowledge.decision.modes, more)
        if override is None and (more or self.session.record.cell.override is None):
            self.view.remark("override_how", "warn")
            return
        self._save(Overridden(override=override))
        if override is None:
            self.view.remark("override_taken_back", "good")
        else:
            self.view.remark("override_noted", "good", mode=self.view.mode(override.mode), because=override.because)


def _place(name: str) -> tuple[str | None, str | None]:
    """Return the region and the segment that a cell's name tells, as in REGION/SEGMENT."""
    region, _, segment = (part.strip() for part in name.partition("/"))
    return (region, segment) if region and segment else (None, None)
