"""Why somebody is not named: the phrases by which a report tells it ("asked not to be named", "on condition of anonymity")."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["why_unnamed"]


@cache
def why_unnamed() -> re.Pattern[str]:
    """The pattern of these phrases, those of `data/claim/chains.toml`."""
    data = tomllib.loads(files("reportedly.data.claim").joinpath("chains.toml").read_text("utf8"))
    return re.compile(rf"\b(?:{'|'.join(re.escape(p.strip()) for p in data['anonymity'].split('|'))})\b", re.IGNORECASE)
