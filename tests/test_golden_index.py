"""The list of phenomena in golden/README.md names cases that exist."""

from __future__ import annotations

import re
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def test_every_case_in_the_list_exists() -> None:
    cases = {path.stem for folder in ("quantity", "time", "place") for path in (GOLDEN / folder).iterdir()}
    rows = [line for line in (GOLDEN / "README.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(named) > 80
    assert named <= cases
