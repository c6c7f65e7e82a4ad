"""The schemas for editors accept every good file and mark every mistake they can see at its place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import jsonschema
import pytest
from referencing.jsonschema import DRAFT7

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.vendors import capability as vendors_parts
from mvpod_expert.views.messages import Messages
from mvpod_workbench.views.editor.schemas import globs, schemas
from tests.views.editor.broken import ACCEPTED, BROKEN, GOOD
from tests.views.editor.marking import KNOWLEDGE, ROOT, SCHEMAS, data, marks, places, shipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("kind", "path"), list(shipped()), ids=lambda each: getattr(each, "stem", each))
def test_every_shipped_file_is_accepted(kind: str, path: Path) -> None:
    """Nothing that the program reads is marked."""
    assert marks(kind, data(path.read_text(encoding="utf-8"))) == []


def test_every_shipped_file_has_one_schema() -> None:
    """None that an expert edits is left to the reader alone, and none has two that may differ.

    The record is written by the program.
    """
    found = Counter(path for _, path in shipped())
    written = {path for folder in ("rules", "knowledge", "examples") for path in (ROOT / folder).rglob("*.y*ml")}
    apart = {ROOT / "knowledge" / "record.yaml"}
    assert found == Counter(written - apart)


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_snippets_are_accepted(kind: str) -> None:
    """So that it is the mistake that is marked below, and nothing else."""
    assert marks(kind, data(GOOD[kind])) == []


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_else_the_program_reads_is_accepted(name: str) -> None:
    """Parts left out or empty, and the other files that lie among cases."""
    kind, written = ACCEPTED[name]
    assert marks(kind, data(written)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_marked_where_it_stands(name: str) -> None:
    """Unknown words, missing languages, outcomes in the wrong folder and so on, each at its place."""
    kind, good, old, new, place = BROKEN[name]
    assert old in good
    assert place in places(kind, data(good.replace(old, new, 1)))


def test_there_are_enough_mistakes() -> None:
    """At least forty, of every kind of file that people write."""
    assert len(BROKEN) >= 40
    assert {kind for kind, *_ in BROKEN.values()} >= GOOD.keys() | {kind for kind, _ in shipped()}


def test_the_schemas_are_schemas() -> None:
    """Of the draft they name, and every reference leads somewhere."""
    for name, schema in SCHEMAS.items():
        jsonschema.Draft7Validator.check_schema(schema)
        for file, piece in re.findall(r'"\$ref": "([^"#]*)(?:#/definitions/([^"]+))?"', json.dumps(schema)):
            definitions = SCHEMAS[file or name]["definitions"]
            assert not piece or piece in definitions, (name, file, piece)
    assert DRAFT7


def test_completion_offers_what_the_home_declares() -> None:
    """The expert's own facts, options, items, principles and modes, with their words in the chosen language."""
    shared = schemas(KNOWLEDGE, Messages("zh"))["shared.schema.json"]["definitions"]
    fact = KNOWLEDGE.facts["product_complexity"]
    assert shared["state_product_complexity"]["enum"] == list(fact.states)
    assert fact.title.zh in shared["tested_product_complexity"]["markdownDescription"]
    assert shared["item"]["enum"] == sorted(item.id for item in KNOWLEDGE.items())
    assert shared["mode"]["enumDescriptions"] == [mode.title.zh for mode in KNOWLEDGE.decision.modes]
    assert list(shared["condition_asked"]["properties"])[:4] == ["all", "any", "not", "at_least"]
    assert set(shared["condition_asked"]["properties"]) >= {each.id for each in KNOWLEDGE.asked()}


def test_completion_in_a_case_goes_on_below_its_answers() -> None:
    """Vendors, numbers and the audit of a plan: keys, fits and scores with what the experts call them."""
    made = schemas(KNOWLEDGE, Messages("zh"))
    audited, table = audit_parts.KNOWLEDGE.of(KNOWLEDGE), vendors_parts.TABLE.of(KNOWLEDGE)
    assert audited is not None
    assert table is not None
    vendor = made["shared.schema.json"]["definitions"]["vendors"]["items"]["properties"]
    functions, criteria = (vendor[key]["anyOf"][0]["properties"] for key in ("functions", "criteria"))
    assert tuple(functions) == KNOWLEDGE.functions()
    fits = functions["dashboards"]["anyOf"][0]
    assert (
        dict(zip(fits["enum"], fits["enumDescriptions"], strict=True)).items()
        >= {each: title.zh for each, title in table.fits.items()}.items()
    )
    assert tuple(criteria) == table.criteria()
    assert criteria["F2"]["anyOf"][0]["enum"] == [0, 1, 2]
    assert criteria["F2"]["anyOf"][0]["enumDescriptions"] == [level.zh for level in table.criterion("F2").levels]
    case = made["case.schema.json"]["else"]["properties"]
    assert case["audit"]["$ref"] == "shared-audit.schema.json#/definitions/answers"
    assert list(case) == [
        "client", "offer", "currency", "rates", "source", "answers", "override",
        "economics", "metrics", "vendors", "cells", "audit", "journal",
    ]  # fmt: skip
    plan = made["shared-audit.schema.json"]["definitions"]["answers"]["properties"]
    assert list(plan) == [fact.id for fact in audited.asked()]


def test_a_home_offers_only_what_it_has() -> None:
    """Without vendors, numbers, trends and an audit a case has no keys for them, and their files are not marked."""
    bare = KNOWLEDGE.model_copy(update=dict.fromkeys(("vendors", "economics", "trends", "audit")))
    made = schemas(bare, Messages("en"))
    assert not {"economics", "metrics", "vendors", "audit"} & made["case.schema.json"]["properties"].keys()
    assert made.keys() == SCHEMAS.keys() - {"shared-audit.schema.json", "shared-trends.schema.json"}
    for name in ("rules-trends", "rules-audit-plan", "rules-audit-derive", "audit-standard", "audit-measures", "plan"):
        assert jsonschema.Draft7Validator(made[f"{name}.schema.json"]).is_valid({"whatever": 1})


def test_the_settings_lead_to_the_schemas(tmp_path: Path) -> None:
    """`rules schemas` writes every schema, and settings that name it for files that are there."""
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, tmp_path / name)
    program = [sys.executable, "-m", "mvpod_expert", "rules", "schemas", "-o", "editor", "--home", "."]
    subprocess.run(program, cwd=tmp_path, check=True, capture_output=True)
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "editor").glob("*.json")}
    assert written.keys() == SCHEMAS.keys()
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert settings == {f"./editor/{name}": list(files) for name, files in globs().items()}
    for files in globs().values():
        assert any(any(ROOT.glob(file)) for file in files) or any("plan" in file for file in files), files
