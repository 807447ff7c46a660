"""Counts that somebody gives without a word of saying.

"The police raised their estimate to 12,000", "the county's own count stood at 26", "the miner had earlier counted four", "the
64 that the police have acknowledged", "the organisers had spoken of 60,000 and the police of 8,000": what is done to a count,
what a count is, a count that only a clause after it gives to somebody, and a second count that leaves out the verb of the
first. Who counts must be named, stand for a name or be one that counts by its nature (`bodies` of
`data/quantity/answers.toml`, as in `giving`): a bill that came to 30,000 says nothing. A leaf of `attribution`.

What it gets wrong: "the club counts 40 members" is taken for a count that it gives.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files

from reportedly.giver import is_giver
from reportedly.model import Parse, Token

#: Pronouns for a count that was spoken of before.
_COUNT_BEFORE = frozenset({"that", "it", "this", "them", "which"})
_SPEAKING = frozenset({"he", "she", "they", "we"})
#: Names of these do not count anything.
_NOT_SPEAKING = frozenset({"DATE", "TIME", "EVENT", "FAC", "LOC", "PRODUCT", "WORK_OF_ART", "LAW"})
_WHEN = frozenset({"DATE", "TIME", "ORDINAL"})
_VAGUE = frozenset({"dozens", "scores", "hundreds", "thousands"})
#: How many tokens may stand between a preposition and its figure: "to at least", "at, in all,".
_NEAR = 4
#: What a figure in words takes with it no further than this.
_ENDING = ("relcl", "acl", "appos", "punct", "advcl", "conj", "cc", "npadvmod")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    counts: frozenset[str]
    revising: frozenset[str]
    placing: frozenset[str]
    counting: frozenset[str]
    reaching: frozenset[str]
    leaving: frozenset[str]
    standing: frozenset[str]
    owning: frozenset[str]
    saying: frozenset[str]
    conceding: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("reportedly.data.attribution").joinpath("cues.toml").read_text("utf8"))["reckoning"]
    return _Lexicon(**{f.name: frozenset(data[f.name].split()) for f in fields(_Lexicon)})


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`source` and `content` as tokens `[first, last)`, `cue` the word that says it, or joins it to a figure whose verb it
    shares. `gap`: that verb, and where the other figure ends. `thing`: what is counted, where it stands before the cue."""

    source: tuple[int, int]
    cue: int
    content: tuple[int, int]
    gap: tuple[int, int] | None = None
    thing: tuple[int, int] | None = None


