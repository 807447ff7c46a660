"""Statements without a figure: which of them say one thing.

A statement is the set of its content words in one form: countries by their code, endings taken off, a speaker's "it" by the
speaker. Two are one when their sets are the same, or when one of many words has a single word more that turns nothing. A few
words without a name ("the wall had burst") are a statement of the region that their report is set in, and of no other.
Precision goes before recall: paraphrases are missed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from reportedly.model import Claim, make_id
from reportedly.population import in_one_form
from reportedly.unit import singular

__all__ = ["Propositions", "Words", "content_of", "of_the_speaker"]

#: The content words of a statement, sorted.
Words = tuple[str, ...]

#: How many content words a proposition has at least, and from how many on one more makes no other.
_FEWEST, _MANY = 4, 9


@cache
def _words(file: str) -> frozenset[str]:
    lines = files("reportedly").joinpath("data/match", file).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_SPEAKER = re.compile(r"\W*(?:it|its|he|his|she|her|they|their|we|our|i|my)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,] )[A-Z]\w")
#: What tells a statement from a part of one, in so few words.
_VERB = re.compile(
    r"\b(?:is|are|was|were|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|\w{3,}ed)\b", re.IGNORECASE
)
_NO = re.compile(r"(?:no|not|never|nobody|none|neither)$")
#: Where a second statement begins, which does not count.
_CLAUSE = re.compile(r", (?:and|but|while|although|whereas)\b|;")
_NEGATION = re.compile(r"\b(?:no|not|never|nobody|none|neither|without)\b|n['’]t\b", re.IGNORECASE)


def content_of(claim: Claim, region: str | None = None) -> Words:
    """The content words of a claim, sorted, in one form; empty when there are too few to know a proposition by.

    Where they are few, or no name and no number is among them, the region that the report is set in makes up for it.

    "It had sent troops" is said of the speaker, who then stands among the words. A negation is left to the polarity of the
    claim, or stands among the words where that does not tell it.
    """
    if claim.stance not in ("asserts", "denies", "doubts"):
        return ()
    stop = _words("stop.txt")
    words = {_stem(word) for word in in_one_form(_CLAUSE.split(claim.passage)[0]) if word not in stop and not _NO.match(word)}
    if of_the_speaker(claim.passage) and claim.origin:
        words.add("@" + " ".join(in_one_form(claim.origin.name)))
    if len(words) < _FEWEST or not (any(map(_is_name, words)) or _NAME.search(claim.passage)):
        lost = claim.origin is not None and claim.origin.name == "unknown"
        if region is None or len(words) < 2 or lost or claim.quantities or not _VERB.search(claim.passage):
            return ()
        words.add("@" + region)
    if claim.polarity == "+" and _NEGATION.search(claim.passage):
        words.add("@not")
    return tuple(sorted(words))


def of_the_speaker(passage: str) -> bool:
    """Whether a passage begins with "it", "he" and the like, which in a report of speech is the speaker."""
    return _SPEAKER.match(passage) is not None


def _is_name(word: str) -> bool:
    """The code of a country, a number, the speaker or a negation: what may not differ in one proposition."""
    return word.isupper() or not word.isalpha()


def _stem(word: str) -> str:
    """A word without the endings of number and tense; a code of a country or a number as it is."""
    if _is_name(word):
        return word
    word = singular(word)
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word


class Propositions:
    """Statements that say one thing: they have the same content words, or one of many words has one word more.

    Never when the word is a name or number or changes whether the thing happened ("failed", "planned"). What is one with a
    third is one, whichever came first. Sets of words are found by sums of hashes, so time and space are linear.
    """

    def __init__(self) -> None:
        self._claims: dict[Words, dict[str, tuple[Claim, date | None]]] = defaultdict(dict)
        self._whole: dict[int, Words] = {}
        self._longer: dict[int, set[Words]] = defaultdict(set)
        self._ids: dict[str, Words] = {}

    def add(self, words: Words, claim: Claim, said: date | None) -> None:
        """Add a claim with these content words."""
        if words not in self._claims:
            self._ids[make_id("proposition", *words)] = words
            self._whole[_sum(words)] = words
            for key in _without_one(words):
                self._longer[key].add(words)
        self._claims[words][claim.id] = (claim, said)

    def remove(self, words: Words, claim: Claim) -> None:
        """Take a claim away."""
        del self._claims[words][claim.id]
        if not self._claims[words]:
            del self._claims[words], self._ids[make_id("proposition", *words)], self._whole[_sum(words)]
            for key in _without_one(words):
                self._longer[key].discard(words)
                if not self._longer[key]:
                    del self._longer[key]

    def __iter__(self) -> Iterator[str]:
        """The ids of those that at least two claims speak to."""
        seen: set[Words] = set()
        for words in self._claims:
            if words not in seen:
                group = self._group(words)
                seen |= group
                if len(group) > 1 or len(self._claims[words]) > 1:
                    yield make_id("proposition", *min(group))

    def __getitem__(self, id: str) -> list[tuple[Claim, date | None]]:
        """The claims that speak to the proposition with this id. Raises KeyError when it is not there."""
        group = self._group(self._ids[id])
        found = [one for words in group for one in self._claims[words].values()]
        if min(group) != self._ids[id] or len(found) < 2:
            raise KeyError(id)
        return found

    def _group(self, words: Words) -> set[Words]:
        group, todo = {words}, [words]
        while todo:
            one = todo.pop()
            near = {other for key in _without_one(one) if (other := self._whole.get(key))}
            near |= self._longer.get(_sum(one), set())
            todo += near - group
            group |= near
        return group


_ALL = 1 << 64


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    return int(make_id(word)[:16], 16)


def _sum(words: Words) -> int:
    return sum(map(_hash, words)) % _ALL


def _without_one(words: Words) -> Iterator[int]:
    """What stands for a large set of words without any one of those that may be missing."""
    if len(words) >= _MANY:
        whole = _sum(words)
        for word in words:
            if not _is_name(word) and word not in _words("turning.txt"):
                yield (whole - _hash(word)) % _ALL
