"""The outcome of bare figures that answer the sentence before: "the union put the number at 9,000", "the police say 12,000".

Such a figure has neither a noun nor an outcome of its own. It has those of the figures that it answers: the ones before it in
its sentence, else those of the nearest sentence with an outcome, at most two before. It takes them only where it stands as an
answer does (`data/quantity/answers.toml`: the value of "the number", the object of a verb of saying, an ellipsis, "the 31 that
the police acknowledge") and where those figures leave one outcome and one noun. "The 81" that repeats a number has its outcome.

`outcome_span` and `counted_span` are then the words that were carried, so an outcome that was carried stands in another sentence
than the figure, or beside another figure.

What it gets wrong: answers to a question that no figure raised ("How many had come? Thirty thousand"), and a bare figure that
answers an earlier sentence than the last one with an outcome.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice

from reportedly import unit
from reportedly.model import Parse, Quantity, Span
from reportedly.outcome import above, below, lexicon

_SUBJECT = ("nsubj", "nsubjpass")
#: How far back, in sentences, a figure is looked for that another answers, and among how many at most, so that time stays linear.
_FAR = 2
_NEAR = 40
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who"))
_REFERS = frozenset(("it", "that", "this", "which", "them"))
_OF_THOSE = frozenset(("them", "those", "whom", "these"))
#: Units of what a text measures beside its counts, so that a bare figure after them does not answer them.
_ASIDE = frozenset(("day", "night", "week", "month", "year", "hour", "minute", "year of age", "kilometre", "metre", "mile"))
#: Before a figure of another day, of the same count as the one before it in the sentence.
_COMPARED = frozenset((("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), ("increase", "from")))
_SHARES = frozenset(("proportion", "percentage", "percentage point"))
#: Below this a repeated number is a coincidence.
_REPEATED = 13


@dataclass(frozen=True, slots=True)
class _Words:
    figures: frozenset[str]
    values: frozenset[str]
    says: frozenset[str]
    givers: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("reportedly").joinpath("data/quantity/answers.toml").read_text(encoding="utf-8"))
    return _Words(
        figures=frozenset(data["figures"].split()),
        values=frozenset(data["values"]),
        says=frozenset(data["says"]),
        givers=frozenset(data["bodies"].split()) | lexicon().people | lexicon().many,
    )


def is_giver(parse: Parse, i: int) -> bool:
    """Whether token `i` is one who can give a figure: a person, a body, a name or a pronoun for them."""
    t = parse.tokens[i]
    return t.pos == "PROPN" or t.lemma in _words().givers or t.lower in _words().givers or t.lower in _PRONOUNS


def carry(parse: Parse, found: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a text, in order, the bare ones among them with the outcome and the noun of those that they answer."""
    text = _Text(parse)
    for q in found:
        text.add(q)
    return tuple(text.figures)


