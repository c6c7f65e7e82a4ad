"""What came of verifying, for rule authors: each finding with answers to see it with, and how far it is a proof."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import TYPE_CHECKING

from mvpod_expert.model.references import Thing
from mvpod_expert.views.findings import annotation, headline, sentence, show_finding
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, authoring, body_names, body_of
from mvpod_workbench.sampling.example_answers import case_text, given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal, Tone
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.proofs.proving import Finding, Witness
    from mvpod_workbench.proofs.verifying import Verified


class VerifyView:
    """Shows what came of verifying; the knowledge is that of all bodies of rules in one."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t

    def show(self, verified: Verified, page: Terminal, saved: Mapping[int, str]) -> None:
        """Print the findings, each with the file that holds its answers (by its place in the list), and the summary."""
        for number, finding in enumerate(verified.findings):
            if finding.diagnostic.severity == "note":
                # What may well be meant is shown without the frames of the files.
                self._note(finding, page)
            else:
                show_finding(finding.diagnostic, self.t, page)
            if finding.witness is not None:
                self._witness(finding.witness, page)
            if number in saved:
                page.line(self.t("verify.saved", file=saved[number]), "faint", indent=2)
            page.line()
        self._summary(verified, page)

    def _note(self, finding: Finding, page: Terminal) -> None:
        note = finding.diagnostic
        page.line(headline(note, self.t), "strong")
        page.line(self.t("help.in", path=note.about), "faint", indent=2)
        for place in note.related:
            page.line(self.t("help.related", place=str(place)), "faint", indent=2)

    def _witness(self, witness: Witness, page: Terminal) -> None:
        page.line(self.t(self.t.first(f"verify.witness_{self._body(witness)}", "verify.witness")), indent=2)
        # How metrics move is no file of answers, so it has no head.
        head = 0 if self.can_be_saved(witness) else 1
        for line in self.text(witness).splitlines()[head:]:
            page.raw(f"    {line}")
        for name, state in witness.instead.items():
            value = given(self.knowledge.facts[name], state)
            written = str(value).lower() if isinstance(value, bool) else str(value)
            answer = self.t("list.pair", name=name, value=written)
            page.line(self.t("verify.instead", answer=answer, pair=f"{name}={written}"), indent=2, hang=2)

    def text(self, witness: Witness) -> str:
        """Write a witness as a case file."""
        return case_text(witness.profile, self.knowledge.facts, witness.mode)

    def _body(self, witness: Witness) -> BodyName:
        facts = (Thing("fact", fact) for fact in witness.profile)
        return next((body_of(fact, self.knowledge) for fact in facts), ADVICE)

    def can_be_saved(self, witness: Witness) -> bool:
        """Return whether the answers are a file that some command reads; how metrics move is computed, not answered."""
        return authoring()[self._body(witness)].is_answered

    def _summary(self, verified: Verified, page: Terminal) -> None:
        counts = Counter(f"{finding.diagnostic.severity}s" for finding in verified.findings)
        tone: Tone = "bad" if verified.has_mistakes else "good"
        if verified.findings:
            numbers = {key: counts[key] for key in ("errors", "warnings", "notes")}
            page.line(self.t("verify.count", **numbers), tone)
        elif not verified.sampled:
            page.line(self.t("verify.fine"), tone)
        if verified.sampled:
            page.line(self.t("verify.sampled", count=verified.sampled, sample=verified.sample), "warn")
        else:
            page.line(self.t("verify.exact", **self.extent()))
        for body, count in self._beside().items():
            if count:
                page.line(self.t("verify.beside", body=self.t(f"body.{body}"), count=count))
        page.line(self.t("verify.conclusions"))
        page.line(self.t("covered.verify"), "faint")

    def extent(self) -> dict[str, int]:
        """Return how much was looked at: facts, answers, ways to answer as a power of ten, rules, directions."""
        asked = [fact for fact in self.knowledge.asked() if body_of(Thing("fact", fact.id), self.knowledge) == ADVICE]
        return {
            "facts": len(asked),
            "states": sum(len(fact.known_states) for fact in asked),
            "power": round(sum(log10(len(fact.known_states) + 1) for fact in asked)),
            "rules": self._rules(ADVICE),
            "directions": len(self.knowledge.directions),
            "laws": len({law.id for law in self.knowledge.laws}),
        }

    def _rules(self, body: BodyName) -> int:
        return sum(body_of(Thing("rule", rule), self.knowledge) == body for rule in self.knowledge.rules)

    def _beside(self) -> dict[str, int]:
        return {body: self._rules(body) for body in body_names()[1:]}

    def document(self, verified: Verified) -> dict[str, object]:
        """Return it all as JSON data."""
        return {
            "schema_version": "1.0",
            "diagnostics": [
                {
                    **finding.diagnostic.model_dump(mode="json"),
                    "message": sentence(finding.diagnostic, self.t),
                    "of": body_of(Thing("rule", finding.diagnostic.about.removeprefix("rules › ")), self.knowledge),
                    "witness": self._plain(finding.witness) if finding.witness else None,
                }
                for finding in verified.findings
            ],
            "summary": {
                **self.extent(),
                "rules_beside": self._beside(),
                "questions": verified.questions,
                "sampled": verified.sampled,
                "exact": not verified.sampled,
            },
        }

    def _plain(self, witness: Witness) -> dict[str, object]:
        facts = self.knowledge.facts
        answers, instead = (
            {name: given(facts[name], state) for name, state in states.items()}
            for states in (witness.profile, witness.instead)
        )
        return {"answers": answers, "override": witness.mode, "instead": instead}

    def annotations(self, verified: Verified) -> Iterator[str]:
        """Return each finding as a workflow command."""
        return (annotation(finding.diagnostic, self.t) for finding in verified.findings)
