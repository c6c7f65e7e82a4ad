"""What is fuzzed: for each kind of input its seeds, how they are edited, the commands that read it, and the oracle."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from features.program import CHECKOUT
from mvpod_expert.model.advice import CHECKSUM, checksum
from tests.fuzz import oracles, readers
from tests.fuzz.grids import Grid, as_csv, as_workbook, damaged_archive, edited_grid
from tests.fuzz.mutators import mutated
from tests.fuzz.running import ran
from tests.fuzz.trees import edited, parsed, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

EXAMPLES = CHECKOUT / "examples"
Form = Literal["text", "tree", "json", "csv", "workbook", "archive"]
FAST = "--engine bitset"
JSON = "--format json"
ROUNDS = 3
OF_SMALL_SEEDS = 40
"""Of so many inputs one is made of a whole example, and the others of a few entries: many more in the same time."""

A_FEW = 4


@dataclass(frozen=True)
class Target:
    """One kind of input.

    Args:
        name: its name, and its folder in the corpus.
        file: the name under which the commands find it; a kind of many files has none.
        commands: what reads it.
        form: how its structure is edited.
        typed: what is typed at the prompt meanwhile; `None` where the input itself is typed.
        oracle: returns what is wrong with what was printed of an input, if anything; asked where JSON was printed.
        accepted: the exit codes that say that the input was taken.
        read: reads it without a command around; returns what is wrong with how it was taken, or nothing if it was not.
    """

    name: str
    file: str
    commands: tuple[str, ...]
    form: Form = "tree"
    typed: bytes | None = b""
    oracle: Callable[[bytes, str], str] | None = None
    accepted: frozenset[int] = frozenset({0, 4})
    read: readers.Read | None = None

    def seeds(self) -> tuple[bytes, ...]:
        """Return well-formed inputs."""
        return _seeds(self.name)

    def input(self, random: Random) -> bytes:
        """Return an input: mostly well-formed text with edits of its structure, or with damage to the text."""
        small = _small_seeds(self.name)
        seeds = small if small and random.randrange(OF_SMALL_SEEDS) else self.seeds()
        return mutated_of(random.choice(seeds), self.form, random)


def _of_result(data: bytes, out: str) -> str:
    del out
    return oracles.of_result(data, _seeds("result"))


TARGETS = (
    Target(
        "case",
        "case.yaml",
        (
            f"recommend case.yaml {JSON} {FAST}",
            f"recommend case.yaml {JSON} {FAST}",
            f"recommend case.yaml {FAST}",
            f"explain case.yaml {FAST}",
        ),
        oracle=oracles.of_case,
        read=readers.case,
    ),
    Target(
        "economics",
        "case.yaml",
        (f"economics case.yaml {JSON} {FAST}", f"economics case.yaml --everything {FAST}"),
        oracle=oracles.of_economics,
        read=readers.case,
    ),
    Target(
        "vendors",
        "vendors.yaml",
        (f"vendors tiny.yaml --vendors vendors.yaml {JSON} {FAST}", f"vendors tiny.yaml --vendors vendors.yaml {FAST}"),
        oracle=oracles.of_vendors,
        read=readers.vendors,
    ),
    Target(
        "audit",
        "plan.yaml",
        (f"audit plan.yaml {JSON} {FAST}", f"audit plan.yaml --case tiny.yaml {FAST}"),
        oracle=oracles.of_plan,
        read=readers.plan,
    ),
    Target(
        "metrics",
        "history.csv",
        (f"metrics history.csv {JSON} {FAST}",),
        form="csv",
        oracle=oracles.of_csv,
        read=readers.history,
    ),
    Target(
        "workbook",
        "history.xlsx",
        (f"metrics history.xlsx {JSON} {FAST}",),
        form="workbook",
        oracle=oracles.of_workbook,
        read=readers.history,
    ),
    Target(
        "result",
        "result.json",
        (f"replay result.json {JSON} {FAST}",),
        form="json",
        oracle=_of_result,
        accepted=frozenset({0}),
        read=readers.result,
    ),
    Target(
        "journal",
        "answers.yaml",
        (f"recommend answers.yaml {JSON} {FAST}", f"interview --batch --answers answers.yaml {FAST}"),
        typed=b"u\nback\nq\n",
        oracle=oracles.of_case,
        read=readers.case,
    ),
    Target(
        "typed",
        "typed.txt",
        (f"interview --batch --answers answers.yaml {FAST}",),
        form="text",
        typed=None,
        read=readers.typed,
    ),
    Target("notes", "notes.txt", (), form="text", read=readers.notes),
    Target(
        "template",
        "t.docx",
        (f"report tiny.yaml -o o.docx --template t.docx {FAST}",),
        form="archive",
        read=readers.word_template,
    ),
    Target(
        "slides",
        "t.pptx",
        (f"report tiny.yaml -o o.pptx --template t.pptx {FAST}",),
        form="archive",
        read=readers.slide_template,
    ),
    Target(
        "accounts",
        "accounts.csv",
        ("portfolio accounts.csv -o decided.csv --force --summary",),
        form="csv",
        read=readers.accounts,
    ),
    Target(
        "mapping",
        "mapping.yaml",
        ("portfolio table.csv -o decided.csv --force --mapping mapping.yaml",),
        read=readers.mapping,
    ),
    Target(
        "home",
        "",
        ("rules check --home home", f"recommend tiny.yaml {JSON} --home home {FAST}"),
        read=readers.home,
    ),
    Target("knowledge", "", ()),
)


def mutated_of(seed: bytes, form: Form, random: Random) -> bytes:
    """Return a seed with its structure edited in two of three cases, and otherwise with its text damaged."""
    is_text = random.random() < 1 / 3
    match form:
        case "tree" if not is_text:
            return edited(seed, random, ROUNDS)
        case "json" if not is_text:
            return _edited_result(seed, random)
        case "csv" if not is_text:
            return as_csv(edited_grid(_grid(seed), random, ROUNDS), random)
        case "workbook":
            return as_workbook(edited_grid(_grid(seed), random, ROUNDS), random)
        case "archive":
            return damaged_archive(seed, random, ("word/", "ppt/")) if not is_text else mutated(seed, random, 2)
    return mutated(seed, random, random.choice((1, 1, 2)))


def _edited_result(seed: bytes, random: Random) -> bytes:
    """Edit a saved result; half of those who do can compute its checksum anew."""
    data = edited(seed, random, 1, as_json=True)
    if random.random() < 0.5:
        return data
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return data  # an edit made it no JSON
    return written({**tree, CHECKSUM: checksum(tree)}, random, as_json=True) if isinstance(tree, dict) else data


def _grid(seed: bytes) -> Grid:
    return list(csv.reader(io.StringIO(seed.decode("utf-8-sig"))))


@cache
def _seeds(name: str) -> tuple[bytes, ...]:  # noqa: C901, PLR0911 - one a kind
    examples = tuple(path.read_bytes() for path in sorted(EXAMPLES.glob("*.yaml")))
    match name:
        case "case":
            return (*examples, *TINY)
        case "economics" | "vendors" | "audit" as section:
            own = [_without_cells(example) for example in examples if f"\n{section}:".encode() in example]
            of_example = ("vendors", str(EXAMPLES / "analytics-software.yaml"), "--template")
            template = of_example if section == "vendors" else (section, "--template")
            if section == "vendors":
                own = [written({section: parsed(each)[section]}, _Plain(), as_json=False) for each in own]
            return (*own, _printed(*template))
        case "metrics" | "workbook":
            long = (EXAMPLES / "metrics-history.csv").read_bytes()[:3000].rpartition(b"\n")[0]
            return long, _printed("metrics", "--template"), *TABLES
        case "result":
            advised = ("recommend", "-", *f"{JSON} {FAST}".split())
            return tuple(ran(list(advised), case).out.encode() for case in TINY)
        case "journal":
            return JOURNALS
        case "template":
            return (readers.word(readers.PAGE),)
        case "slides":
            return (readers.slides(readers.PAGE).content,)
        case "accounts":
            return ACCOUNTS
        case "mapping":
            return (MAPPING,)
        case "notes":
            return tuple(each.encode() for each in _notes())
        case "typed":
            return (
                *(each.encode() for each in AT_A_QUESTION),
                "u\n2\n?\nwhy\nback\nlist\ngo deal_size_usd\n50万\nn\nclient A 公司\ncell east\nsave\nq\n".encode(),
            )
    return (b"",)


@cache
def _small_seeds(name: str) -> tuple[bytes, ...]:
    """Return seeds with a few entries of each section of the examples; none for a kind of small seeds or one piece."""
    sections = {"case": {"answers", "cells"}, "journal": {"journal"}, "vendors": {"vendors"}}
    sections |= {"economics": {"economics"}, "audit": {"audit", "answers"}}
    if name in {"metrics", "workbook"}:
        return TABLES
    if name == "notes":
        return tuple(line.encode() for lines in _notes() for line in lines.splitlines())
    trees = [tree for seed in (_seeds(name) if name in sections else ()) for tree in _pieces(parsed(seed))]
    return tuple(written(tree, _Plain()) for tree in trees if not sections[name].isdisjoint(tree))


def _pieces(tree: Any) -> Iterator[Any]:
    """Return a tree with a few of its entries at a time."""
    if isinstance(tree, dict):
        plain = [(key, value) for key, value in tree.items() if not isinstance(value, dict | list)]
        yield from map(dict, _batched(plain))
        for key, value in tree.items():
            if isinstance(value, dict | list):
                yield from ({**dict(plain[:2]), key: piece} for piece in _pieces(value))
    elif isinstance(tree, list) and any(
        isinstance(value, dict | list) for each in tree if isinstance(each, dict) for value in each.values()
    ):
        yield from ([piece] for each in tree for piece in _pieces(each))
    elif isinstance(tree, list):
        yield from _batched(tree)


def _batched(entries: list[Any]) -> Iterator[list[Any]]:
    return (entries[at : at + A_FEW] for at in range(0, len(entries), A_FEW))


def _without_cells(example: bytes) -> bytes:
    """Return an example without most of its answers, which are fuzzed as cases."""
    tree = {key: value for key, value in parsed(example).items() if key not in {"cells", "metrics"}}
    answers = dict(list(tree.get("answers", {}).items())[:3])
    return written({**tree, "answers": answers}, _Plain())


class _Plain:
    """Chance that always chooses the first: seeds are written in the plainest style."""

    @staticmethod
    def random() -> float:
        return 1.0

    @staticmethod
    def choice(choices: tuple[bool | None, ...]) -> bool | None:
        return choices[0]


TINY = (
    b"""client: A
