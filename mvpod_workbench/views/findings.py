"""What rule authors see: the all-clear, and the accuracy on the documented cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.console import cells

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.testing.accuracy import Accuracy, Judged


def show_knowledge_is_fine(knowledge: KnowledgeBase, t: Messages, page: Terminal, *, with_source: bool) -> None:
    """Say that nothing was found, and in how much."""
    counts = {
        "rules": len(knowledge.rules),
        "facts": len(knowledge.facts),
        "principles": len(knowledge.principles),
        "sources": len(knowledge.sources),
        "items": len(list(knowledge.items())),
        "cases": len(knowledge.cases),
    }
    page.line(t("check.fine", **counts), "good")
    if with_source:
        page.line(t("check.source_fine"), "good")


def show_accuracy(accuracy: Accuracy, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
    """Print the accuracy, the confusion matrix and every case that is no strict hit."""
    of = len(accuracy.scored)
    page.line(t("accuracy.title", count=len(accuracy.judged), scored=of), "title")
    for key, hits in (
        ("strict", accuracy.strict),
        ("lenient", accuracy.lenient),
        ("left_out_strict", accuracy.left_out_strict),
        ("left_out_lenient", accuracy.left_out_lenient),
        ("baseline", accuracy.majority),
    ):
        page.line(t("accuracy.line", label=t(f"accuracy.{key}"), hits=hits, of=of), indent=2)
    page.line(t("accuracy.left_out_note"), "faint", indent=2)
    _confusion(accuracy, knowledge, t, page)
    _rescaled(accuracy, knowledge, t, page)
    misses = [each for each in accuracy.judged if not each.is_strict_hit]
    page.title(t("accuracy.misses"))
    for each in misses:
        page.line(f"- {_miss(each, knowledge, t)}", indent=2, hang=2)
    if not misses:
        page.line(t("accuracy.none_missed"), "good", indent=2)
    page.line()
    page.line(t("accuracy.caution"), "faint")


def _confusion(accuracy: Accuracy, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
    page.title(t("accuracy.confusion"))
    counts = accuracy.confusion()
    columns: list[str | None] = [*accuracy.modes, None]
    labels = [_mode(column, knowledge, t) for column in columns]
    width = max(map(cells, labels)) + 2
    page.raw("  " + " " * width + "".join(_right(label, width) for label in labels))
    for used in accuracy.modes:
        row = "".join(_right(str(counts.get((used, column), 0)), width) for column in columns)
        page.raw("  " + _right(_mode(used, knowledge, t), width) + row)


def _rescaled(accuracy: Accuracy, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
    page.title(t("accuracy.rescaled"))
    titles = {strength.id: strength.title.in_(t.lang) for strength in knowledge.decision.strengths}
    for each in accuracy.rescaled:
        names = t("list.comma").join(f"{case.id} {case.company.in_(t.lang)}" for case in each.changed)
        page.line(
            t(
                "accuracy.rescaled_line",
                strength=titles[each.strength],
                factor=f"{each.factor:g}",
                count=len(each.changed),
                cases=names,
            ),
            indent=2,
            hang=4,
        )


def _miss(judged: Judged, knowledge: KnowledgeBase, t: Messages) -> str:
    case, decision = judged.case, judged.advice.mode
    nets = ", ".join(f"{_mode(each.mode, knowledge, t)} {each.net:+d}" for each in decision.ranking)
    return t(
        "accuracy.miss",
        id=case.id,
        company=case.company.in_(t.lang),
        offer=case.offer.in_(t.lang),
        used=_mode(case.outcome.mode, knowledge, t),
        advised=_mode(decision.recommended, knowledge, t),
        verdict=t(f"verdict.{decision.verdict}"),
        nets=nets,
        lenient=judged.is_lenient_hit,
        scored=case.outcome.scored,
    )


def _mode(mode: str | None, knowledge: KnowledgeBase, t: Messages) -> str:
    return knowledge.decision.mode(mode).title.in_(t.lang) if mode else t("accuracy.undecided")


def _right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text
