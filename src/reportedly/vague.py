"""Vague words as intervals, by a named profile.

"Dozens" is no number. Whoever wants to add it up must say by whose rule, so a quantity keeps the word, and an interval comes
only from a profile: a small data file with a name, a version and a source (`data/quantity/vague/`). A profile has no opinion on
words that its source does not name; then there is no interval.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.errors import UsageError
from reportedly.model import Quantity
from reportedly.number import SCALES

#: Closed interval; `None` is an open end.
Interval = tuple[float | None, float | None]

_FOLDER = "data/quantity/vague"
_MULTIPLIED = {"dozen": 12, **SCALES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A reading of vague words. `words`: word and interval; `multiples`: the same for words before a scale ("several dozen")."""

    name: str
    version: str
    source: str
    url: str
    words: tuple[tuple[str, tuple[float, float]], ...]
    multiples: tuple[tuple[str, tuple[float, float]], ...] = ()

    @classmethod
    def load(cls, name: str) -> Profile:
        """The profile of that name. Raises UsageError when there is none."""
        if name not in profiles():
            raise UsageError(f"no profile of vague words is called {name!r}; there are {', '.join(profiles())}")
        return _load(name)

    def read(self, words: str) -> tuple[float, float] | None:
        """The interval for vague words as a `Quantity` keeps them, or `None` where the profile does not name them."""
        table = dict(self.words)
        if words in table:
            return table[words]
        head, _, scale = words.rpartition(" ")
        multiple = dict(self.multiples).get(head)
        if multiple is None or scale not in _MULTIPLIED:
            return None
        size = _MULTIPLIED[scale]
        return multiple[0] * size, (multiple[1] + 1) * size - 1


@cache
def profiles() -> tuple[str, ...]:
    """The names of the profiles there are, in order."""
    return tuple(
        sorted(f.name.removesuffix(".toml") for f in files("reportedly").joinpath(_FOLDER).iterdir() if f.name.endswith(".toml"))
    )


@cache
def _load(name: str) -> Profile:
    data = tomllib.loads(files("reportedly").joinpath(f"{_FOLDER}/{name}.toml").read_text(encoding="utf-8"))

    def table(key: str) -> tuple[tuple[str, tuple[float, float]], ...]:
        return tuple((word, (float(low), float(high))) for word, (low, high) in data.get(key, {}).items())

    return Profile(
        name=data["name"],
        version=data["version"],
        source=" ".join(data["source"].split()),
        url=data["url"],
        words=table("words"),
        multiples=table("multiples"),
    )


def interval(quantity: Quantity, profile: Profile) -> Interval | None:
    """The interval of a quantity: its own bounds, or what the profile makes of its vague words; `None` where neither says."""
    if quantity.vague is None:
        return None if quantity.low is None and quantity.high is None else (quantity.low, quantity.high)
    return profile.read(quantity.vague)
