"""Two homes compared, for rule authors: what changed, which cases come out otherwise, and the smallest difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.mode.views.sentences import Sentences
from mvpod_workbench.lookup.rulesets import authoring, body_names
from mvpod_workbench.sampling.counterexamples import case_text, given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.comparing.home_changes import HomeChange
    from mvpod_workbench.comparing.knowledge_diff import CaseChange, HomesCompared
    from mvpod_workbench.comparing.minimal_witness import SmallestDifference
    from mvpod_workbench.proofs.concrete_runs import ConcreteRun

MOST_ITEMS = 6


class DiffView:
    """Shows two homes compared.

    Args:
        old: the knowledge before.
        new: the knowledge after, in whose words it is told.
        t: the messages of one language.
        sides: what the two are called.
    """

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, t: Messages, sides: tuple[str, str]) -> None:
        self.facts = {**old.facts, **new.facts}
        self.t = t
        self.sides = sides
        self.names = {**{item.id: item.title for item in old.items()}, **{item.id: item.title for item in new.items()}}
        self.modes = {mode.id: mode.title for each in (old, new) for mode in each.decision.modes}
        self.sentences = [Sentences(each, t) for each in (old, new)]

    def show(self, compared: HomesCompared, page: Terminal, unusable: Sequence[str] = ()) -> None:
        """Print it all, the result last."""
        page.line(self.t("diff.between", old=self.sides[0], new=self.sides[1]))
        self._changes(compared.changes, page)
        self._cases(compared, page)
        if unusable:
            page.line(self.t("diff.unusable", files=self.t("list.comma").join(unusable)), "warn")
        self._searched(compared, page)
        page.line()
        if not compared.is_same_advice:
            page.line(self.t("diff.other_advice"), "warn")
        elif any(change.may_change_advice for change in compared.changes):
            page.line(self.t("diff.same_advice"), "good")
        else:
            page.line(self.t("diff.same_meaning" if compared.is_same_beside else "diff.same_advice"), "good")
        for body in body_names()[1:]:
            count = sum(change.of == body and change.changes_meaning for change in compared.changes)
            if count:
                page.line(self.t("diff.beside", body=self.t(f"body.{body}"), count=count), "warn")

    def _changes(self, changes: Sequence[HomeChange], page: Terminal) -> None:
        page.title(self.t("diff.changes"))
        meant = [change for change in changes if change.changes_meaning]
        for each in meant:
            told = self.t(
                "diff.change",
                kind=self.t(f"diff_kind.{authoring()[each.of].sorts.get(each.kind, each.kind)}"),
                id=each.id,
                how=self.t(f"diff_how.{each.how}"),
                was=each.was,
                now=each.now,
            )
            page.line(f"- {told}", indent=2, hang=2)
            if each.title is not None:
                page.line(each.title.in_(self.t.lang), "faint", indent=4)
        if not meant:
            page.line(self.t("diff.no_changes"), "good", indent=2)
        said = sum(change.how == "wording" for change in changes)
        supported = sum(change.how == "support" for change in changes)
        if said:
            page.line(self.t("diff.wording", count=said), "faint", indent=2)
        if supported:
            page.line(self.t("diff.support", count=supported), "faint", indent=2)

    def _cases(self, compared: HomesCompared, page: Terminal) -> None:
        if not compared.changed:
            page.line()
            page.line(self.t("diff.cases_same", count=compared.cases), "good")
            return
        page.title(self.t("diff.cases", count=compared.cases, changed=len(compared.changed)))
        for each in compared.changed:
            self._case(each, page)

    def _case(self, case: CaseChange, page: Terminal) -> None:
        before, after = case.replayed.before, case.replayed.after
        was, now = self.sentences[0].decided(before), self.sentences[1].decided(after)
        is_other = "mode" in case.changes or "verdict" in case.changes
        told = self.t("diff.becomes", before=was, after=now) if is_other else self.t("diff.stays", after=now)
        page.line(
            f"- {self.t('list.pair', name=case.name, value=told)}", "warn" if is_other else "plain", indent=2, hang=2
        )
        if "points" in case.changes:
            nets = {each.mode: each.net for each in before.ranking}
            moved = (
                f"{self._mode(each.mode)} {nets.get(each.mode, 0):+d} → {each.net:+d}"
                for each in after.ranking
                if nets.get(each.mode) != each.net
            )
            page.line(self.t("diff.points", points=self.t("list.comma").join(moved)), indent=4, hang=2)
        if "vetoes" in case.changes:
            page.line(self.t("diff.vetoes"), indent=4, hang=2)
        for change in ("came", "went", "reassigned"):
            items = [self._item(each.item) for each in case.replayed.plan if each.change == change]
            if items:
                page.line(self.t(f"diff.{change}", items=self._listed(items)), indent=4, hang=2)
        rules = [
            self.t("diff.rule", rule=rule.rule, how=self.t(f"diff_rule.{rule.change}")) for rule in case.replayed.rules
        ]
        if rules:
            page.line(self.t("diff.through", rules=self._listed(rules)), "faint", indent=4, hang=2)

    def _listed(self, texts: Sequence[str]) -> str:
        shown = self.t("list.comma").join(texts[:MOST_ITEMS])
        more = len(texts) - MOST_ITEMS
        return self.t("diff.more", shown=shown, count=more) if more > 0 else shown

    def _searched(self, compared: HomesCompared, page: Terminal) -> None:
        searched = compared.searched
        page.title(self.t("diff.smallest"))
        if searched.difference is not None:
            self._difference(searched.difference, page)
        elif searched.sampled:
            page.line(self.t("diff.no_difference_sampled", count=searched.sampled), "warn", indent=2)
        elif searched.left_out:
            page.line(self.t("diff.no_difference_common"), "good", indent=2)
        else:
            page.line(self.t("diff.no_difference"), "good", indent=2)
        if searched.left_out:
            facts = self.t("list.comma").join(searched.left_out)
            page.line(self.t("diff.left_out", facts=facts), "warn", indent=2, hang=2)
        if compared.beyond:
            ids = self.t("list.comma").join(each.id for each in compared.beyond)
            page.line(self.t("diff.beyond", ids=ids), "warn", indent=2, hang=2)

    def _difference(self, found: SmallestDifference, page: Terminal) -> None:
        for line in case_text(found.profile, self.facts).splitlines():
            page.raw(f"    {line}")
        page.line(self.t("list.pair", name=self.t(f"diff_level.{found.level}"), value=""), indent=2)
        for side, tried, other in ((0, found.before, found.after), (1, found.after, found.before)):
            told = self._told(found.level, tried, other)
            page.line(self.t("diff.saying", side=self.sides[side], what=told), indent=4, hang=2)

    def _told(self, level: str, tried: ConcreteRun, other: ConcreteRun) -> str:
        comma = self.t("list.comma")
        if level == "doubt":
            return comma.join(sorted(tried.doubts)) or "—"
        if level == "plan":
            own = [
                f"{self._item(name)}{' → ' + comma.join(map(self._item, options)) if options else ''}"
                for name, options in tried.plan.items()
                if other.plan.get(name) != options
            ]
            return self._listed(own) or "—"
        mode = self._mode(tried.recommended) if tried.recommended else self.t("diff.undecided")
        if tried.vetoed:
            nets = {name: net for name, net in tried.net.items() if name not in tried.vetoed}
        else:
            nets = dict(tried.net)
        points = comma.join(f"{self._mode(name)} {net:+d}" for name, net in nets.items())
        return mode + self.t("list.extra", text=points) if points else mode

    def _mode(self, mode: str) -> str:
        return self.modes[mode].in_(self.t.lang)

    def _item(self, item: str) -> str:
        return self.names[item].in_(self.t.lang) if item in self.names else item

    def document(self, compared: HomesCompared, unusable: Sequence[str] = ()) -> dict[str, object]:
        """Return it all as JSON data."""
        found = compared.searched.difference
        return {
            "schema_version": "1.0",
            "old": self.sides[0],
            "new": self.sides[1],
            "same_advice": compared.is_same_advice,
            "same_audit_and_trends": compared.is_same_beside,
            "proven": compared.is_proven,
            "changes": [change.model_dump(mode="json") for change in compared.changes],
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


def _tried(tried: ConcreteRun) -> dict[str, object]:
    return {
        "recommended": tried.recommended,
        "net": dict(tried.net),
        "excluded": sorted(tried.vetoed),
        "doubts": sorted(tried.doubts),
        "plan": {name: list(options) for name, options in tried.plan.items()},
    }