class _Text:
    """The figures of a text so far."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.figures: list[Quantity] = []
        self.answered: dict[str, Quantity] = {}
        self.values: dict[float, set[tuple[str, str | None]]] = {}
        self.of_value: dict[float, Quantity] = {}

    def add(self, q: Quantity) -> None:
        """Take the next figure, with what is carried to it."""
        if q.outcome is None and q.unit is None and q.direction is None and q.part_of is None:
            first = self.parse.tokens_in(q.span.start, q.span.end)[0]
            like = self.repeated(q, first)
            if like is None and self.is_compared(first):
                like = self.before(first, 0)
            elif like is None and self.is_answer(q):
                like = self.before(first, _FAR)
            if like is not None:
                q = self.answered[q.id] = replace(
                    q,
                    outcome=like.outcome,
                    outcome_span=like.outcome_span,
                    counted=like.counted,
                    counted_span=like.counted_span,
                )
        elif q.outcome is None and q.part_of in self.answered:
            whole = self.answered[q.part_of]
            things = self.noun(q)
            q = replace(
                q,
                outcome=whole.outcome,
                outcome_span=whole.outcome_span,
                counted=things.text if things else None,
                counted_span=things,
            )
        self.figures.append(q)
        if q.outcome is not None and q.low == q.high and q.low is not None:
            self.values.setdefault(q.low, set()).add((q.outcome, q.counted))
            self.of_value.setdefault(q.low, q)

    def noun(self, q: Quantity) -> Span | None:
        """The noun behind a figure that its unit names."""
        last = self.parse.tokens_in(q.span.start, q.span.end)[-1]
        name = q.unit.rpartition(" ")[2] if q.unit else None
        near = (t.i for t in self.tokens[last + 1 : last + 5] if t.lemma == name)
        return next((self.parse.span(i, i + 1) for i in near), None)

    # --- what is answered --------------------------------------------------------------------------------------------

    def before(self, first: int, far: int) -> Quantity | None:
        """The figure, at most `far` sentences back, that one at token `first` answers; `None` where several could be meant."""
        here = self.tokens[first].sentence
        near: list[Quantity] = []
        sentence = here
        for q in islice(reversed(self.figures), _NEAR):
            at = self.tokens[self.parse.tokens_in(q.span.start, q.span.end)[0]].sentence
            if at < here - far or (at != sentence and any(one.outcome for one in near)):
                break
            sentence = at
            if q.part_of is None and (q.outcome is not None or self.could_be_meant(q)):
                near.append(q)
        kinds = {(q.outcome, q.counted.lower()) for q in near if q.counted is not None and q.outcome is not None}
        if len({q.outcome for q in near}) != 1 or len(kinds) > 1:
            return None
        return next((q for q in near if q.counted is not None), near[0]) if near[0].outcome is not None else None

    def could_be_meant(self, q: Quantity) -> bool:
        """Whether a figure without an outcome could be what a later bare one answers: a share, money, another bare one."""
        return q.unit is None or (q.unit not in _ASIDE and (q.unit in _SHARES or unit.named(q.unit) is not None))

    def repeated(self, q: Quantity, first: int) -> Quantity | None:
        """The figure whose number "the 81" repeats, where all of that number agree."""
        if (
            q.low is None
            or q.low != q.high
            or q.low < _REPEATED
            or first == 0
            or self.tokens[first - 1].lower not in ("the", "those")
        ):
            return None
        return self.of_value[q.low] if len(self.values.get(q.low, ())) == 1 else None

    # --- what answers ------------------------------------------------------------------------------------------------

    def is_answer(self, q: Quantity) -> bool:
        """Whether a bare figure stands as an answer does."""
        inside = self.parse.tokens_in(q.span.start, q.span.end)
        first, last = inside[0], inside[-1]
        top = next((i for i in reversed(inside) if self.tokens[i].head not in inside or self.tokens[i].head == i), last)
        return (
            self.is_lower(first)
            or self.is_elliptic(first, last)
            or self.is_said_first(first, last)
            or self.is_definite(first, top)
            or self.is_given(top)
        )

    def is_compared(self, first: int) -> bool:
        """ "4,000 people fled, up from 3,200 last week", "compared with 3,200"."""
        return tuple(t.lower for t in self.tokens[max(0, first - 2) : first]) in _COMPARED

    def is_lower(self, first: int) -> bool:
        """ "The police estimate was far lower: some 8,000"."""
        start, _ = self.parse.sentences[self.tokens[first].sentence]
        if first - 2 <= start or self.tokens[first - 1].text != ":":
            return False
        return any(t.dep in _SUBJECT and self.is_figure(t.i) for t in self.tokens[max(start, first - 12) : first - 1])

    def is_said_first(self, first: int, last: int) -> bool:
        """ "Twelve thousand, say the police"."""
        start, end = self.parse.sentences[self.tokens[first].sentence]
        behind = self.tokens[last + 1 : min(end, last + 3)]
        said = len(behind) == 2 and behind[0].text == "," and behind[1].lemma in _words().says
        return said and first == start

    def is_elliptic(self, first: int, last: int) -> bool:
        """ "The ministry says 40, the hospital 55"; "the army speaks of 120 dead, the rebels of at least 300"."""
        start, end = self.parse.sentences[self.tokens[first].sentence]
        i = first - 1
        if i > start and self.tokens[i].lower in ("of", "at"):
            i -= 1
        if i <= start or not is_giver(self.parse, i) or self.tokens[i].lower in _PRONOUNS:
            return False
        while i > start and self.tokens[i].pos in ("NOUN", "PROPN", "ADJ", "DET"):
            i -= 1
        if last + 1 < end and self.tokens[last + 1].pos not in ("PUNCT", "CCONJ", "ADP"):
            return False
        begun = self.tokens[i].text in (",", ";") or self.tokens[i].lower in ("and", "but", "while")
        return begun and any(q.outcome is not None and q.span.start >= self.tokens[start].start for q in self.figures[-2:])

    def is_definite(self, first: int, top: int) -> bool:
        """ "The 31 that the police have acknowledged", "the 60,000 given on Saturday"."""
        if first == 0 or self.tokens[first - 1].lower not in ("the", "those"):
            return False
        return any(
            self.tokens[j].dep in ("relcl", "acl") and self.tokens[j].lemma in _words().says for j in self.parse.children[top]
        )

    def is_given(self, top: int) -> bool:
        """Whether the figure is the value of "the number", or what somebody is said to say."""
        t = self.tokens[top]
        head, between = self.tokens[t.head], ""
        if t.dep in ("pobj", "pcomp"):
            between = head.lower
            if between == "of" and head.head != head.i and self.is_figure(head.head, head.i):
                return True
            head = self.tokens[head.head]
        elif t.dep not in ("dobj", "prep", "attr", "oprd", "ccomp", "acomp", "npadvmod"):
            return False
        if head.pos not in ("VERB", "AUX"):
            return False
        phrase = f"{head.lemma} {between}".strip()
        if phrase in _words().says and self.parse.child(head.i, "nsubjpass") is None:
            giver = self.subject(head.i)
            if giver is not None and is_giver(self.parse, giver):
                return True
        return phrase in _words().values and self.is_valued(head.i, top)

    def is_valued(self, verb: int, top: int) -> bool:
        """Whether the verb says the value of "the number" or of a pronoun for it: "it was 118" only where it is said."""
        subject = self.subject(verb)
        thing = self.parse.child(verb, "dobj")
        if thing is not None and thing != top:
            return self.is_figure(thing) or self.tokens[thing].lower in _REFERS
        clause = self.tokens[verb]
        if clause.dep == "relcl" and self.is_figure(clause.head):
            return True  # "a figure they revised to 25"
        if subject is None:
            return False
        if self.tokens[subject].lower == "it" and clause.lemma == "be":
            return clause.dep == "ccomp" and self.tokens[clause.head].lemma in _words().says
        return self.is_figure(subject)

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, or of the one that it is coordinated with."""
        for i in (verb, *above(self.parse, verb)):
            if (subject := self.parse.child(i, *_SUBJECT)) is not None:
                return subject
            if self.tokens[i].dep != "conj":
                return None
        return None

    def is_figure(self, noun: int, but: int | None = None) -> bool:
        """Whether a noun stands for a figure given before and does not say of what: "the number", "the police count"."""
        if self.tokens[noun].lemma not in _words().figures:
            return False
        for j in below(self.parse, noun, noun):
            t = self.tokens[j]
            if j == but:
                continue
            if t.lower in ("of", "for"):
                inner = self.parse.child(j, "pobj", "pcomp")
                if inner is None or self.tokens[inner].lower not in _OF_THOSE:
                    return False
            elif t.dep in ("compound", "nmod") and not is_giver(self.parse, j):
                return False
        return True
