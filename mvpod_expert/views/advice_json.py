"""Advice, explanations, replays and rules as JSON, and the JSON Schemas of the first two: the contract for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mvpod_expert.audit.model import Audited
from mvpod_expert.economics.document import EconomicsDocument
from mvpod_expert.mode.explanation.model import Explained
from mvpod_expert.model.recommendation import Recommendation
from mvpod_expert.trends.document import TrendsDocument
from mvpod_expert.vendors.document import VendorsDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.mode.explanation.near_miss_model import NearMiss
    from mvpod_expert.model.frozen import FrozenModel
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.replay.model import Replay

DOCUMENTS: dict[str, type[FrozenModel]] = {
    "recommendation": Recommendation,
    "explanation": Explained,
    "economics": EconomicsDocument,
    "metrics": TrendsDocument,
    "vendors": VendorsDocument,
    "audit": Audited,
}
"""What has a published schema, by name."""


def advice_json(recommendation: Recommendation) -> str:
    """Give the recommendation as JSON text."""
    return _text(_plain(recommendation))


def explained_json(explained: Explained) -> str:
    """Give explanations as JSON text."""
    return _text(_plain(explained))


def economics_json(case: EconomicsDocument) -> str:
    """Give the economics of a case as JSON text."""
    return _text(_plain(case))


def trends_json(trends: TrendsDocument) -> str:
    """Give trends as JSON text."""
    return _text(_plain(trends))


def vendors_json(compared: VendorsDocument) -> str:
    """Give the vendors of a case as JSON text."""
    return _text(_plain(compared))


def audit_json(audited: Audited) -> str:
    """Give the audit of a plan as JSON text."""
    return _text(_plain(audited))


def replay_json(replay: Replay) -> str:
    """Give a replay as JSON text."""
    return _text(_plain(replay))


def rule_data(rule: Rule, held: Iterable[NearMiss]) -> dict[str, object]:
    """Give a rule, and how near it came to firing on each cell of a case, as data."""
    written = rule.model_dump(
        mode="json", by_alias=True, include={"id", "title", "family", "stratum", "then", "because"}
    )
    return {**written, "cases": [_plain(each) for each in held]}


def schema_of(document: str) -> str:
    """Give the JSON Schema (draft 2020-12) of a document as JSON text."""
    schema = DOCUMENTS[document].model_json_schema(by_alias=True, mode="serialization")
    titled = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": f"mvpod {document}"}
    return _text(titled)


def _plain(noun: FrozenModel) -> object:
    return noun.model_dump(mode="json", by_alias=True)


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)
