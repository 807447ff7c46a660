"""Statements without a figure: which of them say one thing.

A statement is the set of the content words of its main clause in one form: countries by their code, endings taken off, one word
for a class that news uses as one ("ferry", "vessel"), the speaker for its "it". Two are one when their words are the same, or
when the one only says more: it has up to three words more, none of which is a number or a country or turns what is said. Where
several say more with unlike names ("its wall" of two firms), nobody can tell which is meant, and what says less stands alone. A
few words, or words without a name, are a statement of the scene that their report is set in, and of no other; and what nobody
has spoken of for a month is another matter.

In one scene and within a fortnight two statements are one, too, when their words are near in meaning (`likeness`): "had shelled
the school", "its artillery hit the school". Statements that give unlike numbers, days or villages, or of which only one has a
"not" that nobody can place or a word that turns what is said, are never one for being near.

Precision goes before recall: what only the reader's knowledge of the matter joins ("only women and children were inside", "no
weapon was kept there") stays apart.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple, TypeVar

import numpy as np

from reportedly.graph import components
from reportedly.likeness import Vector, vector_of
from reportedly.model import Claim, make_id
from reportedly.naming import spoken_for
from reportedly.population import in_one_form
from reportedly.scene import beginnings
from reportedly.unit import singular
from reportedly.unnamed import why_unnamed

__all__ = ["Propositions", "Statement", "of_the_speaker", "statement_of"]

#: How many content words tell a statement with a name by themselves, and how many tell what a thing without "the" does.
_FEWEST, _PLAIN = 4, 3
#: How many, beside the speaker's name, can be near others in meaning.
_FEWEST_NEAR = 2
#: How many words more make no other statement; for whole passages, of how many words, one word.
_MORE, _MANY = 3, 9
_MONTH = timedelta(days=31)
#: Statements that are near in meaning are one when they are said so soon after one another.
_FORTNIGHT = timedelta(days=14)
#: How near they are then, as a cosine.
_NEAR = 0.73
#: How many statements of one scene are laid beside all others of it at once.
_AT_ONCE = 512
#: What stands for a negation among the words.
_NOT = "@not"


_Key = TypeVar("_Key")


class Statement(NamedTuple):
    """What a claim says. `words` in one form, sorted; `names` those of them that are names; `clause`: whether they are those of a
    main clause, else of the whole passage; `definite`: whether it is about one certain thing; `firm`: whether the words tell what
    is meant by those who speak of one scene; `sense`: the words as they stand, those of the main clause and of the first clause
    of the passage, none where they are no statement; `days` and `places` of the event, as far as it gives them; `scene` of its
    report, "" where nothing tells."""

    words: tuple[str, ...]
    names: frozenset[str]
    clause: bool
    definite: bool
    firm: bool
    sense: tuple[str, ...]
    days: tuple[date, ...] = ()
    places: tuple[str, ...] = ()
    scene: str = ""

    @property
    def alone(self) -> bool:
        """Whether the words tell what is meant, wherever it is said."""
        words = [word for word in self.words if word != _NOT]
        return len(words) >= _FEWEST and bool(self.names or any(map(_is_name, words)))

    @property
    def known(self) -> bool:
        """Whether it can be one with others: it is told wherever it is said, or in its scene."""
        return self.alone or bool(self.scene and (self.firm or self.sense))

    @property
    def id(self) -> str:
        """Depends on all that makes statements one."""
        about = (*self.sense, *map(str, self.days), *self.places, self.scene)
        return make_id(*self.words, *about, self.clause, self.definite, self.firm, *sorted(self.names))


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
#: "Denied carrying out the attack".
_GERUND = re.compile(r"\W*\w+ing\b", re.IGNORECASE)
_CONTENT = re.compile(r"[^\W_]+")
#: The precision from which on a place is a region or wider.
_REGION = 4
#: Where a second statement begins, which does not count.
_CLAUSE = re.compile(r", (?:and|but|while|although|whereas)\b|;")
_NEGATION = re.compile(r"\b(?:no|not|never|nobody|none|neither|without)\b|n['’]t\b", re.IGNORECASE)


def statement_of(claim: Claim) -> Statement | None:
    """What a claim says, `None` when it takes no side or has too few words to be known by. It has no scene yet.

    "It had sent troops" is said of the speaker, who then stands among the words. A negation is left to the polarity of the
    claim, or stands among the words where that does not tell it. A report's own "the official asked not to be named" is of its
    source and not of the matter.
    """
    if claim.stance not in ("asserts", "denies", "doubts"):
        return None
    if claim.kind == "unattributed" and why_unnamed().search(claim.passage):
        return None
    found = _of_clause(claim) if claim.predication else None
    return found or _of_passage(claim)


def _of_clause(claim: Claim) -> Statement | None:
    """By the main clause."""
    clause = claim.predication
    if clause is None:
        return None
    about = " ".join(clause.about)
    of_speaker = about.lower() in _PRONOUNS or _OWNED.match(clause.span.text) is not None
    if of_speaker and (claim.origin is None or claim.origin.name == "unknown"):
        return None
    if about.lower() in _PRONOUNS and not _can_be_the_speaker(about, claim):
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
    firm = clause.definite or len(words) >= _PLAIN
    return _made(claim, words, names, True, clause.definite, firm)


def _of_passage(claim: Claim) -> Statement | None:
    """By all content words of the first of its clauses."""
    words = set(_forms(_CLAUSE.split(claim.passage)[0]))
    if of_the_speaker(claim.passage) and claim.origin:
        words.add("@" + " ".join(in_one_form(claim.origin.name)))
    names = {form for form in _forms(" ".join(re.findall(r"(?<=[\w,] )[A-Z]\w+", claim.passage))) if form in words}
    if claim.polarity == "+" and _NEGATION.search(claim.passage):
        words.add(_NOT)
    lost = claim.origin is not None and claim.origin.name == "unknown"
    firm = len(words) >= 2 and not lost and not claim.quantities and _VERB.search(claim.passage) is not None
    return _made(claim, words, names, False, False, firm)


def _made(claim: Claim, words: set[str], names: set[str], clause: bool, definite: bool, firm: bool) -> Statement | None:
    """The statement of a claim with these words, `None` when they tell nothing."""
    found = Statement(
        words=tuple(sorted(words)),
        names=frozenset(names & words),
        clause=clause,
        definite=definite,
        firm=firm,
        sense=_sense(claim),
        days=tuple(sorted({t.earliest for t in claim.times if t.role == "event" and t.earliest and t.earliest == t.latest})),
        places=tuple(sorted({m.name for m in claim.places if m.precision is None or m.precision < _REGION})),
    )
    return found if found.alone or firm or found.sense else None


def _sense(claim: Claim) -> tuple[str, ...]:
    """The words by which a claim is near others: those of its main clause, then those of the first clause of its passage, each
    with the speaker in place of "it" and "its"; one that denies "carrying out the attack" speaks of himself."""
    speaker = claim.origin.name if claim.origin and claim.origin.name != "unknown" else ""
    speaker = spoken_for(speaker) or speaker
    clause = claim.predication
    said: list[str] = []
    if clause is not None:
        about = " ".join(clause.about)
        pronoun = about.lower() in _PRONOUNS
        owned = not pronoun and _OWNED.match(clause.span.text) is not None
        spoken_of = owned or (pronoun and _can_be_the_speaker(about, claim))
        said += [speaker if spoken_of else "", "" if pronoun else about, *clause.said]
    first = _CLAUSE.split(claim.passage)[0]
    if (begins := _SPEAKER.match(first)) is not None:
        said += [speaker if _can_be_the_speaker(begins.group(), claim) else "", first[begins.end() :]]
    else:
        said += ["" if _VERB.search(first) and not _GERUND.match(first) else speaker, first]
    stop = _words("stop.txt")
    words = (word for text in said for word in _CONTENT.findall(text.lower()))
    sense = tuple(word for word in words if word not in stop and not _NO.match(word))
    telling = clause is not None or claim.stance == "denies" or _VERB.search(first) is not None
    own = {*sense} - {*_CONTENT.findall(speaker.lower())}
    return sense if telling and len(own) >= _FEWEST_NEAR else ()


def _can_be_the_speaker(pronoun: str, claim: Claim) -> bool:
    """Whether a body says "it" and a person "he" of himself: "the service said that he had died" is of somebody else."""
    word = pronoun.strip(" “”\"'‘’").lower()
    person = claim.origin is not None and claim.origin.type == "person"
    return word not in (("it", "its") if person else ("he", "his", "she", "her", "i", "my"))


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

    A statement is compared word by word with those that share its longest word, and with those whose longest word it has; by
    meaning with all of its scene.
    """

    def __init__(self) -> None:
        self._claims: dict[Statement, dict[str, tuple[Claim, date | None]]] = defaultdict(dict)
        self._with: dict[str, set[Statement]] = defaultdict(set)
        self._by_longest: dict[str, set[Statement]] = defaultdict(set)
        self._wider: dict[Statement, set[Statement]] = defaultdict(set)
        self._scenes: dict[str, set[Statement]] = defaultdict(set)
        self._near: dict[str, list[tuple[str, str]]] = {}
        self._found: dict[str, list[tuple[Claim, date | None]]] | None = None

    def add(self, statement: Statement, claim: Claim, said: date | None) -> None:
        """Add a claim that says this."""
        if not statement.known:
            return
        if statement not in self._claims:
            if statement.alone or (statement.scene and statement.firm):
                for word in statement.words:
                    self._with[word].add(statement)
                self._by_longest[_longest(statement)].add(statement)
                self._lay(statement)
            if statement.scene and statement.sense:
                self._scenes[statement.scene].add(statement)
        self._claims[statement][claim.id] = (claim, said)
        self._near.pop(statement.scene, None)
        self._found = None

    def remove(self, statement: Statement, claim: Claim) -> None:
        """Take a claim away."""
        if not statement.known:
            return
        del self._claims[statement][claim.id]
        self._near.pop(statement.scene, None)
        self._found = None
        if self._claims[statement]:
            return
        del self._claims[statement]
        _drop(self._scenes, statement.scene, statement)
        for word in statement.words:
            _drop(self._with, word, statement)
        _drop(self._by_longest, _longest(statement), statement)
        for less in [less for less in self._less_than(statement) if statement in self._wider.get(less, ())]:
            _drop(self._wider, less, statement)
        self._wider.pop(statement, None)

    def found(self) -> Mapping[str, list[tuple[Claim, date | None]]]:
        """By the id of each proposition that at least two claims speak to, these claims."""
        if self._found is None:
            self._found = self._grouped()
        return self._found

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

    def _grouped(self) -> dict[str, list[tuple[Claim, date | None]]]:
        by_id = {statement.id: statement for statement in self._claims}
        pairs = [(one.id, more.id) for one, wider in self._wider.items() if _can_be_all(one, wider) for more in wider]
        for scene in self._scenes:
            if scene not in self._near:
                self._near[scene] = list(self._near_in(scene))
            pairs += self._near[scene]
        found: dict[str, list[tuple[Claim, date | None]]] = {}
        for group in components(list(by_id), pairs):
            told = [one for id in group for one in self._claims[by_id[id]].values()]
            shortest = min((by_id[id] for id in group), key=lambda s: (len(s.words), s.words, s.id))
            for first, part in _bursts(told):
                if len(part) > 1:
                    found[make_id("proposition", *shortest.words, shortest.scene, first)] = part
        return found

    def _near_in(self, scene: str) -> Iterator[tuple[str, str]]:
        """The ids of the pairs of statements of a scene that are one by their meaning."""
        statements = sorted(self._scenes[scene])
        vectors = np.stack([_meant(statement.sense) for statement in statements])
        for at in range(0, len(statements), _AT_ONCE):
            likeness = vectors[at : at + _AT_ONCE] @ vectors[at:].T
            for i, j in zip(*np.nonzero(likeness >= _NEAR), strict=True):
                one, other = statements[at + int(i)], statements[at + int(j)]
                if i < j and _may_be_one(one, other) and self._are_of_one_time(one, other):
                    yield one.id, other.id

    def _are_of_one_time(self, one: Statement, other: Statement) -> bool:
        """Whether both were said within a fortnight, or nobody can tell when."""
        mine, theirs = ({said for _, said in self._claims[s].values()} for s in (one, other))
        return any(a is None or b is None or abs(a - b) <= _FORTNIGHT for a in mine for b in theirs)