class Reckonings:
    """The counts of one parse that are given so."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._labels = {i: (e.label, e.last - e.first) for e in parse.entities for i in range(e.first, e.last)}

    def all(self) -> Iterator[Reckoning]:
        """All of them, in the order of their cues."""
        for t in self.parse.tokens:
            if t.pos == "VERB" and self.parse.child(t.i, "auxpass") is not None:
                yield from self._by_passive(t)
            elif t.pos == "VERB":
                yield from self._by_verb(t)
            elif t.pos == "NOUN" and t.lemma in _lexicon().counts:
                yield from self._by_noun(t)

    def _by_verb(self, t: Token) -> Iterator[Reckoning]:
        lex = _lexicon()
        if t.dep == "relcl" and (given := self._given(t)):
            yield given
            return
        yield from self._sharing(t)
        subject = self._subject(t.i)
        if subject is None or not self._counts(subject):
            return
        content = self._revised(t) if t.lemma in lex.revising else None
        if content is None and t.lemma in lex.placing:
            content = self._up_to(t.i, ("at",))
        if content is None and t.lemma in lex.counting | lex.conceding:
            content = self._counted(t.i)
        if content is None and t.lemma in lex.reaching and self.parse.tokens[subject].lower != "it":
            content = self._reached(t.i)
        if content is None and t.lemma in lex.leaving:
            content = self._left(t.i)
        if content is not None:
            yield Reckoning(self._phrase(subject), t.i, content)

    def _by_passive(self, t: Token) -> Iterator[Reckoning]:
        """ "Thirty dead were counted by the coastguard", "the toll was put at 40 by the ministry"."""
        lex = _lexicon()
        agent, subject = self.parse.child(t.i, "agent"), self.parse.child(t.i, "nsubjpass")
        who = self.parse.child(agent, "pobj") if agent is not None else None
        if who is None or subject is None or subject > t.i or not self._is_counter(who):
            return
        thing = self._phrase(subject)
        if t.lemma in lex.counting and self._number(*thing) is not None:
            yield Reckoning(self._phrase(who), t.i, thing)
        elif t.lemma in lex.placing | {"give"} or (t.lemma in lex.revising and self.parse.tokens[subject].lemma in lex.counts):
            content = self._up_to(t.i, ("at", "to", "as"))
            if content is not None:
                yield Reckoning(self._phrase(who), t.i, content, thing=thing)

    def _by_noun(self, t: Token) -> Iterator[Reckoning]:
        """ "The police count stands at 12,000", "its own estimate was lower: some 800", "the ministry's figure of 90"."""
        source = self.owner(t)
        if source is None:
            return
        verb = t.head
        if t.dep == "nsubj" and self.parse.tokens[verb].lemma in _lexicon().standing:
            last = min(self.parse.right_edge[verb] + 1, self.parse.sentences[t.sentence][1])
            number = self._number(verb + 1, last)
            if number is not None and not any(self.parse.tokens[i].pos == "VERB" for i in range(verb + 1, number)):
                yield Reckoning(source, t.i, (verb + 1, self._end(number)))
            return
        of = next((c for c in self.parse.children[t.i] if self.parse.tokens[c].lower == "of" and c == t.i + 1), None)
        number = self._number(of + 1, of + 1 + _NEAR) if of is not None else None
        if of is not None and number is not None and self.parse.tokens[number].head in (of, t.i):
            yield Reckoning(source, t.i, (of + 1, self._end(number)))

    def owner(self, noun: Token) -> tuple[int, int] | None:
        """Whose count it is: "the police count", "the ministry's own count", "the count by the union"."""
        for c in sorted(self.parse.children[noun.i], reverse=True):
            t = self.parse.tokens[c]
            if t.dep == "compound" and c < noun.i and self._is_counter(c):
                described = [i for i in self.parse.children[noun.i] if i < c and self.parse.tokens[i].dep == "amod"]
                return (described[-1] + 1 if described else self.parse.left_edge[noun.i]), c + 1
            if t.dep == "poss" and self._counts(c) and t.tag != "PRP$":
                return self._phrase(c)[0], c + 1
            if (
                t.lower in ("by", "from")
                and c > noun.i
                and self.parse.children[c]
                and self._counts(who := self.parse.children[c][0])
            ):
                return self._phrase(who)
        return None

    def _given(self, verb: Token) -> Reckoning | None:
        """ "The 64 that the police have acknowledged": whoever gives the figure stands in the clause after it."""
        head = self.parse.tokens[verb.head]
        subject = self.parse.child(verb.i, "nsubj")
        if verb.lemma not in _lexicon().owning or subject is None or not self._counts(subject):
            return None
        number = head.i if head.pos == "NUM" else self.parse.child(head.i, "nummod")
        thing = self.parse.child(verb.i, "dobj")
        if number is None or (thing is not None and self.parse.tokens[thing].lower not in ("that", "which")):
            return None
        first = self.parse.left_edge[number]
        return Reckoning(self._phrase(subject), verb.i, (first, head.i + 1)) if subject > head.i else None

    def _sharing(self, verb: Token) -> Iterator[Reckoning]:
        """The further counts of "A spoke of 60,000 and B of about 8,000", "A says 12, B 19 and C 40"."""
        lex, tokens = _lexicon(), self.parse.tokens
        if verb.lemma not in lex.placing | lex.counting | lex.reaching | lex.owning | lex.saying:
            return
        last = min(self.parse.right_edge[verb.i] + 1, self.parse.sentences[verb.sentence][1])
        first = self._number(verb.i + 1, last)
        if first is None or (verb.lemma in lex.saying and first > verb.i + _NEAR):
            return
        prepositions = {tokens[j].lower for j in range(verb.i + 1, first) if tokens[j].pos == "ADP"}
        i = first + 1
        while i < last and tokens[i].pos not in ("VERB", "AUX"):
            shared = self._shared(i, last, prepositions) if tokens[i].dep == "cc" or tokens[i].text in (";", ",") else None
            if shared is not None:
                until = i - 1 if tokens[i - 1].text == "," else i
                yield replace(shared, gap=(verb.i, until))
                i = shared.content[1]
            else:
                i += 1

    def _shared(self, i: int, last: int, prepositions: set[str]) -> Reckoning | None:
        """Who, and how many, behind the comma or conjunction at `i`, with no verb of their own."""
        tokens = self.parse.tokens
        who = next((j for j in range(i + 1, min(i + 1 + _NEAR, last)) if self._is_counter(j)), None)
        while who is not None and who + 1 < last and tokens[who].pos == "PROPN" and tokens[who + 1].pos == "PROPN":
            who += 1
        if who is None or any(tokens[j].pos in ("VERB", "AUX", "ADP", "NUM") for j in range(i + 1, who)):
            return None
        begin, cue = who + 1, i
        if begin < last and tokens[begin].lower in prepositions:
            cue, begin = begin, begin + 1
        number = self._number(begin, min(begin + _NEAR, last))
        if number is None or any(tokens[j].pos not in ("ADV", "ADJ", "DET", "ADP") for j in range(begin, number)):
            return None
        return Reckoning((i + 1, who + 1), cue, (begin, self._end(number)))

    def _revised(self, verb: Token) -> tuple[int, int] | None:
        """ "Raised their own estimate of the crowd to 12,000", "narrowed that to 29,500", "a figure they revised to 12,000"."""
        thing = self.parse.child(verb.i, "dobj")
        if thing is None:
            of_clause = verb.dep == "relcl" and self.parse.tokens[verb.head].lemma in _lexicon().counts
            return self._up_to(verb.i, ("to",)) if of_clause else None
        t = self.parse.tokens[thing]
        if t.lemma not in _lexicon().counts and not (t.lower in _COUNT_BEFORE and t.pos != "NOUN"):
            return None
        return self._up_to(verb.i, ("to", "at"))

    def _up_to(self, verb: int, prepositions: tuple[str, ...]) -> tuple[int, int] | None:
        """From behind the verb to the figure behind one of the prepositions."""
        last = min(self.parse.right_edge[verb] + 1, self.parse.sentences[self.parse.tokens[verb].sentence][1])
        for i in range(verb + 1, last):
            if self.parse.tokens[i].lower not in prepositions:
                if self.parse.tokens[i].tag in ("VBD", "VBZ", "VBP", "MD") or self.parse.tokens[i].text == ";":
                    return None
                continue
            number = self._number(i + 1, min(i + 1 + _NEAR, last))
            between = range(i + 1, number) if number is not None else range(0)
            if number is not None and all(self.parse.tokens[j].pos in ("ADV", "ADJ", "DET", "ADP", "PUNCT") for j in between):
                return verb + 1, self._end(number)
        return None

    def _counted(self, verb: int) -> tuple[int, int] | None:
        """ "Four", "about 40 injured people": the figure that the verb has for an object, or before its object."""
        thing = self.parse.child(verb, "dobj")
        if thing is None or thing < verb:
            return None
        number = thing if self.parse.tokens[thing].pos == "NUM" else self.parse.child(thing, "nummod")
        if number is None or not self._is_figure(number):
            return None
        return self.parse.left_edge[thing], self._end(number)

    def _reached(self, verb: int) -> tuple[int, int] | None:
        """ "Had come to around 30,000", "have so far admitted to 12,000"."""
        for c in self.parse.children[verb]:
            if c > verb and self.parse.tokens[c].lower in ("to", "at", "of", "on", "by") and self.parse.tokens[c].dep == "prep":
                number = self._number(c + 1, min(c + 1 + _NEAR, self.parse.right_edge[c] + 1))
                if number is not None and self.parse.tokens[number].head in (c, number - 1, number + 1, *self.parse.children[c]):
                    return c + 1, self._end(number)
        return None

    def _left(self, verb: int) -> tuple[int, int] | None:
        """ "Have come down from their first figure", "holds fast to its estimate"."""
        parse = self.parse
        adverbs = (i for i in parse.children[verb] if i > verb and parse.tokens[i].dep in ("advmod", "prt"))
        for c in (*parse.children[verb], *(g for i in adverbs for g in parse.children[i])):
            thing = parse.child(c, "pobj") if parse.tokens[c].lower in ("from", "by", "on", "to") else None
            if thing is None or parse.tokens[thing].lemma not in _lexicon().counts:
                continue
            owner = parse.child(thing, "poss")
            if owner is not None and parse.tokens[owner].tag == "PRP$":
                return verb + 1, parse.phrase_end(thing, *_ENDING)
        return None

    # -- who counts, and what

    def _subject(self, verb: int) -> int | None:
        """The subject of the verb or its auxiliary, or of the verb that it is joined to."""
        subject = self.parse.child(verb, "nsubj")
        for c in self.parse.children[verb]:
            if subject is None and self.parse.tokens[c].dep == "aux":
                subject = self.parse.child(c, "nsubj")
        if (
            subject is None
            and self.parse.tokens[verb].dep == "conj"
            and self.parse.tokens[self.parse.tokens[verb].head].pos in ("VERB", "AUX")
        ):
            head = self.parse.tokens[verb].head
            subject = self.parse.child(head, "nsubj") if self.parse.child(head, "auxpass") is None else None
        return subject if subject is not None and subject < verb else None

    def _counts(self, i: int) -> bool:
        """Whether a token is the head of one who counts: named, a pronoun for such a one, or one that does by its nature."""
        t = self.parse.tokens[i]
        if t.pos == "PRON":
            return t.lower in _SPEAKING or t.lower == "it"
        return self._is_counter(i)

    def _is_counter(self, i: int) -> bool:
        t = self.parse.tokens[i]
        if t.pos == "PROPN":
            return self._labels.get(i, ("", 0))[0] not in _NOT_SPEAKING
        return t.pos == "NOUN" and is_giver(self.parse, i)

    def _number(self, first: int, last: int) -> int | None:
        return next((i for i in range(first, last) if self._is_figure(i)), None)

    def _is_figure(self, i: int) -> bool:
        t = self.parse.tokens[i]
        if t.pos != "NUM" and t.lower not in _VAGUE:
            return False
        label, size = self._labels.get(i, ("", 0))
        # A lone number that is taken for a day or an hour is a figure, unless it may be a year; so is that of "40 on Friday".
        lone = size == 1 or self.parse.tokens[min(i + 1, len(self.parse.tokens) - 1)].lower == "on"
        return label not in _WHEN or (lone and not re.fullmatch(r"[12]\d{3}", t.text))

    def _end(self, number: int) -> int:
        """Behind the figure and what it counts, and the figures that are joined to it: "14 dead, 30 hurt and 3 missing"."""
        t = self.parse.tokens[number]
        counted = t.head if t.dep in ("nummod", "quantmod") and t.head > number else number
        end = max(counted + 1, self.parse.phrase_end(counted, *_ENDING))
        while (further := self._joined(end)) is not None:
            end = further
        return end

    def _joined(self, end: int) -> int | None:
        """Behind a further figure that a comma or "and" joins to what ends there."""
        tokens = self.parse.tokens
        last = self.parse.sentences[tokens[end - 1].sentence][1]
        i = end
        while i < last and i < end + 2 and (tokens[i].text == "," or tokens[i].dep == "cc"):
            i += 1
        number = self._number(i, min(i + _NEAR, last)) if i > end else None
        if number is None or any(tokens[j].pos not in ("ADV", "ADJ", "ADP", "DET") for j in range(i, number)):
            return None
        behind = number + 1
        while behind < last and (tokens[behind].pos in ("NOUN", "ADJ") or tokens[behind].tag == "VBN"):
            behind += 1
        return behind if behind > number + 1 else None

    def _phrase(self, i: int) -> tuple[int, int]:
        """The words of a phrase up to a clause or a comma."""
        first = self.parse.left_edge[i]
        while first < i and self.parse.tokens[first].pos in ("PUNCT", "CCONJ"):
            first += 1
        end = max(i + 1, self.parse.phrase_end(i, "relcl", "acl", "advcl", "ccomp", "parataxis", "punct", "appos"))
        clause = (j for j in range(i + 1, end - 1) if self.parse.tokens[j].text == ",")
        return first, next((j for j in clause if self.parse.tokens[j + 1].tag in ("WP", "WDT", "WP$")), end)
