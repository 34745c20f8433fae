"""The JSON interface against its own description."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, assume, settings
from starlette.testclient import TestClient

from search.web.openapi import description

schema = schemathesis.openapi.from_dict(description())


@schema.parametrize()
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(site: str, case: schemathesis.Case) -> None:
    asked = case.query or {}
    # No schema can say that the last day must not lie before the first; that is asked in test_downloads.
    assume(not asked.get("from") or not asked.get("to") or str(asked["from"]) <= str(asked["to"]))
    case.call_and_validate(base_url=site)


def test_the_description_names_the_host_it_is_asked_of(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert told["servers"] == [{"url": "http://localhost"}]
    assert set(told["paths"]) == {
        "/search.json", "/search.jsonl", "/search.csv", "/search.parquet", "/search.atom", "/event/{event_id}.json",
        "/coverage.json",
    }  # fmt: skip
