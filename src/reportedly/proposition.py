"""Statements without a figure: which of them say one thing.

A statement is the set of the content words of its main clause in one form: countries by their code, endings taken off, one word
for a class that news uses as one ("ferry", "vessel"), the speaker for its "it". Two are one when their words are the same, or
when the one only says more: it has up to three words more, none of which is a number or a country or turns what is said. Where
several say more with unlike names ("its wall" of two firms), nobody can tell which is meant, and what says less stands alone. A
few words, or words without a name, are a statement of the region that their report is set in, and of no other; and what nobody
has spoken of for a month is another matter. Precision goes before recall: most paraphrases are missed.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple, TypeVar

from reportedly.graph import components
from reportedly.model import Claim, make_id
from reportedly.population import in_one_form
from reportedly.unit import singular

__all__ = ["Propositions", "Statement", "of_the_speaker", "statement_of"]

#: How many content words tell a statement with a name by themselves, and how many tell what a thing without "the" does.
_FEWEST, _PLAIN = 4, 3
#: How many words more make no other statement; for whole passages, of how many words, one word.
_MORE, _MANY = 3, 9
_MONTH = timedelta(days=31)
#: What stands for a negation among the words.
_NOT = "@not"


_Key = TypeVar("_Key")


class Statement(NamedTuple):
    """What a claim says. `words` in one form, sorted; `names` those of them that are names; `clause`: whether they are those of a
    main clause, else of the whole passage; `definite`: whether it is about one certain thing; `region` where its report is set,
    "" where the report does not tell."""

    words: tuple[str, ...]
    names: frozenset[str]
    clause: bool
    definite: bool
    region: str

    @property
    def alone(self) -> bool:
        """Whether the words tell what is meant, wherever it is said."""
        words = [word for word in self.words if word != _NOT]
        return len(words) >= _FEWEST and bool(self.names or any(map(_is_name, words)))

    @property
    def id(self) -> str:
        """Depends on all that makes statements one."""
        return make_id(*self.words, self.region, self.clause, self.definite, *sorted(self.names))


@cache
def _words(file: str) -> frozenset[str]:
    lines = files("reportedly").joinpath("data/match", file).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _classes() -> dict[str, str]:
    data = tomllib.loads(files("reportedly").joinpath("data/match/alike.toml").read_text("utf-8"))
    return {word: words.split()[0] for words in data["classes"] for word in words.split()}


_SPEAKER = re.compile(r"\W*(?:it|its|he|his|she|her|they|their|we|our|i|my)\b", re.IGNORECASE)
_PRONOUNS = frozenset(("it", "he", "she", "they", "we", "i"))
_OWNED = re.compile(r"\W*(?:its|his|her|their|our|my)\b", re.IGNORECASE)
#: What tells a statement from a part of one, in so few words.
_VERB = re.compile(
    r"\b(?:is|are|was|were|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|\w{3,}ed)\b", re.IGNORECASE
)
_NO = re.compile(r"(?:no|not|never|nobody|none|neither)$")
#: Where a second statement begins, which does not count.
_CLAUSE = re.compile(r", (?:and|but|while|although|whereas)\b|;")
_NEGATION = re.compile(r"\b(?:no|not|never|nobody|none|neither|without)\b|n['’]t\b", re.IGNORECASE)


def statement_of(claim: Claim, region: str | None = None) -> Statement | None:
    """What a claim says, `None` when it has too few words to be known by.

    `region`: where its report is set. "It had sent troops" is said of the speaker, who then stands among the words. A negation
    is left to the polarity of the claim, or stands among the words where that does not tell it.
    """
    if claim.stance not in ("asserts", "denies", "doubts"):
        return None
    found = _of_clause(claim, region or "") if claim.predication else None
    return found or _of_passage(claim, region or "")


def _of_clause(claim: Claim, region: str) -> Statement | None:
    """By the main clause."""
    clause = claim.predication
    if clause is None:
        return None
    about = " ".join(clause.about)
    of_speaker = about.lower() in _PRONOUNS or _OWNED.match(clause.span.text) is not None
    if of_speaker and (claim.origin is None or claim.origin.name == "unknown"):
        return None
    if about.lower() in ("he", "she", "i") and claim.origin and claim.origin.type != "person":
        return None
    if about.lower() == "it" and claim.origin and claim.origin.type == "person":
        return None
    speaker = claim.origin.name if of_speaker and claim.origin else ""
    subject = speaker if about.lower() in _PRONOUNS else f"{speaker} {about}"
    texts = (subject, " ".join(clause.said))
    words = {form for text in texts for form in _forms(text)}
    names = {form for text in texts for form in _forms(" ".join(w for w in text.split() if w[:1].isupper()))}
    if len(words) < 2 or not any(form in words for form in _forms(texts[1])):
        return None
    if claim.polarity == "+" and _NEGATION.search(clause.span.text):
        words.add(_NOT)
    found = Statement(tuple(sorted(words)), frozenset(names & words), True, clause.definite, region)
    return found if found.alone or (region and (clause.definite or len(words) >= _PLAIN)) else None


def _of_passage(claim: Claim, region: str) -> Statement | None:
    """By all content words of the first of its clauses."""
    first = _CLAUSE.split(claim.passage)[0]
    words = set(_forms(first))
    if of_the_speaker(claim.passage) and claim.origin:
        words.add("@" + " ".join(in_one_form(claim.origin.name)))
    names = {form for form in _forms(" ".join(re.findall(r"(?<=[\w,] )[A-Z]\w+", claim.passage))) if form in words}
    if claim.polarity == "+" and _NEGATION.search(claim.passage):
        words.add(_NOT)
    found = Statement(tuple(sorted(words)), frozenset(names), False, False, region)
    if found.alone:
        return found
    lost = claim.origin is not None and claim.origin.name == "unknown"
    if not region or len(words) < 2 or lost or claim.quantities or not _VERB.search(claim.passage):
        return None
    return found


def _forms(text: str) -> Iterator[str]:
    """The content words of a text in one form."""
    stop = _words("stop.txt")
    return (_stem(word) for word in in_one_form(text) if word not in stop and not _NO.match(word))


def of_the_speaker(passage: str) -> bool:
    """Whether a passage begins with "it", "he" and the like, which in a report of speech is the speaker."""
    return _SPEAKER.match(passage) is not None


def _is_name(word: str) -> bool:
    """The code of a country, a number, the speaker or a negation: what may not differ in one proposition."""
    return word.isupper() or not word.isalpha()


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without the endings of number and tense, or the word of its class; a code of a country or a number as it is."""
    if _is_name(word):
        return word
    word = singular(word)
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word.removesuffix(ending)
            break
    word = word.removesuffix("e") if len(word) > 4 else word
    return _classes().get(word, word)