answers: {market_stage: mature, deal_size_usd: 5}
override: {mode: direct, because: b}
""",
    b"""answers: {market_stage: mature, market_distance: unknown}
cells:
- {id: a, region: R, answers: {target_account_count: 60}}
- {id: b}
""",
)
TABLES = (
    b"""period,K09,K05
2023Q1,31%,102%
2023Q2,32%,104%
2023Q3,35%,101%
2023Q4,38%,99%
2024Q1,31.5%,100%
""",
    b"""month,cell,metric,value,unit
2024-01,a,K10a,30,days
2024-02,a,K10a,31,days
2024-03,b,win rate,0.31,fraction
""",
)
JOURNALS = (
    b"""# mvpod interview: one line an entry
journal:
- {"knowledge": "2026.11 2a926f11ea9b"}
- {"answer": "own_sales_resources", "given": "high"}
- {"client": "Acme"}
- {"answer": "deal_size_usd", "given": 50000}
- {"withdraw": "own_sales_resources"}
- {"skip": "market_stage"}
- {"cell": "east", "region": "East", "like": "main"}
- {"answer": "target_account_count", "given": 60}
- {"enter": "main"}
- {"override": "hybrid", "because": "key accounts insist"}
- {"phase": "plan"}
""",
    b"""client: A
