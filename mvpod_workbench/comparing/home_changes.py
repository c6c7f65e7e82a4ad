"""What changed between two homes, entry by entry and field by field: every field of every model that is read.

The fields are those of the models, so a new kind of entry or a new field is compared without a line here. Conditions
are compared by what they mean, everything else by value.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.rules import Rule
from mvpod_workbench.lookup.entries import Entry, entries
from mvpod_workbench.lookup.fields import Difference, differences
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, authoring, gathered
from mvpod_workbench.sampling.separating_example import SearchTooLongError, separating_example

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.engine.knowledge_cache import Prepared

How = Literal["came", "went", "renamed", "meaning", "order", "support", "wording", "tests", "upkeep"]

WITHOUT_MEANING: tuple[How, ...] = ("renamed", "support", "wording", "tests", "upkeep")
"""Changes that leave every decision, plan, number and promise as it was."""
PROMISED = ("direction", "pictures")
"""The kinds of entries that say something about the advice or show it; on any other kind, a new one too, it rests."""
NEVER_MEANING: Mapping[str, How] = {
    "principle": "support",
    "source": "support",
    "case": "tests",
    "table": "tests",
    "draft": "upkeep",
}
"""The kinds of entries that no advice rests on, and what a change of them is."""


class HomeChange(FrozenModel):
    """One thing that changed.

    Args:
        kind: the kind of entry.
        id: its id; empty where a file is one entry.
        how: it `came`, `went` or was `renamed`; what it means, what `order` its parts have, what it rests on
            (`support`), how it is said (`wording`), what holds it to its word (`tests`), or who looks after it and its
            former ids (`upkeep`).
        field: the way to what changed, by the keys of the file; empty for an entry that came or went.
        lang: for wording, the language whose text changed; the other one is as it was unless it has its own change.
        title: what it is called, today if it is still there.
        was: what stood there; for an entry that came, the id of one that went and said the same.
        now: what stands there.
        of: the advice, or the capability that it belongs to.
    """

    kind: str
    id: str
    how: How
    field: str = ""
    lang: str = ""
    title: Text | None = None
    was: str = ""
    now: str = ""
    of: BodyName = ADVICE

    @property
    def changes_meaning(self) -> bool:
        """It is more than words, support, tests and upkeep."""
        return self.how not in WITHOUT_MEANING and self.kind not in NEVER_MEANING

    @property
    def may_change_advice(self) -> bool:
        """It changes the meaning of something that modes and plans rest on."""
        if not self.changes_meaning or self.of == ADVICE:
            return self.changes_meaning and self.kind not in PROMISED
        settles = authoring()[self.of].settles
        return bool(settles) and (not self.field or self.field.startswith(settles))


def home_changes(old: Prepared, new: Prepared) -> tuple[HomeChange, ...]:
    """Return what changed: the advice first, then the capabilities by name, in the order of the files."""
    listed = tuple(tuple(entries(home.knowledge)) for home in (old, new))
    before, after = ({each[:3]: each for each in of_home} for of_home in listed)
    went = [each for key, each in before.items() if key not in after]
    came = [each for key, each in after.items() if key not in before]
    renamed = {now[:3]: was for now in came for was in went if _is_renamed(was, now)}
    found: list[HomeChange] = [
        _change(each, "went") for each in went if each[:3] not in {was[:3] for was in renamed.values()}
    ]
    for key, now in after.items():
        was = before.get(key) or renamed.get(key)
        if was is None:
            twin = next((each.id for each in went if _says_the_same(each, now)), "")
            found.append(_change(now, "came", Difference((), twin, "")))
            continue
        if was.id != now.id:
            found.append(_change(now, "renamed", Difference(("id",), was.id, now.id)))
        # What a reading took over from the one before is the same thing.
        for each in differences(was.said, now.said) if was.said is not now.said else ():
            if each.path == ("when",) and _means_the_same(was, now, old, new):
                continue
            if each.path != ("id",):
                is_meant = each.how in {"meaning", "order"}
                found.append(_change(now, NEVER_MEANING.get(now.kind, each.how) if is_meant else each.how, each))
    found += _orders(*listed)
    return tuple(sorted(found, key=lambda each: (each.of != ADVICE, each.of)))


def _is_renamed(was: Entry, now: Entry) -> bool:
    """Return whether an entry says that it had another id before."""
    return was[:2] == now[:2] and was.id in getattr(now.said, "formerly", ())


def _says_the_same(was: Entry, now: Entry) -> bool:
    return was[:2] == now[:2] and all(each.path == ("id",) for each in differences(was.said, now.said))


def _change(entry: Entry, how: How, of: Difference | None = None) -> HomeChange:
    title = getattr(entry.said, "title", None)
    return HomeChange(
        kind=entry.kind,
        id=entry.id,
        how=how,
        field=" › ".join(of.path) if of else "",
        lang=of.lang if of else "",
        title=title if isinstance(title, Text) else None,
        was=of.was if of else "",
        now=of.now if of else "",
        of=entry.of,
    )


def _orders(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Iterator[HomeChange]:
    """Compare the order of entries: that of a shelf's items settles ties, any other one is that of reading."""
    before, after = map(_in_order, (old, new))
    for group, ids in after.items():
        was = [name for name in before.get(group, ()) if name in ids]
        kept = [name for name in ids if name in was]
        if was != kept:
            of, kind, shelf = group
            how: How = "order" if shelf else "wording"
            was_in, now_in = ", ".join(was), ", ".join(kept)
            kind = "shelf" if shelf else kind
            yield HomeChange(kind=kind, id=shelf, how=how, field="order", was=was_in, now=now_in, of=of)


def _in_order(listed: tuple[Entry, ...]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in listed:
        found[each.of, each.kind, getattr(each.said, "kind", "") if each.kind == "item" else ""].append(each.id)
    return found


def _means_the_same(was: Entry, now: Entry, old: Prepared, new: Prepared) -> bool:
    """Return whether two conditions hold on the same answers, however they are written."""
    assert isinstance(was.said, Rule)  # noqa: S101 - only rules have a condition
    bases = (home.base if was.of == ADVICE else home.base.beside[was.of] for home in (old, new))
    one, other = (base.clauses()[each.id] for base, each in zip(bases, (was, now), strict=True))
    facts = {**gathered(old.knowledge).facts, **gathered(new.knowledge).facts}
    try:
        return all(separating_example(*pair, facts) is None for pair in ((one, other), (other, one)))
    except SearchTooLongError:
        return False