class Propositions:
    """Statements that say one thing, as the module tells. What is one with a third is one, whichever came first.

    A statement is compared with those that share its longest word, and with those whose longest word it has.
    """

    def __init__(self) -> None:
        self._claims: dict[Statement, dict[str, tuple[Claim, date | None]]] = defaultdict(dict)
        self._with: dict[str, set[Statement]] = defaultdict(set)
        self._by_longest: dict[str, set[Statement]] = defaultdict(set)
        self._wider: dict[Statement, set[Statement]] = defaultdict(set)
        self._found: dict[str, list[tuple[Claim, date | None]]] | None = None

    def add(self, statement: Statement, claim: Claim, said: date | None) -> None:
        """Add a claim that says this."""
        if statement not in self._claims:
            for word in statement.words:
                self._with[word].add(statement)
            self._by_longest[_longest(statement)].add(statement)
            self._lay(statement)
        self._claims[statement][claim.id] = (claim, said)
        self._found = None

    def remove(self, statement: Statement, claim: Claim) -> None:
        """Take a claim away."""
        del self._claims[statement][claim.id]
        self._found = None
        if self._claims[statement]:
            return
        del self._claims[statement]
        for word in statement.words:
            _drop(self._with, word, statement)
        _drop(self._by_longest, _longest(statement), statement)
        for less in [less for less in self._less_than(statement) if statement in self._wider.get(less, ())]:
            _drop(self._wider, less, statement)
        self._wider.pop(statement, None)

    def __iter__(self) -> Iterator[str]:
        """The ids of those that at least two claims speak to."""
        return iter(self._propositions())

    def __getitem__(self, id: str) -> list[tuple[Claim, date | None]]:
        """The claims that speak to the proposition with this id. Raises KeyError when it is not there."""
        return self._propositions()[id]

    def _lay(self, statement: Statement) -> None:
        """Note which statements say the same as this or more, and of which it says the same or more."""
        for more in self._with[_longest(statement)]:
            if more is not statement and _is_within(statement, more):
                self._wider[statement].add(more)
        for less in self._less_than(statement):
            if less is not statement and _is_within(less, statement):
                self._wider[less].add(statement)

    def _less_than(self, statement: Statement) -> Iterator[Statement]:
        return (less for word in statement.words for less in self._by_longest.get(word, ()))

    def _propositions(self) -> dict[str, list[tuple[Claim, date | None]]]:
        if self._found is None:
            by_id = {statement.id: statement for statement in self._claims}
            pairs = [(one.id, more.id) for one, wider in self._wider.items() if _can_be_all(one, wider) for more in wider]
            self._found = {}
            for group in components(list(by_id), pairs):
                told = [one for id in group for one in self._claims[by_id[id]].values()]
                shortest = min((by_id[id] for id in group), key=lambda s: (len(s.words), s.words, s.id))
                for first, part in _bursts(told):
                    if len(part) > 1:
                        self._found[make_id("proposition", *shortest.words, shortest.region, first)] = part
        return self._found


