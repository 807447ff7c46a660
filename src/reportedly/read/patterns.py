"""The patterns of `data/read`, with their placeholders filled in. What they mean is told in the README.md beside them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩЀ-Я"
_IN_WORD = r"[\w.&’'-]*"
_TITLE = rf"(?-i:[{_UPPER}\d]{_IN_WORD},?)"
_NAMED = rf"(?-i:[{_UPPER}]{_IN_WORD})"
_PARTICLE = "(?:de|da|do|dos|del|della|di|van|von|der|den|la|le|al|el|bin|ibn|y) "
_PERSON = rf"(?-i:{_NAMED}(?: (?:{_PARTICLE})*{_NAMED}){{1,3}})"
_NAME = (
    rf"(?P<name>(?:https?://)?[\w-]+(?:\.[\w-]+)+[\w/-]*|(?:the )?(?-i:[{_UPPER}\d])(?:[^.,;:()\[\]*\n]|\.(?=\w)){{0,60}}?)"
    r"(?=\s+(?:on|under|and|in|with|as|at|by|here|is|was|where|before)\b|\s*[.,;:()\[\]*_—–]|\s*$)"
)
_MONTH = (
    "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_CREDIT = rf"[{_UPPER}\d@][\w.&’'@-]*(?:(?: ?[/|] ?|, | via | for | of | and | )[{_UPPER}\d@][\w.&’'@-]*){{0,7}}"


@cache
def agencies() -> dict[str, str]:
    """The name of a news agency by every form in which it is credited."""
    names: dict[str, str] = {}
    for line in _data("agencies.txt").splitlines():
        if line.strip() and not line.startswith("#"):
            name, *others = (form.strip() for form in line.split("|"))
            names |= dict.fromkeys((name, *others), name)
    return names


@cache
def agency() -> re.Pattern[str]:
    """Any credited form of an agency, as a whole word; case counts."""
    forms = sorted(agencies(), key=len, reverse=True)
    return re.compile(rf"(?-i:(?<!\w)(?:[Tt]he )?(?:{'|'.join(map(re.escape, forms))})(?!\w))")


def entries(name: str) -> list[dict[str, Any]]:
    """The tables of the file `name`.toml, whose array has the same name without its plural."""
    tables: list[dict[str, Any]] = tomllib.loads(_data(f"{name}.toml"))[name.removesuffix("s")]
    return tables


def expand(pattern: str) -> str:
    """`pattern` with its placeholders filled in."""
    parts = {
        "name": _NAME,
        "people": rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON}){{0,4}}",
        "person": _PERSON,
        "title": _TITLE,
        "upper": _UPPER,
        "month": _MONTH,
        "credit": _CREDIT,
        "agency": agency().pattern,
        "agencies": rf"{agency().pattern}(?:(?:, and |, | and | & | ?/ ?){agency().pattern}){{0,3}}",
    }
    return re.sub(r"\{([a-z]+)\}", lambda m: parts[m[1]], pattern)


def _data(name: str) -> str:
    return files("reportedly").joinpath("data", "read", name).read_text("utf-8")
