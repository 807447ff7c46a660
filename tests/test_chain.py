"""Golden cases of chains: one construction a file, through the whole of extraction by rules.

`claim` are words of the passage whose chain is meant; each hop is given by words of its name, origin first. A relation or a
flag that is missing from a case is not looked at.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from reportedly.pipeline import Extractor
from tests.conftest import make_document

CASES = sorted((Path(__file__).parent / "golden" / "chain").glob("*.toml"))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(attribution="rules")


def test_there_are_cases() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, extractor: Extractor) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    claims = [c for c in extractor(make_document(case["text"], date(2024, 5, 18))).claims if case["claim"] in c.passage]
    assert claims, f"no claim holds {case['claim']!r}"
    chain = min(claims, key=lambda c: len(c.passage)).chain
    wanted = case["hop"]
    assert len(chain) == len(wanted), [hop.name for hop in chain]
    for hop, want in zip(chain, wanted, strict=True):
        assert want["name"] in hop.name
        assert want.get("relation", hop.relation) == hop.relation
        assert want.get("joint", False) == hop.joint
