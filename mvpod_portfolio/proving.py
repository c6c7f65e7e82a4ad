"""What the bound leaves open, searched in columns: whether some completion of an account takes the lead from its mode.

Each account that is left open is completed fact by fact. First by the state alone after which the bound on a rival is
highest: what is left when all is known is a witness. Accounts without one are branched over all states, and branches
whose bound excludes a change are dropped, until none is left, which is a proof, or too many are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mvpod_portfolio.bit_planes import Codes, Marks, Plane, PlaneRun, number, packed, unpacked
from mvpod_portfolio.decision_program import NOT_KNOWN, Decided, DecisionProgram

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray


NOT_PROVEN, SETTLED, CAN_CHANGE = range(3)

MOST_BRANCHES = 2_000
"""Beyond so many branches of one account at a time, its search is given up."""
TOGETHER = 128
"""So many accounts are branched at a time."""
EXCLUDED = -1


class Prover:
    """Proves or refutes that no open answer changes the mode, for rows that the bound leaves open."""

    def __init__(self, program: DecisionProgram) -> None:
        self._program = program
        self._states = np.array([len(states) for states in program.states.values()])
        codes = self._states + 1
        self._facts_of_bit = [np.flatnonzero(codes >> place) for place in range(int(codes.max()).bit_length())]
        weight = dict.fromkeys(program.facts, 0)
        for rule in program.weighed:
            for facts, _ in rule.clauses:
                for fact in facts:
                    weight[fact] += max(map(abs, rule.points)) + len(rule.vetoes) * len(program.rules)
        self._order = np.argsort([-weight[fact] for fact in program.facts], kind="stable")
        modes = range(len(program.modes))
        self._guesses = [[self._guess(leader, rival) for rival in modes] for leader in modes]
        self._bounds = [program.bound(leader) for leader in modes]
        self._runs = [PlaneRun(program.program, bound.nodes) for bound in self._bounds]

    def _guess(self, leader: int, rival: int) -> Codes:
        """Return the state of each fact, as a code, that rules favour for a rival against the leader."""
        gains = [np.zeros(states) for states in self._states]
        for rule, fact, states, width in self._program.literals():
            gain = rule.points[rival] - rule.points[leader]
            for state in states:
                gains[fact][state - 1] += gain / width
        return np.array([np.argmax(each) + 1 for each in gains], np.uint8)

    def proven(self, codes: Mapping[str, Codes], decided: Decided) -> Decided:
        """Return decisions with what a search proves beyond the bound, by the codes of the known facts of each row."""
        assert decided.open_facts is not None  # noqa: S101 - decided with the reasons
        rows = len(decided.settled)
        proof = np.where(decided.settled, SETTLED, NOT_PROVEN).astype(np.uint8)
        none = np.zeros(rows, np.uint8)
        leaders = self._program.advised(decided.outcome, is_provable=True)
        for leader in range(len(self._program.modes)):
            open_ = np.flatnonzero((leaders == leader) & ~decided.settled)
            if not len(open_):
                continue
            profiles = np.array([codes.get(fact, none)[open_] for fact in self._program.facts])
            _, first, equal = np.unique(profiles.T, axis=0, return_index=True, return_inverse=True)
            found = self._proven(leader, profiles[:, first], decided.open_facts[:, open_[first]])
            proof[open_] = found[equal.ravel()]
        settled = proof == SETTLED
        open_facts = decided.open_facts & ~settled
        return replace(decided, settled=settled, can_change=proof == CAN_CHANGE, open_facts=open_facts)

    def _proven(self, leader: int, profiles: Codes, live: Marks) -> Codes:
        reached = self._guessed(leader, profiles, live)
        rest = np.flatnonzero(~reached)
        reached[rest], _ = self._search(leader, profiles[:, rest], live[:, rest], 1)
        proof = np.where(reached, CAN_CHANGE, NOT_PROVEN).astype(np.uint8)
        rest = np.flatnonzero(~reached)
        for start in range(0, len(rest), TOGETHER):
            some = rest[start : start + TOGETHER]
            reached, cut = self._search(leader, profiles[:, some], live[:, some], MOST_BRANCHES)
            proof[some] = np.where(reached, CAN_CHANGE, np.where(cut, NOT_PROVEN, SETTLED))
        return proof

    def _guessed(self, leader: int, profiles: Codes, live: Marks) -> Marks:
        """Return which profiles lose their leader once each fact has the state that helps one rival most."""
        reached = np.zeros(profiles.shape[1], bool)
        for rival, guess in enumerate(self._guesses[leader]):
            rest = np.flatnonzero(~reached)
            if rival == leader or not len(rest):
                continue
            some, open_ = profiles[:, rest], live[:, rest]
            completed = np.where(open_ & (some == NOT_KNOWN), guess[:, None], some)
            reached[rest] = self._nearness(leader, completed) > EXCLUDED
        return reached

    def _search(self, leader: int, profiles: Codes, live: Marks, most: int) -> tuple[Marks, Marks]:
        """Complete profiles of one leading mode, codes fact by profile, where a fact is live: open, and of weight.

        At most so many branches of a profile are followed; of one branch alone, the most promising.

        Returns:
            For which profiles a completion takes the lead, and for which there were more branches.
        """
        count = profiles.shape[1]
        nodes, owners, cut = profiles, np.arange(count), np.zeros(count, bool)
        done = [np.zeros(0, np.int64)]
        while len(owners):
            waits = live[:, owners] & (nodes == NOT_KNOWN)
            next_ = np.argmax(waits[self._order], axis=0)
            complete = ~waits[self._order[next_], np.arange(len(owners))]
            done.append(owners[complete])
            nodes, owners, facts = nodes[:, ~complete], owners[~complete], self._order[next_[~complete]]
            if not len(owners):
                break
            states = self._states[facts]
            parents = np.repeat(np.arange(len(owners)), states)
            begins = np.cumsum(states) - states
            children = nodes[:, parents]
            children[facts[parents], np.arange(len(parents))] = np.arange(len(parents)) - begins[parents] + 1
            nearness = self._nearness(leader, children)
            kept = np.flatnonzero(nearness > EXCLUDED)
            if most == 1:
                best = np.lexsort((-nearness, parents))[begins]
                kept = best[nearness[best] > EXCLUDED]
            nodes, owners = children[:, kept], owners[parents[kept]]
            many = np.bincount(owners, minlength=count) > most
            if many.any():
                cut |= many
                nodes, owners = nodes[:, ~many[owners]], owners[~many[owners]]
        # Where all that matters is known, the bound is what happens.
        reached = np.zeros(count, bool)
        reached[np.concatenate(done)] = True
        return reached, cut

    def _nearness(self, leader: int, nodes: Codes) -> NDArray[np.int32]:
        """Return how far the bound lets a rival get past the leader, in units; `EXCLUDED` where it lets none."""
        bound, rows = self._bounds[leader], nodes.shape[1]
        words = -(-rows // 64)
        given: dict[Hashable, Plane] = {
            (self._program.facts[fact], place): plane
            for place, facts in enumerate(self._facts_of_bit)
            for fact, plane in zip(facts, packed(nodes[facts] & np.uint8(1 << place)), strict=True)
        }
        planes = self._runs[leader].planes(given.__getitem__, words)
        found = np.zeros(rows, np.int32)
        for total, needed, out in bound.rivals:
            past = number([planes[node] for node in total], rows).astype(np.int32) - needed
            past[unpacked(planes[out], rows).view(bool)] = 0
            np.maximum(found, past, out=found)
        found[unpacked(planes[bound.veto], rows).view(bool)] += 2**16
        found[~unpacked(planes[bound.lost], rows).view(bool)] = EXCLUDED
        return found
