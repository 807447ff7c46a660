"""The words around a time expression that decide what it means, from `data/timex/governors.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def word_list(table: str, name: str) -> frozenset[str]:
    """The list of this name in this table. Raises KeyError when there is none."""
    text = resources.files("reportedly.data.timex").joinpath("governors.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)[table][name].split())