answers: {market_stage: mature}
journal:
- {"answer": "market_stage", "given": "new_entry"}
- {"answer": "own_sales_resources", "given": "unknown"}
""",
)


AT_A_QUESTION = (
    "about $1.2m", "50万", "30%", "6 months", "半年", "2,000", "1,234.5", "1.234", "high", "HIGH ", "高", "yes", "3",
    "20,0000", "CNY 300k", "大约 5 亿", "0", "-1", "1e6", "rare", "2 / 3", "don't know",
)  # fmt: skip
ACCOUNTS = (
    b"""key,region,value,route,own_sales_resources,market_stage,target_account_count,deal_size_usd
A1,North,120000,direct,high,mature,40,500000
A2,\xe5\x8d\x97,"1,234",channel,low,\xe6\x88\x90\xe7\x86\x9f,20000,5\xe4\xb8\x87
A3,,,,unknown,new_entry,,$40k
""",
    b"""id;value;win rate;purchase_frequency;product_complexity
1;12,5;30%;x;high
2;7;0.3;;low
""",
)
MAPPING = b"""columns:
  Konto: key
  region: region
  \xe6\x88\x90\xe4\xba\xa4\xe9\xa2\x9d: deal_size_usd
  own_sales_resources:
values:
  own_sales_resources:
    viele: high
    wenige: low
  market_stage:
    reif: mature
"""


def _notes() -> list[str]:
    """Return a line with each phrase by which the vocabulary knows an answer."""
    return [
        "\n".join(f"We have {phrase.replace('#', '12').replace('…', ' very ')}." for phrase in (*said.zh, *said.en))
        for fact in readers.ASKED
        for _, said in fact.phrases()
    ][::4]


def _printed(*arguments: str) -> bytes:
    return ran(list(arguments), b"").out.encode()
