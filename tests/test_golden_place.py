"""Golden cases of places: one phenomenon a file, the text and then every mention that must be found in it, in order.

A key that is missing from a case stands for `None`. Coordinates are left to tests/test_place.py: they change with GeoNames.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportedly.model import Parse, PlaceMention
from reportedly.place import places

CASES = sorted((Path(__file__).parent / "golden" / "place").glob("*.toml"))
KEYS = ("name", "gazetteer_id", "country", "region", "precision")


def described(mention: PlaceMention) -> dict[str, Any]:
    """The mention as a golden file has it."""
    row = {"words": mention.span.text} | {key: getattr(mention, key) for key in KEYS}
    return {key: value for key, value in row.items() if value is not None}


def test_there_are_cases() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, parse: Callable[..., Parse]) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [described(mention) for mention in places(parse(case["text"]))] == case.get("place", [])
