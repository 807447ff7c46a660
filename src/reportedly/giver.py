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

__all__ = ["PRONOUNS", "Answers", "answers", "before_apposition", "in_brackets", "is_according", "is_giver", "label"]

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


#: A label before a colon is no longer, in tokens.
_LABEL = 14
#: What a label ends with that says more of whom it names: "the man on the telephone", "the mayor, by phone".
_FURTHER = frozenset((",", "(", "of", "in", "on", "at", "for", "from", "with", "to", "by", "after", "near", "who"))
#: Before whom a label may name: "From a member of the doctors' committee: nine bodies".
_FROM = frozenset(("from", "for", "and", "but", "then"))
_SEGMENT = frozenset((";", "–", "—", "•", "|"))


def label(parse: Parse, colon: int) -> tuple[int, int] | None:
    """Whom a colon shows as the one who says what follows, in token indices `[first, last)`: "the ministry: two, in a car", "the
    army, after a denial: three". A heading ("Prisoners: nine") names nobody who could say it."""
    tokens = parse.tokens
    start = parse.sentences[tokens[colon].sentence][0]
    if start == colon and colon and tokens[colon - 1].sentence == tokens[colon].sentence - 1:
        start = parse.sentences[tokens[colon].sentence - 1][0]  # the parser ends the sentence before the colon
    for i in range(colon - 1, start - 1, -1):
        if tokens[i].text in _SEGMENT or tokens[i].text == ":":
            start = i + 1
            break
    while start < colon and (tokens[start].lower in _FROM or tokens[start].pos == "PUNCT"):
        start += 1
    core = start
    while core < colon and (core == start or tokens[core].lower not in _FURTHER):
        core += 1
    words = tokens[start:core]
    if not words or colon - start > _LABEL or any(t.pos in ("VERB", "AUX", "NUM") for t in words):
        return None
    head = next((t for t in reversed(words) if t.pos in ("NOUN", "PROPN")), None)
    if head is None or head.lemma in answers().figures or not is_giver(parse, head.i):
        return None
    # "Prisoners: nine" is a heading; "the prisoners: nine" is what they say.
    alone = len(words) == 1 and head.pos == "NOUN" and head.tag == "NNS" and head.lower in _people_or_many()
    return None if alone else (start, core if core < colon and tokens[core].text in (",", "(") else colon)


def in_brackets(parse: Parse, first: int, last: int) -> tuple[int, int] | None:
    """Who gives a figure that stands alone in brackets behind him, in token indices: "the highest is that of the Front (45)"."""
    tokens = parse.tokens
    if first < 2 or last + 1 >= len(tokens) or tokens[first - 1].text != "(" or tokens[last + 1].text != ")":
        return None
    head = tokens[first - 2]
    if head.pos not in ("NOUN", "PROPN") or not is_giver(parse, head.i) or parse.left_edge[head.i] > head.i:
        return None
    somebody = any(e.label == "PERSON" and e.first <= head.i < e.last for e in parse.entities)
    if somebody or (head.pos == "NOUN" and (head.tag == "NNS" or head.lemma in lexicon().people)):
        return None  # "Zora Kell (45)" is as old, "the villagers (40)" are as many
    start = parse.left_edge[head.i]
    return start, head.i + 1


@cache
def _people_or_many() -> frozenset[str]:
    return frozenset(f"{noun}s" for noun in lexicon().people | lexicon().many)


def before_apposition(parse: Parse, i: int) -> int:
    """The token before what is set between commas, the second of which is token `i`: "the operator, Sol Lines, at 176"."""
    if i < 3 or parse.tokens[i].text != ",":
        return i
    name = list(parse.tokens[max(0, i - 7) : i])
    while name and name[-1].pos in ("PROPN", "NOUN", "ADJ", "DET", "ADP"):
        name.pop()
    return name[-1].i - 1 if name and name[-1].text == "," and name[-1].i < i - 1 else i
