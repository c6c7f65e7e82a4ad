"""Two homes compared, for rule authors: what changed, which cases come out otherwise, and the smallest difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.authoring.lookup.bodies import BODIES
from mvpod_expert.authoring.trying.witnesses import case_text, given
from mvpod_expert.views.sentences import Sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.authoring.comparing.comparing_homes import CaseChange, HomesCompared
    from mvpod_expert.authoring.comparing.home_changes import HomeChange
    from mvpod_expert.authoring.comparing.smallest_difference import SmallestDifference
    from mvpod_expert.authoring.proofs.trials import Tried
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording

MOST_ITEMS = 6
KINDS_BESIDE = {
    ("audit", "fact"): "question",
    ("audit", "rule"): "audit_rule",
    ("audit", "item"): "measure",
    ("audit", "shelf"): "measures",
    ("trends", "rule"): "trend_rule",
}


class DiffView:
    """Shows two homes compared.

    Args:
        old: the knowledge before.
        new: the knowledge after, in whose words it is told.
        say: the wording.
        sides: what the two are called.
    """

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, say: Wording, sides: tuple[str, str]) -> None:
        self.facts = {**old.facts, **new.facts}
        self.say = say
        self.sides = sides
        self.names = {**{item.id: item.title for item in old.items()}, **{item.id: item.title for item in new.items()}}
        self.modes = {mode.id: mode.title for each in (old, new) for mode in each.decision.modes}
        self.sentences = [Sentences(each, say) for each in (old, new)]

    def show(self, compared: HomesCompared, page: Page, unusable: Sequence[str] = ()) -> None:
        """Print it all, the result last."""
        page.line(self.say("diff.between", old=self.sides[0], new=self.sides[1]))
        self._changes(compared.changes, page)
        self._cases(compared, page)
        if unusable:
            page.line(self.say("diff.unusable", files=self.say("list.comma").join(unusable)), "warn")
        self._searched(compared, page)
        page.line()
        if not compared.is_same_advice:
            page.line(self.say("diff.other_advice"), "warn")
        elif any(each.may_change_advice for each in compared.changes):
            page.line(self.say("diff.same_advice"), "good")
        else:
            page.line(self.say("diff.same_meaning" if compared.is_same_beside else "diff.same_advice"), "good")
        for body in BODIES[1:]:
            count = sum(each.of == body and each.changes_meaning for each in compared.changes)
            if count:
                page.line(self.say("diff.beside", body=self.say(f"body.{body}"), count=count), "warn")

    def _changes(self, changes: Sequence[HomeChange], page: Page) -> None:
        page.title(self.say("diff.changes"))
        meant = [each for each in changes if each.changes_meaning]
        for each in meant:
            told = self.say(
                "diff.change",
                kind=self.say(f"diff_kind.{KINDS_BESIDE.get((each.of, each.kind), each.kind)}"),
                id=each.id,
                how=self.say(f"diff_how.{each.how}"),
                was=each.was,
                now=each.now,
            )
            page.line(f"- {told}", indent=2, hang=2)
            if each.title is not None:
                page.line(each.title.in_(self.say.lang), "faint", indent=4)
        if not meant:
            page.line(self.say("diff.no_changes"), "good", indent=2)
        said = sum(each.how == "wording" for each in changes)
        supported = sum(each.how == "support" for each in changes)
        if said:
            page.line(self.say("diff.wording", count=said), "faint", indent=2)
        if supported:
            page.line(self.say("diff.support", count=supported), "faint", indent=2)

    def _cases(self, compared: HomesCompared, page: Page) -> None:
        if not compared.changed:
            page.line()
            page.line(self.say("diff.cases_same", count=compared.cases), "good")
            return
        page.title(self.say("diff.cases", count=compared.cases, changed=len(compared.changed)))
        for each in compared.changed:
            self._case(each, page)

    def _case(self, case: CaseChange, page: Page) -> None:
        before, after = case.replayed.before, case.replayed.after
        was, now = self.sentences[0].decided(before), self.sentences[1].decided(after)
        is_other = "mode" in case.changes or "verdict" in case.changes
        told = self.say("diff.becomes", before=was, after=now) if is_other else self.say("diff.stays", after=now)
        page.line(
            f"- {self.say('list.pair', name=case.name, value=told)}", "warn" if is_other else "plain", indent=2, hang=2
        )
        if "points" in case.changes:
            nets = {each.mode: each.net for each in before.ranking}
            moved = (
                f"{self._mode(each.mode)} {nets.get(each.mode, 0):+d} → {each.net:+d}"
                for each in after.ranking
                if nets.get(each.mode) != each.net
            )
            page.line(self.say("diff.points", points=self.say("list.comma").join(moved)), indent=4, hang=2)
        if "vetoes" in case.changes:
            page.line(self.say("diff.vetoes"), indent=4, hang=2)
        for change in ("came", "went", "reassigned"):
            items = [self._item(each.item) for each in case.replayed.plan if each.change == change]
            if items:
                page.line(self.say(f"diff.{change}", items=self._listed(items)), indent=4, hang=2)
        rules = [
            self.say("diff.rule", rule=each.rule, how=self.say(f"diff_rule.{each.change}"))
            for each in case.replayed.rules
        ]
        if rules:
            page.line(self.say("diff.through", rules=self._listed(rules)), "faint", indent=4, hang=2)

    def _listed(self, texts: Sequence[str]) -> str:
        shown = self.say("list.comma").join(texts[:MOST_ITEMS])
        more = len(texts) - MOST_ITEMS
        return self.say("diff.more", shown=shown, count=more) if more > 0 else shown

    def _searched(self, compared: HomesCompared, page: Page) -> None:
        searched = compared.searched
        page.title(self.say("diff.smallest"))
        if searched.difference is not None:
            self._difference(searched.difference, page)
        elif searched.sampled:
            page.line(self.say("diff.no_difference_sampled", count=searched.sampled), "warn", indent=2)
        elif searched.left_out:
            page.line(self.say("diff.no_difference_common"), "good", indent=2)
        else:
            page.line(self.say("diff.no_difference"), "good", indent=2)
        if searched.left_out:
            facts = self.say("list.comma").join(searched.left_out)
            page.line(self.say("diff.left_out", facts=facts), "warn", indent=2, hang=2)
        if compared.beyond:
            ids = self.say("list.comma").join(each.id for each in compared.beyond)
            page.line(self.say("diff.beyond", ids=ids), "warn", indent=2, hang=2)

    def _difference(self, found: SmallestDifference, page: Page) -> None:
        for line in case_text(found.profile, self.facts).splitlines():
            page.raw(f"    {line}")
        page.line(self.say("list.pair", name=self.say(f"diff_level.{found.level}"), value=""), indent=2)
        for side, tried, other in ((0, found.before, found.after), (1, found.after, found.before)):
            told = self._told(found.level, tried, other)
            page.line(self.say("diff.saying", side=self.sides[side], what=told), indent=4, hang=2)

    def _told(self, level: str, tried: Tried, other: Tried) -> str:
        comma = self.say("list.comma")
        if level == "doubt":
            return comma.join(sorted(tried.doubts)) or "—"
        if level == "plan":
            own = [
                f"{self._item(name)}{' → ' + comma.join(map(self._item, options)) if options else ''}"
                for name, options in tried.plan.items()
                if other.plan.get(name) != options
            ]
            return self._listed(own) or "—"
        mode = self._mode(tried.recommended) if tried.recommended else self.say("diff.undecided")
        if tried.vetoed:
            nets = {name: net for name, net in tried.net.items() if name not in tried.vetoed}
        else:
            nets = dict(tried.net)
        points = comma.join(f"{self._mode(name)} {net:+d}" for name, net in nets.items())
        return mode + self.say("list.extra", text=points) if points else mode

    def _mode(self, mode: str) -> str:
        return self.modes[mode].in_(self.say.lang)

    def _item(self, item: str) -> str:
        return self.names[item].in_(self.say.lang) if item in self.names else item

    def document(self, compared: HomesCompared, unusable: Sequence[str] = ()) -> dict[str, object]:
        """Give it all as JSON data."""
        found = compared.searched.difference
        return {
            "schema_version": "1.0",
            "old": self.sides[0],
            "new": self.sides[1],
            "same_advice": compared.is_same_advice,
            "same_audit_and_trends": compared.is_same_beside,
            "proven": compared.is_proven,
            "changes": [each.model_dump(mode="json") for each in compared.changes],
            "cases": compared.cases,
            "unusable": list(unusable),
            "changed_cases": [
                {
                    "name": each.name,
                    "changes": list(each.changes),
                    **each.replayed.model_dump(mode="json", by_alias=True),
                }
                for each in compared.changed
            ],
            "smallest_difference": None
            if found is None
            else {
                "level": found.level,
                "answers": {name: given(self.facts[name], state) for name, state in found.profile.items()},
                "before": _tried(found.before),
                "after": _tried(found.after),
            },
            "sampled": compared.searched.sampled,
            "left_out": list(compared.searched.left_out),
            "beyond": [each.id for each in compared.beyond],
        }


def _tried(tried: Tried) -> dict[str, object]:
    return {
        "recommended": tried.recommended,
        "net": dict(tried.net),
        "excluded": sorted(tried.vetoed),
        "doubts": sorted(tried.doubts),
        "plan": {name: list(options) for name, options in tried.plan.items()},
    }
