"""A commented template of all questions about an existing plan, in one language, to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.facts import NOT_APPLICABLE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.wording import Wording


def audit_template(audited: KnowledgeBase, say: Wording) -> str:
    """Write the template as YAML; every answer in it is `unknown`."""
    lines = [f"# {each}" for each in say("audit.template_head").split("|")]
    lines += [f"client: {say('audit.template_client')}", "answers:"]
    topic = ""
    for fact in audited.asked():
        if fact.topic.in_(say.lang) != topic:
            topic = fact.topic.in_(say.lang)
            lines += ["", f"  # {topic}"]
        lines += _lines(fact, say)
    return "\n".join(lines)


def _lines(fact: Fact, say: Wording) -> Iterator[str]:
    for text in (fact.question, fact.how):
        if text is not None:
            yield f"  # {' '.join(text.in_(say.lang).split())}"
    if fact.range is not None and fact.unit is not None:
        blanks = {"low": fact.range.min, "high": fact.range.max, "unit": fact.unit.in_(say.lang)}
        yield f"  # {say('audit.template_number', title=fact.title.in_(say.lang), **blanks)}"
    else:
        states = [*fact.states, *([NOT_APPLICABLE] if fact.may_not_apply else [])]
        named = [say("list.extra", text=fact.state_title(state).in_(say.lang)).strip() for state in states]
        joined = say("list.comma").join(f"{state} {name}" for state, name in zip(states, named, strict=True))
        yield f"  # {say('audit.template_states', title=fact.title.in_(say.lang), states=joined)}"
    yield f"  {fact.id}: {UNKNOWN}"
