"""Golden cases of figures: one phenomenon a file, the text and then every figure that must be found in it.

A key that is missing from a case stands for `None`, false, or an open end, so a case says all there is to say. `words` are the
words of the figure; `part_of` and `since` are given by their words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportedly.model import Parse, Quantity
from reportedly.quantity import quantities

CASES = sorted((Path(__file__).parent / "golden" / "quantity").glob("*.toml"))
PLAIN = (
    *("low", "high", "low_exclusive", "high_exclusive", "approximate", "direction"),
    *("unit", "counted", "outcome", "scope", "vague"),
)


def described(found: tuple[Quantity, ...]) -> list[dict[str, Any]]:
    """The figures as a golden file has them."""
    words = {q.id: q.span.text for q in found}
    rows = []
    for q in found:
        row: dict[str, Any] = {"words": q.span.text} | {key: getattr(q, key) for key in PLAIN}
        row["part_of"] = words[q.part_of] if q.part_of else None
        row["since"] = q.since.text if q.since else None
        rows.append({key: value for key, value in row.items() if value is not None and value is not False})
    return rows


def test_there_are_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, parse: Callable[..., Parse]) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    assert described(quantities(parse(case["text"]))) == case.get("quantity", [])