@lru_cache(maxsize=65536)
def _meant(sense: tuple[str, ...]) -> Vector:
    return vector_of(sense)


def _may_be_one(one: Statement, other: Statement) -> bool:
    """Whether two statements that are near in meaning do not differ in what may not differ: numbers, countries of which each has
    one that the other lacks, days, villages, and a negation that nobody can place."""
    if _turning(one) != _turning(other) or _numbers(one) != _numbers(other):
        return False
    mine, theirs = _countries(one), _countries(other)
    if not (mine <= theirs or theirs <= mine):
        return False
    return not any(a and b and not set(a) & set(b) for a, b in ((one.days, other.days), (one.places, other.places)))


def _turning(statement: Statement) -> set[str]:
    return {word for word in statement.words if word == _NOT or word in _words("turning.txt")}


def _numbers(statement: Statement) -> set[str]:
    return {word for word in statement.words if any(c.isdigit() for c in word)}


def _countries(statement: Statement) -> set[str]:
    return {word for word in statement.words if word.isupper()}


def _longest(statement: Statement) -> str:
    return max(statement.words, key=lambda word: (len(word), word))


def _drop(index: dict[_Key, set[Statement]], key: _Key, statement: Statement) -> None:
    index[key].discard(statement)
    if not index[key]:
        del index[key]


def _is_within(less: Statement, more: Statement) -> bool:
    """Whether one says the same as another, or less of one thing."""
    if less.scene != more.scene and not less.alone:
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
    firsts = beginnings((said for _, said in told if said), _MONTH)
    if len(firsts) < 2:
        yield "", told
        return
    for i, first in enumerate(firsts):
        end = firsts[i + 1] if i + 1 < len(firsts) else date.max
        yield first.isoformat(), [one for one in told if one[1] and first <= one[1] < end]
    if lost := [one for one in told if one[1] is None]:
        yield "no day", lost
