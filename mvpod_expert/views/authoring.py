"""What rule authors see: the all-clear, and the accuracy on the documented cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.page import cells

if TYPE_CHECKING:
    from mvpod_expert.authoring.testing.accuracy import Accuracy, Judged
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording


def show_knowledge_is_fine(knowledge: KnowledgeBase, say: Wording, page: Page, *, with_source: bool) -> None:
    """Say that nothing was found, and in how much."""
    counts = {
        "rules": len(knowledge.rules),
        "facts": len(knowledge.facts),
        "principles": len(knowledge.principles),
        "sources": len(knowledge.sources),
        "items": len(list(knowledge.items())),
        "cases": len(knowledge.cases),
    }
    page.line(say("check.fine", **counts), "good")
    if with_source:
        page.line(say("check.source_fine"), "good")


def show_accuracy(accuracy: Accuracy, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
    """Print the accuracy, the confusion matrix and every case that is no strict hit."""
    of = len(accuracy.scored)
    page.line(say("accuracy.title", count=len(accuracy.judged), scored=of), "title")
    for key, hits in (
        ("strict", accuracy.strict),
        ("lenient", accuracy.lenient),
        ("left_out_strict", accuracy.left_out_strict),
        ("left_out_lenient", accuracy.left_out_lenient),
        ("baseline", accuracy.majority),
    ):
        page.line(say("accuracy.line", label=say(f"accuracy.{key}"), hits=hits, of=of), indent=2)
    page.line(say("accuracy.left_out_note"), "faint", indent=2)
    _confusion(accuracy, knowledge, say, page)
    _rescaled(accuracy, knowledge, say, page)
    misses = [each for each in accuracy.judged if not each.is_strict_hit]
    page.title(say("accuracy.misses"))
    for each in misses:
        page.line(f"- {_miss(each, knowledge, say)}", indent=2, hang=2)
    if not misses:
        page.line(say("accuracy.none_missed"), "good", indent=2)
    page.line()
    page.line(say("accuracy.caution"), "faint")


def _confusion(accuracy: Accuracy, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
    page.title(say("accuracy.confusion"))
    counts = accuracy.confusion()
    columns: list[str | None] = [*accuracy.modes, None]
    labels = [_mode(column, knowledge, say) for column in columns]
    width = max(map(cells, labels)) + 2
    page.raw("  " + " " * width + "".join(_right(label, width) for label in labels))
    for used in accuracy.modes:
        row = "".join(_right(str(counts.get((used, column), 0)), width) for column in columns)
        page.raw("  " + _right(_mode(used, knowledge, say), width) + row)


def _rescaled(accuracy: Accuracy, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
    page.title(say("accuracy.rescaled"))
    titles = {strength.id: strength.title.in_(say.lang) for strength in knowledge.decision.strengths}
    for each in accuracy.rescaled:
        names = say("list.comma").join(f"{case.id} {case.company.in_(say.lang)}" for case in each.changed)
        page.line(
            say(
                "accuracy.rescaled_line",
                strength=titles[each.strength],
                factor=f"{each.factor:g}",
                count=len(each.changed),
                cases=names,
            ),
            indent=2,
            hang=4,
        )


def _miss(judged: Judged, knowledge: KnowledgeBase, say: Wording) -> str:
    case, decision = judged.case, judged.advice.mode
    nets = ", ".join(f"{_mode(each.mode, knowledge, say)} {each.net:+d}" for each in decision.ranking)
    return say(
        "accuracy.miss",
        id=case.id,
        company=case.company.in_(say.lang),
        offer=case.offer.in_(say.lang),
        used=_mode(case.outcome.mode, knowledge, say),
        advised=_mode(decision.recommended, knowledge, say),
        verdict=say(f"verdict.{decision.verdict}"),
        nets=nets,
        lenient=judged.is_lenient_hit,
        scored=case.outcome.scored,
    )


def _mode(mode: str | None, knowledge: KnowledgeBase, say: Wording) -> str:
    return knowledge.decision.mode(mode).title.in_(say.lang) if mode else say("accuracy.undecided")


def _right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text
