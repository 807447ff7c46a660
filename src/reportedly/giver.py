"""Who can give a figure, and the words by which figures are given (`data/quantity/answers.toml`).

A leaf that the readers of figures and of statements share: "the union put the number at 9,000" is an answer for the one and a
statement for the other.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Parse
from reportedly.outcome import lexicon

__all__ = ["PRONOUNS", "Answers", "answers", "before_apposition", "is_according", "is_giver"]

#: Verbs of those phrases that by themselves say nothing of a speaker.
_OF_ALL = frozenset(("be", "have", "go", "come", "move", "hold", "stick", "stand", "keep"))
#: Pronouns for those who can give a figure.
PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who"))


@dataclass(frozen=True, slots=True)
class Answers:
    """`answers.toml` as sets."""

    figures: frozenset[str]
    values: frozenset[str]
    says: frozenset[str]
    givers: frozenset[str]
    present: frozenset[str]
    topics: frozenset[str]
    beside: frozenset[str]
    gives: frozenset[str]
    speaking: frozenset[str]


@cache
def answers() -> Answers:
    """The words of answers, read once."""
    data = tomllib.loads(files("reportedly").joinpath("data/quantity/answers.toml").read_text(encoding="utf-8"))
    return Answers(
        figures=frozenset(data["figures"].split()),
        values=frozenset(data["values"]),
        says=frozenset(data["says"]),
        givers=frozenset(data["bodies"].split()) | lexicon().people | lexicon().many,
        present=frozenset(data["present"].split()),
        topics=frozenset(data["topics"].split()),
        beside=frozenset(data["beside"]),
        gives=frozenset(data["says"]) | frozenset(data["sets"]),
        speaking=frozenset(phrase.split()[0] for phrase in (*data["says"], *data["sets"])) - _OF_ALL,
    )


def is_giver(parse: Parse, i: int) -> bool:
    """Whether token `i` is one who can give a figure: a person, a body, a name or a pronoun for them."""
    t = parse.tokens[i]
    return t.pos == "PROPN" or t.lemma in answers().givers or t.lower in answers().givers or t.lower in PRONOUNS


def is_according(parse: Parse, first: int, last: int) -> bool:
    """Whether a figure stands alone, with nothing but who gives it: ": 15 according to the union, 17 according to the UN"."""
    tokens = parse.tokens
    start, end = parse.sentences[tokens[first].sentence]
    after = [t.lower for t in tokens[last + 1 : min(end, last + 4)]]
    after = after[1:] if after[:1] == [","] else after
    alone = first > start and tokens[first - 1].lower in (":", ",", ";", "and", "but", "or", "–", "—")
    return alone and after[:2] == ["according", "to"] and tokens[first - 2].pos != "NUM"


def before_apposition(parse: Parse, i: int) -> int:
    """The token before what is set between commas, the second of which is token `i`: "the operator, Sol Lines, at 176"."""
    if i < 3 or parse.tokens[i].text != ",":
        return i
    name = list(parse.tokens[max(0, i - 7) : i])
    while name and name[-1].pos in ("PROPN", "NOUN", "ADJ", "DET", "ADP"):
        name.pop()
    return name[-1].i - 1 if name and name[-1].text == "," and name[-1].i < i - 1 else i
