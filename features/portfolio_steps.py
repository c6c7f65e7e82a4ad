"""The steps about lists of accounts: the files that are written, held against each account decided alone."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from pytest_bdd import given, parsers, then, when

from features.program import mvpod

if TYPE_CHECKING:
    from features.consultation import Consultation

ACCOUNTS, DECIDED, REJECTED = "accounts.csv", "decided.csv", "decided.rejected.csv"


def _rows(consultation: Consultation, name: str) -> list[dict[str, str]]:
    with (consultation.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given("a list of accounts")
def _accounts(consultation: Consultation, datatable: list[list[str]]) -> None:
    with (consultation.folder / ACCOUNTS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(datatable)


@when("I decide on the list")
def _decide(consultation: Consultation) -> None:
    command = ("portfolio", ACCOUNTS, "-o", DECIDED, "--summary", "--lang", "en")
    consultation.page = mvpod(*command, folder=consultation.folder)


@then(parsers.parse("{count:d} accounts are decided"))
def _decided(consultation: Consultation, count: int) -> None:
    assert len(_rows(consultation, DECIDED)) == count
    assert f"{count} rows decided" in consultation.seen.said


@then(parsers.parse('the account "{key}" is not decided because of the column "{column}"'))
def _rejected(consultation: Consultation, key: str, column: str) -> None:
    (row,) = _rows(consultation, REJECTED)
    assert (row["key"], row["column"]) == (key, column)
    assert row["reason"]


@then(parsers.parse('the account "{key}" is told what it is told alone'))
def _alone(consultation: Consultation, key: str) -> None:
    (row,) = (row for row in _rows(consultation, DECIDED) if row["key"] == key)
    answers = {fact.id: row[fact.id] for fact in consultation.knowledge.asked() if row[fact.id]}
    assert answers
    case = consultation.folder / "alone.json"
    case.write_text(json.dumps({"answers": answers}), encoding="utf-8")
    mode = mvpod("recommend", case, "--format", "json", folder=consultation.folder).cell["mode"]
    assert row["mode"] == (mode["recommended"] or "")
    assert row["verdict"] == mode["verdict"]
    for standing in mode["ranking"]:
        assert int(row[f"points_{standing['mode']}"]) == standing["net"]
