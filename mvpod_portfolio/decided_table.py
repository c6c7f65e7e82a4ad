"""The table of decided accounts: its schema, and a batch of decisions as a record batch of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pyarrow as pa

from mvpod_expert import __version__
from mvpod_expert.model.decision import Verdict
from mvpod_expert.model.money import DOLLAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_portfolio.bit_planes import Codes, Marks
    from mvpod_portfolio.decision_program import Decided, DecisionProgram

MARK = b"mvpod.portfolio"
"""The key under which a file of ours tells the version of this schema."""
VERSION = b"3"
CURRENCY = b"mvpod.currency"
"""The key under which a file tells the currency of its values."""

WORD = pa.dictionary(pa.int16(), pa.string())
IDS = pa.list_(pa.string())
ROLE_TYPES = {
    "region": pa.string(),
    "segment": pa.string(),
    "size": pa.string(),
    "value": pa.float64(),
    "route": WORD,
}
WORTH = ("worth", "worth_low", "worth_high")
REASON_COLUMNS = ("reasons_for", "reasons_against")
PROOFS = ("not_proven", "settled", "can_change")
VERDICTS: tuple[str, ...] = get_args(Verdict)


def schema(knowledge: KnowledgeBase, *, words: bool = False) -> pa.Schema:
    """Return the schema for an edition of the knowledge: it depends on nothing in the accounts."""
    modes = [mode.id for mode in knowledge.decision.modes]
    fields = [
        pa.field("key", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("mode", WORD),
        pa.field("verdict", WORD, nullable=False),
        pa.field("margin", pa.int16()),
        pa.field("record_went", pa.int16()),
        pa.field("record_of", pa.int16()),
        pa.field("settled", pa.bool_(), nullable=False),
        pa.field("proof", WORD),
        pa.field("in_doubt", pa.bool_(), nullable=False),
        *(pa.field(f"points_{mode}", pa.int16(), nullable=False) for mode in modes),
        *(pa.field(f"vetoed_{mode}", pa.bool_(), nullable=False) for mode in modes),
        pa.field("vetoes", IDS),
        *(pa.field(name, IDS) for name in REASON_COLUMNS),
        *(pa.field(f"{name}_words", pa.string()) for name in REASON_COLUMNS if words),
        pa.field("open_facts", IDS),
        *(pa.field(name, kind) for name, kind in ROLE_TYPES.items()),
        *(pa.field(f"contribution_{mode}", pa.float64()) for mode in modes),
        *(pa.field(name, pa.float64()) for name in WORTH),
        *(pa.field(fact.id, WORD) for fact in knowledge.asked()),
    ]
    told = {
        MARK: VERSION,
        b"mvpod.version": __version__.encode(),
        b"mvpod.edition": knowledge.decision.edition.encode(),
        b"mvpod.knowledge": knowledge.sha256.encode(),
    }
    return pa.schema(fields, told)


class DecidedTable:
    """Makes record batches of decided accounts, with values in a currency; reasons are ids alone without messages."""

    def __init__(
        self, knowledge: KnowledgeBase, program: DecisionProgram, t: Messages | None = None, currency: str = DOLLAR
    ) -> None:
        plain = schema(knowledge, words=t is not None)
        self.schema = plain.with_metadata({**(plain.metadata or {}), CURRENCY: currency.upper().encode()})
        self._program = program
        self._facts = tuple(knowledge.asked())
        self._rule_words = (
            None if t is None else {rule.id: rule.because.reason.in_(t.lang) for rule in knowledge.rules_of("weigh")}
        )

    def batch(
        self,
        decided: Decided,
        keys: pa.Array,
        numbers: NDArray[np.int64],
        roles: Mapping[str, pa.Array],
        codes: Mapping[str, Codes],
    ) -> pa.RecordBatch:
        """Return a batch of decisions; `numbers` are the rows in the file that the accounts came from."""
        program, rows = self._program, len(numbers)
        modes, vetoed = program.modes, decided.vetoed
        columns: dict[str, pa.Array] = {"key": keys, "row": pa.array(numbers)}
        columns["mode"] = self._told(lambda each: modes.index(each.recommended), decided, modes, "recommended")
        columns["verdict"] = self._told(lambda each: VERDICTS.index(each.verdict), decided, VERDICTS, "verdict")
        columns["margin"] = self._told(lambda each: each.margin, decided, None, "margin")
        columns["record_went"] = self._told(lambda each: each.record.went, decided, None, "record")
        columns["record_of"] = self._told(lambda each: each.record.of, decided, None, "record")
        columns |= {"settled": pa.array(decided.settled), "in_doubt": pa.array(decided.in_doubt)}
        proof = np.where(decided.settled, PROOFS.index("settled"), PROOFS.index("not_proven")).astype(np.int16)
        if decided.can_change is not None:
            proof[decided.can_change] = PROOFS.index("can_change")
        columns["proof"] = _words(proof, program.advised(decided.outcome, is_provable=True) < 0, PROOFS)
        for place, mode in enumerate(modes):
            columns[f"points_{mode}"] = pa.array(decided.points[place])
            columns[f"vetoed_{mode}"] = pa.array(vetoed[place])
        assert decided.vetoes is not None  # noqa: S101 - decided with the reasons
        assert decided.open_facts is not None  # noqa: S101
        columns["vetoes"] = _marked(decided.vetoes, program.vetoing, rows)
        for name, side in zip(REASON_COLUMNS, decided.reasons, strict=True):
            chosen = np.array(side)
            columns[name] = _placed(chosen, program.rules)
            if self._rule_words is not None:
                columns[f"{name}_words"] = self._in_words(chosen)
        asked_for = program.asked_for(decided.open_facts, codes)
        columns["open_facts"] = _marked(np.array([*asked_for.values()]), tuple(asked_for), rows)
        columns |= roles
        for fact in self._facts:
            if fact.id in codes:
                found = codes[fact.id].astype(np.int16) - np.int16(1)
                columns[fact.id] = _words(found, found < 0, fact.known_states)
        arrays = [columns[each.name] if each.name in columns else pa.nulls(rows, each.type) for each in self.schema]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _told(self, told: Callable[[Any], int], decided: Decided, names: Sequence[str] | None, needs: str) -> pa.Array:
        """Return a column of what outcomes say; null where the outcome does not have what it is computed from."""
        missing = np.array([getattr(each, needs) is None for each in self._program.outcomes], bool)
        table = self._program.table_of(lambda each: 0 if getattr(each, needs) is None else told(each))
        values, mask = table[decided.outcome], missing[decided.outcome]
        return pa.array(values, mask=mask) if names is None else _words(values, mask, names)

    def _in_words(self, chosen: NDArray[np.int16]) -> pa.Array:
        assert self._rule_words is not None  # noqa: S101 - asked for
        combinations, where = np.unique(chosen, axis=1, return_inverse=True)
        rules = self._program.rules
        texts = [
            " ".join(self._rule_words[rules[rule - 1]] for rule in combination if rule) or None
            for combination in combinations.T
        ]
        return pa.array(texts, pa.string()).take(pa.array(where.ravel()))


def _words(places: NDArray[np.int16], mask: Marks, names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int16(), mask=mask), pa.array(names, pa.string()))


def _marked(marked: Marks, names: Sequence[str], rows: int) -> pa.Array:
    """Return for each row the names whose mark it has; marks are name by row."""
    where = np.flatnonzero(np.ascontiguousarray(marked.T))
    row, place = np.divmod(where, len(names)) if len(names) else (where, where)
    ends = np.cumsum(np.bincount(row, minlength=rows))
    return _lists(np.concatenate([[0], ends]), place, names)


def _placed(chosen: NDArray[np.int16], names: Sequence[str]) -> pa.Array:
    """Return for each row the names that are chosen, from 1, place by row; 0 is none, and comes last."""
    ends = np.cumsum(np.count_nonzero(chosen, axis=0))
    flat = np.ascontiguousarray(chosen.T).ravel()
    return _lists(np.concatenate([[0], ends]), flat[flat > 0] - 1, names)


def _lists(offsets: NDArray[np.int64], places: NDArray[np.integer], names: Sequence[str]) -> pa.Array:
    values = pa.array(names, pa.string()).take(pa.array(places))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
