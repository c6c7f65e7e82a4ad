"""A commented template of all questions about an existing plan, in one language, to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages


def audit_template(audited: KnowledgeBase, t: Messages) -> str:
    """Write the template as YAML; every answer in it is `unknown`."""
    lines = [f"# {each}" for each in t("audit.template_head").split("|")]
    lines += [f"client: {t('audit.template_client')}", "answers:"]
    topic = ""
    for fact in audited.asked():
        if fact.topic.in_(t.lang) != topic:
            topic = fact.topic.in_(t.lang)
            lines += ["", f"  # {topic}"]
        lines += _lines(fact, t)
    return "\n".join(lines)


def _lines(fact: Fact, t: Messages) -> Iterator[str]:
    for text in (fact.question, fact.how):
        if text is not None:
            yield f"  # {' '.join(text.in_(t.lang).split())}"
    if fact.range is not None and fact.unit is not None:
        blanks = {"low": fact.range.min, "high": fact.range.max, "unit": fact.unit.in_(t.lang)}
        yield f"  # {t('audit.template_number', title=fact.title.in_(t.lang), **blanks)}"
    else:
        states = [*fact.states, *([NOT_APPLICABLE] if fact.may_not_apply else [])]
        named = [t("list.extra", text=fact.state_title(state).in_(t.lang)).strip() for state in states]
        joined = t("list.comma").join(f"{state} {name}" for state, name in zip(states, named, strict=True))
        yield f"  # {t('audit.template_states', title=fact.title.in_(t.lang), states=joined)}"
    yield f"  {fact.id}: {UNKNOWN}"
