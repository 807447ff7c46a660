"""What became of those whom a figure counts: killed, wounded, captured, deployed and so on, from the syntax.

The words are in `data/quantity/outcomes.toml`; the idea is where they must stand. An outcome belongs to a figure if it is the
counted noun ("300 casualties"), a state beside it ("three deceased soldiers"), the verb of which it is the object or the
subject ("killed 12", "12 died"), a relative clause or participle on it ("12 people who died"), or the noun whose value the
figure is ("a death toll of 41", "casualties exceeded 3,000"). Nearness alone never counts, except in a last look at the few
words after the figure for text that the parser cannot read. Killed and wounded coordinated over one figure is the outcome
"killed or wounded".

What it gets wrong: outcomes told by other words ("a bomb tore through 40 worshippers"), a figure whose outcome stands in another
sentence, and a noun that is an outcome in one text and a label in the next ("prisoner" of a prisoner exchange).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Parse


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome and the token that says it. `yields`: gives way to a state before the noun."""

    name: str
    token: int
    yields: bool = False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    nouns: dict[str, str]
    tolls: dict[str, str]
    states: dict[str, str]
    done_to: dict[str, str]
    done_by: dict[str, str]
    taken: dict[str, str]
    lives: frozenset[str]
    yields: frozenset[str]
    together: frozenset[str]
    together_name: str
    people: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    folder = files("reportedly").joinpath("data/quantity")
    data = tomllib.loads(folder.joinpath("outcomes.toml").read_text(encoding="utf-8"))
    people = tomllib.loads(folder.joinpath("people.toml").read_text(encoding="utf-8"))["people"].split()

    def table(key: str) -> dict[str, str]:
        return {word: entry["name"] for entry in data["outcome"] for word in entry.get(key, [])}

    return _Lexicon(
        nouns=table("nouns"),
        tolls=table("tolls"),
        states=table("states"),
        done_to=table("done_to"),
        done_by=table("done_by"),
        taken=table("taken"),
        lives=frozenset(table("lives")),
        yields=frozenset(entry["name"] for entry in data["outcome"] if entry.get("yields")),
        together=frozenset(data["both"]["all"]),
        together_name=data["both"]["name"],
        people=frozenset(people),
    )


_GLUED = re.compile(r"([a-z]{3,}ed)(?:or|and)$")
_TAKE = frozenset(("take", "hold"))
_LEAVE = frozenset(("leave", "find", "declare", "report", "fear", "presume", "believe", "list", "pronounce", "confirm", "go", "be", "render", "make"))
_REACH = frozenset(
    "exceed reach rise climb increase grow stand total number surpass top pass hit be fall drop jump come amount approach remain near".split()
)
_GROUPS = frozenset("total number group majority handful couple dozen hundred thousand score convoy pair team part third half quarter rest".split())
_SUBJECT = ("nsubj", "nsubjpass")


def person(parse: Parse, noun: int) -> bool:
    """Whether a noun names a kind of person: "soldier", "North Korean"."""
    t = parse.tokens[noun]
    return t.lemma in _lexicon().people or t.lower in _lexicon().people or any(
        e.label == "NORP" and e.first <= noun < e.last for e in _entities(parse, noun)
    )


def _entities(parse: Parse, i: int) -> Iterator[object]:
    raise NotImplementedError
