"""The vendors of a case as they are asked for at an interview: each by name, criterion by criterion."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.form import Field, FieldOption, Form, found_at
from mvpod_expert.vendors.capability import KEY, TABLE
from mvpod_expert.vendors.table import FITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.table import Criterion, VendorTable
    from mvpod_expert.views.messages import Messages


class _VendorForm(Form):
    """Asks for vendors one after another, until one has no name: scores with their evidence, and how functions fit."""

    key = KEY
    is_of_cell = False

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.table = TABLE.of(knowledge)
        self.t = t
        self.title = t("vendors.title")

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the names of the vendors that are there and of one more, then what is asked of each."""
        table, number = self.table, 1
        if table is None:
            return
        while found_at(section, (str(number), "id")) is not None:
            yield self._name(number, (str(number), "name"), str.strip)
            number += 1
        yield self._name(number, (str(number),), partial(_named, f"vendor-{number}"))
        for at in map(str, range(1, number)):
            known = found_at(section, (at,))
            yield from self._of_vendor(table, known, (at,), str(known.get("name", known["id"])))

    def _name(self, number: int, path: tuple[str, ...], shaped: Callable[[str], Any]) -> Field:
        heading, title = self.t("vendors.form_vendor", number=number), self.t("vendors.form_name")
        return Field(path, heading, title, how=self.t("vendors.form_name_how"), shaped=shaped)

    def _of_vendor(self, table: VendorTable, known: Any, at: tuple[str, ...], name: str) -> Iterator[Field]:
        for gate in table.gates:
            topic = f"{name} · {gate.title.in_(self.t.lang)}"
            for criterion in gate.criteria:
                if not criterion.from_functions:
                    yield from self._of_criterion(criterion, known, at, topic)
        topic = f"{name} · {self.t('vendors.form_functions')}"
        fits = [FieldOption(fit, table.fits[fit].in_(self.t.lang)) for fit in FITS]
        titles = {item.id: item.title.in_(self.t.lang) for item in self.knowledge.items()}
        for function in self.knowledge.functions():
            options = (*fits, FieldOption(UNKNOWN, self.t("vendor_fit.unknown")))
            yield Field((*at, "functions", function), topic, titles[function], options=options)

    def _of_criterion(self, criterion: Criterion, known: Any, at: tuple[str, ...], topic: str) -> Iterator[Field]:
        path, lang = (*at, "criteria", criterion.id), self.t.lang
        levels = [FieldOption(score, each.in_(lang)) for score, each in enumerate(criterion.levels)]
        unknown = FieldOption(UNKNOWN, self.t("vendor_fit.unknown"))
        title, ask = criterion.title.in_(lang), " ".join(criterion.ask.in_(lang).split())
        given = found_at(known, path[1:])
        is_alone = given is not None and not isinstance(given, dict)  # a score that was written without evidence
        yield Field(path if is_alone else (*path, "score"), topic, title, how=ask, options=(*levels, unknown))
        if isinstance(found_at(given, ("score",)), int):
            yield Field(
                (*path, "evidence"),
                topic,
                self.t("vendors.form_evidence", criterion=title),
                how=" ".join(criterion.evidence.in_(lang).split()),
            )


def _named(own: str, typed: str) -> dict[str, str]:
    return {"id": own, "name": typed.strip()}


FORM = _VendorForm
