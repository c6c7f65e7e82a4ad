"""The advice as JSON, and the JSON Schema of it: the contract for programs."""

import json

from mvpod_expert.model.advice import Recommendation


def advice_json(recommendation: Recommendation) -> str:
    """Give the recommendation as JSON text."""
    return json.dumps(recommendation.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2)


def advice_schema() -> str:
    """Give the JSON Schema (draft 2020-12) of the recommendation as JSON text."""
    schema = Recommendation.model_json_schema(by_alias=True, mode="serialization")
    titled = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "mvpod recommendation"}
    return json.dumps(titled, ensure_ascii=False, indent=2)