def _longest(statement: Statement) -> str:
    return max(statement.words, key=lambda word: (len(word), word))


def _drop(index: dict[_Key, set[Statement]], key: _Key, statement: Statement) -> None:
    index[key].discard(statement)
    if not index[key]:
        del index[key]


def _is_within(less: Statement, more: Statement) -> bool:
    """Whether one says the same as another, or less of one thing."""
    if less.region != more.region and not less.alone:
        return False
    if less.region == "" and not less.alone:
        return False
    rest = set(more.words) - set(less.words)
    if len(rest) + len(less.words) != len(more.words):
        return False
    if not rest:
        return True
    if any(_is_name(word) or word in _words("turning.txt") for word in rest):
        return False
    if not (less.clause and more.clause):
        return len(rest) == 1 and len(more.words) >= _MANY
    return len(rest) <= _MORE and ((less.definite and more.definite) or len(less.words) >= _PLAIN)


def _can_be_all(less: Statement, wider: Iterable[Statement]) -> bool:
    """Whether those that say more can all be one: no two have names that the other lacks."""
    more = sorted({one.names - less.names for one in wider}, key=sorted)
    return all(a <= b or b <= a for a, b in combinations(more, 2))


def _bursts(told: list[tuple[Claim, date | None]]) -> Iterator[tuple[str, list[tuple[Claim, date | None]]]]:
    """The claims, parted where nobody spoke of it for a month, each part with its first day; those without a day alone where
    there are several."""
    days = sorted({said for _, said in told if said})
    firsts = [day for i, day in enumerate(days) if i == 0 or day - days[i - 1] > _MONTH]
    if len(firsts) < 2:
        yield "", told
        return
    for i, first in enumerate(firsts):
        end = firsts[i + 1] if i + 1 < len(firsts) else date.max
        yield first.isoformat(), [one for one in told if one[1] and first <= one[1] < end]
    if lost := [one for one in told if one[1] is None]:
        yield "no day", lost
