"""Figures: how many, of what, with what outcome, as part of what, and since when.

`measure.py` finds the figures in the text. Around each of them the parse is read: what it counts, measures or only names
(`counted.py`), what became of them (`outcome.py`), and here whether it is a reported change, a running total or one incident,
and which figure it is part of.

`unit` says what one of the things is ("dollar per barrel", "heart transplant"); `counted` says what the figure is about: whose
outcome it is, else what is measured or has these things, as in CQE (Almasian, Kazakova and Gertz, EMNLP 2023). docs/quantities.md
has the conventions and what they get wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from reportedly import measure, unit
from reportedly.carried import carry
from reportedly.counted import NOMINAL, SUBJECT, Counted
from reportedly.giver import answers, is_giver
from reportedly.measure import Measure
from reportedly.model import Direction, Parse, Quantity, Scope, Span, make_id
from reportedly.outcome import Outcome, Outcomes, above, below

_OF_THE = re.compile(r"\s+of\s+(?:(?:the|those|these|its|their|his|her|some|about)\s+)?(?:\w+\s+)?", re.IGNORECASE)
_OF_WHOM = re.compile(r"(?:\s+\w+)?\s+of\s+(?:whom|which|them|those|these)\b", re.IGNORECASE)
_OF_BEFORE = re.compile(r"(?:^|[.;,“\"]\s*)of\s+(?:the|those|these|its|their)\s*$", re.IGNORECASE)
_AMONG_THE = re.compile(r"(?:\s+[\w-]+){0,4}\s+(?:are|were|is|was)\s+among\s+(?:the\s+)?", re.IGNORECASE)
_ARE = re.compile(r"(?:\s+[\w-]+){0,3}\s+(?:are|were)\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
_AMONG_BEFORE = re.compile(r"\bamong\s+the\s+$", re.IGNORECASE)
_INCLUDE = re.compile(r"(?:\s+[\w-]+){0,3}\s+includ(?:e|es|ed)\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among (?:them|whom)|of (?:them|whom|which)|comprising|counting)\b", re.IGNORECASE)
_AND = re.compile(r"(?:\s+[\w-]+){0,4},?\s+and\s+(?:[a-z]+\s+){0,2}|(?:\s+[\w-]+){0,4},\s+", re.IGNORECASE)
_AND_ALSO = re.compile(r"\b(?:and|while|but)\b", re.IGNORECASE)
_NEXT = frozenset(("second", "third", "fourth", "fifth", "sixth"))
_BRINGS = re.compile(
    r"[^.;]{0,90}?\b(?:which|and)?\s*(?:br(?:ings?|inging|ought)|rais(?:es?|ing|ed)|tak(?:es?|ing)|took|push(?:es|ing|ed)|lift(?:s|ing|ed))"
    r"\s+(?:the|its|their)\s+[^.;,]{0,60}?(?:toll|total|number|tally|count)\s[^.;,]{0,60}?\bto\s+",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;:?!]\s")


@dataclass(frozen=True, slots=True)
class _Changes:
    """Words of change with their direction: verbs with an amount, verbs with an amount after "by", adverbs."""

    verbs: dict[str, Direction]
    by: dict[str, Direction]
    words: dict[str, Direction]


@cache
def _changes() -> _Changes:
    data = tomllib.loads(files("reportedly").joinpath("data/quantity/changes.toml").read_text(encoding="utf-8"))
    both: tuple[Direction, ...] = ("up", "down")
    return _Changes(
        verbs={word: direction for direction in both for word in data[direction]},
        by={word: direction for direction in both for word in data[f"{direction}_by"]},
        words=data["words"],
    )


def quantities(parse: Parse) -> tuple[Quantity, ...]:
    """All figures of the parse, in order of their place."""
    found: list[Quantity] = []
    for first, last in parse.paragraphs:
        if first < last:
            found += _Paragraph(parse, first, last).quantities()
    return carry(parse, found)


def _said_once(text: str, figures: Iterable[Measure]) -> list[Measure]:
    """The figures without those that only say the next one in words: "twenty-seven (27) guards"."""
    found: list[Measure] = []
    for one in figures:
        before = found[-1] if found else None
        closed = text[one.end : one.end + 1] == ")" and before is not None and text[before.end : one.start] in (" (", "(")
        if closed and before is not None and (before.low, before.high) == (one.low, one.high) and before.unit is None:
            found[-1] = replace(one, start=before.start, core=before.core, core_end=one.end + 1, end=one.end + 1)
        else:
            found.append(one)
    return found


class _Paragraph:
    """The figures of one paragraph."""

    def __init__(self, parse: Parse, first: int, last: int) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.first, self.last = first, last
        self.figures = _said_once(parse.text, measure.find(parse.text, self.tokens[first].start, self.tokens[last - 1].end))
        self.covered = {i for one in self.figures for i in parse.tokens_in(one.start, one.end)}
        self.outcomes = Outcomes(parse, self.covered)
        self.nouns = Counted(parse, first, last, self.covered, self.outcomes)
        self.found: list[Quantity] = []
        self.heads: dict[str, int] = {}

    def quantities(self) -> list[Quantity]:
        """Numbers and the "a" of "a soldier was captured", in their order, with what is part of what."""
        for one in self.figures:
            quantity = self.read(one)
            if quantity is not None and one.way is not None and self.is_change(one, quantity):
                self.found += [each for part in one.way if (each := self.read(part)) is not None]
            elif quantity is not None:
                self.found.append(quantity)
        self.found += self.single_persons()
        self.found.sort(key=lambda q: q.span.start)
        return self.with_parts()

    def read(self, one: Measure) -> Quantity | None:
        """The figure with what the parse says of it, or `None` where the number counts nothing."""
        core = self.parse.tokens_in(one.core, one.core_end)
        if not core:
            return None
        if one.unit is not None and core[-1] + 1 < self.last and self.nouns.is_shift(core[-1] + 1, one):
            one = replace(one, unit=None, end=one.core_end)
        head = None if one.unit or one.share else self.nouns.head(one, core)
        if head is not None and self.nouns.is_strength(core[-1]):
            head = None
        if self.nouns.is_label(one, core, head) or self.nouns.is_duration_modifier(one) or self.nouns.is_age(one, core):
            return None
        top = head if head is not None else self.nouns.top(one, core)
        if head is None and (self.nouns.is_age_bound(one) or self.nouns.is_age_said(one, core)):
            return self.quantity(one, "year of age", None, None, None, top)
        if head is not None and head > core[-1]:
            one = measure.bounded_by_noun(self.parse.text, one, self.tokens[head].end)
        outcome = self.outcome(one, core, head, top)
        previous = self.found[-1] if self.found else None
        direction = None
        if one.converts and previous is not None:
            counted, direction = previous.counted_span, previous.direction
        elif outcome is not None:
            noun = head if head is not None else self.nouns.shared(top) if one.share else None
            counted = self.nouns.things(noun, outcome) if noun is not None else None
            if noun is not None and noun < outcome.token and self.outcomes.names_of(noun) == outcome:
                counted = None  # "139 names of missing people" counts people
            toll = head is None and outcome.verb is None and outcome.token < core[0]
            direction = self.direction(one, top) if toll else None
        else:
            counted = self.nouns.counted(one, top, head)
            direction = self.direction(one, top) if head is None else None
        quantity = self.quantity(one, self.unit(one, core, head), counted, direction, outcome, top)
        if head is not None:
            self.heads[quantity.id] = head
        return quantity

    def is_change(self, one: Measure, q: Quantity) -> bool:
        """Whether "from 41 to 50" is a way that a count went, and no range: "from 200 to 300 men died"."""
        if q.outcome is None:
            return self.is_own_count(one)
        first = self.parse.tokens_in(one.start, one.end)[0]
        near = self.tokens[max(self.first, first - 3) : first]
        changes = _changes()
        if any(t.lemma in ("range", "vary") for t in near):
            return False
        if any(t.lemma in changes.verbs or t.lemma in changes.by or t.lower in changes.words for t in near):
            return True
        told = self.parse.token_at(q.outcome_span.start) if q.outcome_span else None
        return told is None or self.tokens[told].pos != "VERB"

    def is_own_count(self, one: Measure) -> bool:
        """ "The company has gone from 176 to 214", "raised its count from three to nine": two figures, one after the other."""
        first = self.parse.tokens_in(one.start, one.end)[0]
        verb = self.verb_above(first)
        if one.unit is not None or verb is None:
            return False
        if self.tokens[verb].lemma in (*_changes().verbs, *_changes().by):
            counts = (self.parse.child(verb, role) for role in ("dobj", *SUBJECT))
            return any(i is not None and self.tokens[i].lemma in answers().figures for i in counts)
        if self.tokens[verb].lemma not in ("go", "come", "move", "climb", "retreat"):
            return False
        subject = self.parse.child(verb, *SUBJECT)
        return subject is not None and is_giver(self.parse, subject)

    def unit(self, one: Measure, core: range, head: int | None) -> str | None:
        """The name of one of the things, with what it is a rate of: "percentage", "soldier", "test per day"."""
        if head is None:
            return "proportion" if one.share else f"{one.unit} per {one.per}" if one.per is not None else one.unit
        name = self.nouns.unit_name(core, head)
        rate = unit.rate(self.parse.text, self.tokens[head].end)
        return f"{name} per {rate.name}" if rate is not None else name

    def quantity(
        self, one: Measure, name: str | None, counted: Span | None, direction: Direction | None, outcome: Outcome | None, top: int
    ) -> Quantity:
        """The record of a figure; what it holds since and its scope are read here."""
        since = self.since(outcome, top)
        return Quantity(
            id=make_id(self.parse.document, "quantity", one.start, one.end),
            span=Span.cut(self.parse.text, one.start, one.end),
            low=one.low,
            high=one.high,
            low_exclusive=one.low_exclusive,
            high_exclusive=one.high_exclusive,
            approximate=one.approximate,
            direction=direction,
            unit=name,
            counted=counted.text if counted else None,
            counted_span=counted,
            outcome=outcome.name if outcome else None,
            outcome_span=self.parse.span(outcome.token, outcome.token + 1) if outcome else None,
            scope=self.scope(outcome, since, top) if outcome else None,
            vague=one.vague,
            since=since,
        )

    # --- outcomes ----------------------------------------------------------------------------------------------------

    def outcome(self, one: Measure, core: range, head: int | None, top: int) -> Outcome | None:
        """What became of those counted; a bare number may go on with the outcome of the figure before it."""
        if one.unit is not None or (head is not None and unit.named(self.tokens[head].lower) is not None):
            return None
        first = self.parse.tokens_in(one.start, one.end)[0]
        if [t.lower for t in self.tokens[max(self.first, first - 2) : first]] in (["all", "but"], ["all", "except"]):
            return None  # "all but three died"
        if first >= self.first + 2 and self.tokens[first - 1].text == ":" and (name := self.outcomes.state(first - 2)):
            return Outcome(name, first - 2)  # "Killed: 12"
        if head is None and (noun := self.counted_before(core[0])) is not None:
            self.outcomes.stands_for[core[-1]] = noun
        partitive = head is not None and self.nouns.of(core[-1]) == head
        outcome = self.outcomes.of(core[-1] if partitive else top, top, core[-1])
        if outcome is not None or head is not None or not self.found or not self.same_sentence(self.found[-1], top):
            return outcome
        return self.outcome_of(self.found[-1]) if self.outcomes.is_total(top) or self.is_elliptic(core) else None

    def counted_before(self, i: int) -> int | None:
        """The arms that the last figure of this sentence with a noun counts: "84 drones were launched; 54 were shot down"."""
        for q in reversed(self.found):
            if not self.same_sentence(q, i):
                return None
            if (head := self.heads.get(q.id)) is not None:
                return head if self.outcomes.is_materiel(head) else None
        return None

    def is_elliptic(self, core: range) -> bool:
        """ "killed 247 people in one town and 10 in another": a bare number that goes on from the figure before it."""
        first = self.parse.tokens_in(self.found[-1].span.start, self.found[-1].span.end)[-1] + 1
        between = self.tokens[first : core[0]]
        if len(between) > 12 or not any(t.pos == "CCONJ" or t.text == "," for t in between[-4:]):
            return False
        behind = self.tokens[min(core[-1] + 1, self.last - 1)]
        return behind.pos == "ADP" and behind.lower != "of" and all(t.pos not in ("VERB", "AUX", "SCONJ") for t in between)

    def outcome_of(self, q: Quantity) -> Outcome | None:
        """The outcome of an earlier figure, for one that goes on counting the same."""
        token = self.parse.token_at(q.outcome_span.start) if q.outcome_span else None
        return Outcome(q.outcome, token) if q.outcome is not None and token is not None else None

    def verb_above(self, i: int) -> int | None:
        """The nearest verb above a token."""
        return next((j for j in above(self.parse, i) if self.tokens[j].pos in ("VERB", "AUX")), None)

    def since(self, outcome: Outcome | None, top: int) -> Span | None:
        """The words from "since" on that say from when the figure counts, on its verb, its outcome or what goes on from them."""
        verb = outcome.verb if outcome is not None and outcome.verb is not None else self.verb_above(top)
        places = [verb] if verb is not None else []
        if verb is not None and self.tokens[verb].dep in ("xcomp", "ccomp", "conj"):
            places.append(self.tokens[verb].head)
        if outcome is not None and outcome.token not in places:
            places.append(outcome.token)
        places += [
            j
            for i in places
            for j in below(self.parse, i, i)
            if self.tokens[j].dep == "conj" and self.tokens[j].pos in ("VERB", "ADJ") and not self.outcomes.has_figure(j)
        ]
        for i in places:
            for j in below(self.parse, i, i):
                if self.tokens[j].lower == "since" and self.tokens[j].dep == "prep":
                    return self.without_figure(self.parse.subtree(j))
                if self.tokens[j].dep == "advcl" and self.tokens[self.parse.left_edge[j]].lower == "since":
                    return self.without_figure(self.parse.subtree(j))
        return None

    def without_figure(self, span: Span) -> Span:
        """The span less a figure at its end that the parser has drawn into it: "Since Monday 24 have died"."""
        tokens = self.parse.tokens_in(span.start, span.end)
        last = tokens[-1]
        while last in self.covered and last > tokens[0] + 1:
            last -= 1
        return self.parse.span(tokens[0], last + 1)

    def scope(self, outcome: Outcome, since: Span | None, top: int) -> Scope | None:
        """A running total or one incident, where the words tell."""
        words = self.outcomes.lexicon
        first, last = self.parse.sentences[self.tokens[top].sentence]
        sentence = self.parse.span(first, last).text.lower()
        near = [top, *above(self.parse, top)]
        nouns = {self.tokens[j].lemma for i in near for j in (i, *below(self.parse, i, top))}
        if since is not None or words.totals & nouns or any(phrase in sentence for phrase in words.total_phrases):
            return "total"
        verb = outcome.verb if outcome.verb is not None else self.verb_above(top)
        for j in below(self.parse, verb, top) if verb is not None else ():
            t = self.tokens[j]
            if t.dep in ("prep", "agent") and t.lower in ("in", "by", "during", "from"):
                inner = self.parse.child(j, "pobj")
                t = self.tokens[inner] if inner is not None else t
            elif t.dep not in SUBJECT:
                continue
            if t.lemma in words.events and t.tag not in ("NNS", "NNPS"):
                return "incident"
        return None

    def single_persons(self) -> Iterator[Quantity]:
        """ "a soldier was captured": one person, where the noun phrase of a person is subject or object of an outcome."""
        for i in range(self.first, self.last):
            t = self.tokens[i]
            if t.lower not in ("a", "an", "another") or i in self.covered or t.pos not in ("DET", "PRON"):
                continue
            if t.lower == "another" and i + 1 in self.covered:
                continue
            if i > self.first and self.tokens[i - 1].lower in ("not", "without", "many", "than"):
                continue
            if (one_more := self.one_more(i)) is not None:
                yield one_more
                continue
            noun = t.head if t.head > i and self.tokens[t.head].pos in NOMINAL | {"ADJ"} else i
            n = self.tokens[noun]
            if noun in self.covered or (n.dep == "appos" and self.outcomes.persons(n.head)):
                continue
            if t.lower != "another" if noun == i else n.tag not in ("NN", "NNP", "JJ") or not self.outcomes.person(noun):
                continue
            outcome = self.outcomes.predicate(noun, noun) or self.outcomes.taken_before(noun)
            if outcome is None or outcome.name in self.outcomes.lexicon.yields or self.is_hypothetical(outcome.verb):
                continue
            one = Measure(start=t.start, end=n.end, core=t.start, core_end=t.end, low=1.0, high=1.0)
            counted = self.nouns.things(noun, outcome) if noun != i else None
            name = self.nouns.unit_name(range(i, i + 1), noun) if noun != i else None
            yield self.quantity(one, name, counted, None, outcome, noun)

    def one_more(self, i: int) -> Quantity | None:
        """ "two were killed and a third wounded": the one whom an ordinal alone names, after a figure in its sentence."""
        t = self.tokens[i]
        noun = t.i + 1
        if noun >= self.last or self.tokens[noun].lower not in _NEXT or self.tokens[noun].head <= noun:
            return None
        if not any(q.outcome and self.same_sentence(q, i) and q.span.end <= t.start for q in self.found):
            return None
        outcome = self.outcomes.predicate(noun, noun)
        if outcome is None:
            return None
        end = self.tokens[noun].end
        one = Measure(start=t.start, end=end, core=t.start, core_end=t.end, low=1.0, high=1.0)
        return self.quantity(one, None, None, None, outcome, noun)

    def is_hypothetical(self, verb: int | None) -> bool:
        """Whether the verb stands under "could", "if", "when", a negation and the like, so that nothing is counted."""
        if verb is None:
            return False
        return any(
            self.tokens[j].dep == "neg"
            or self.tokens[j].lower in ("can", "could", "would", "should", "will", "if", "when", "whenever", "unless", "’ll")
            for j in self.parse.children[verb]
        )

    def with_parts(self) -> list[Quantity]:
        """The figures, each with the one it is part of; a part without an outcome of its own has that of the whole."""
        out: list[Quantity] = []
        for k, q in enumerate(self.found):
            following = self.found[k + 1] if k + 1 < len(self.found) else None
            previous = out[-1] if out else None
            whole = self.whole(q, previous, following)
            if whole is not None:
                q = replace(q, part_of=whole)
                if (noun := self.of_them(q)) is not None:
                    those = self.parse.span(noun, noun + 1)
                    self.heads[q.id] = noun
                    q = replace(q, unit=self.tokens[noun].lemma, counted=those.text, counted_span=those)
                if following is not None and whole == following.id and self.is_of(q):
                    q = replace(
                        following, id=q.id, span=q.span, part_of=whole, low=q.low, high=q.high, approximate=q.approximate,
                        low_exclusive=q.low_exclusive, high_exclusive=q.high_exclusive,
                    )  # fmt: skip
                    following = replace(following, outcome=None, outcome_span=None, scope=None, counted=None, counted_span=None)
                    self.found[k + 1] = following
                if q.outcome is None and previous is not None and whole == previous.id and (outcome := self.outcome_of(previous)):
                    things = self.nouns.things(self.heads[q.id], outcome) if q.id in self.heads else None
                    q = replace(
                        q,
                        outcome=previous.outcome,
                        outcome_span=previous.outcome_span,
                        scope=previous.scope,
                        counted=things.text if things else None,
                        counted_span=things,
                    )
            out.append(q)
        return out

    def of_them(self, q: Quantity) -> int | None:
        """The noun for the part in "12 of them minors", which has no verb."""
        after = self.parse.tokens_in(q.span.start, q.span.end)[-1] + 1
        of, pronoun, noun = self.tokens[after : after + 3] if after + 3 < self.last else (None, None, None)
        if of is None or pronoun is None or noun is None or of.lower != "of" or pronoun.lower not in ("them", "whom", "these"):
            return None
        ends = self.tokens[noun.i + 1].pos in ("PUNCT", "CCONJ", "ADP")
        return (
            noun.i
            if ends and q.unit is None and q.vague is None and self.outcomes.persons(noun.i) and noun.tag in ("NN", "NNS")
            else None
        )

    def has_verb(self, start: int, end: int) -> bool:
        """Whether a verb stands in `text[start:end]`, so that what is said before it is over."""
        return any(
            self.tokens[i].pos in ("VERB", "AUX") and self.tokens[i].dep != "amod" for i in self.parse.tokens_in(start, end)
        )

    def is_of(self, q: Quantity) -> bool:
        """Whether the parser takes "13 of" in "13 of 15 drones were downed" for a mere modifier of the other number."""
        i = self.parse.tokens_in(q.span.start, q.span.end)[-1] + 1
        return self.tokens[i].lower == "of" and self.tokens[i].dep == "quantmod"

    def whole(self, q: Quantity, previous: Quantity | None, following: Quantity | None) -> str | None:
        """The id of the figure that `q` is a part of: "two of the three", "12, including 3", "12, of whom 3"."""
        text = self.parse.text
        if following is not None:
            gap = text[q.span.end : following.span.start]
            if _OF_THE.fullmatch(gap) or (_AMONG_THE.fullmatch(gap) and q.outcome is not None):
                return following.id
            if q.outcome is not None and q.outcome == following.outcome and _BRINGS.fullmatch(gap):
                return following.id  # "23 more were found dead, which brings the toll to 81"
        if previous is None or self.is_measured(q) or self.is_measured(previous):
            return None
        gap = text[previous.span.end : q.span.start]
        if len(gap) > 160 or _STOP.search(gap):
            return None
        including = _INCLUDING.search(gap)
        if (
            including is not None
            and not self.has_verb(previous.span.end + including.end(), q.span.start)
            and not (_AND_ALSO.search(gap, including.end()) and self.is_clause(q))
        ):
            return previous.id
        if q.outcome is not None and q.outcome == previous.outcome and _INCLUDE.fullmatch(gap):
            return previous.id
        before = text[max(0, previous.span.start - 12) : previous.span.start]
        answers = previous.unit is None and previous.outcome is None
        if (q.outcome is not None or answers) and _AMONG_BEFORE.search(before) and _ARE.fullmatch(gap):
            return previous.id
        if _OF_WHOM.match(text, q.span.end) or ("," in gap and _OF_BEFORE.search(before)):
            return previous.part_of or previous.id
        return previous.part_of if _AND.fullmatch(gap) and not self.is_clause(q) else None

    def is_clause(self, q: Quantity) -> bool:
        """Whether a clause of its own says what became of the figure: "including five women, and three died"."""
        told = self.parse.token_at(q.outcome_span.start) if q.outcome_span else None
        return told is not None and q.outcome_span is not None and self.has_verb(q.span.end, q.outcome_span.end)

    def is_measured(self, q: Quantity) -> bool:
        """Whether the figure is in a unit of measure, money or time."""
        return q.unit is not None and q.unit != "proportion" and unit.named(q.unit) is not None

    def direction(self, one: Measure, top: int) -> Direction | None:
        """Up or down where the figure is by how much something is said to have changed, not what it changed to."""
        if one.increase is not None:
            return "up" if one.increase else "down"
        if one.way is not None:
            return None
        changes = _changes()
        first = self.parse.tokens_in(one.start, one.end)[0]
        before = self.tokens[first - 1] if first > self.first else None
        if before is None or before.lower in ("to", "at"):
            return None
        if before.lower in ("up", "down"):
            return changes.words[before.lower]
        by = before.lower == "by"
        if by and first >= self.first + 2:
            changed = self.tokens[first - 2]
            if (direction := changes.words.get(changed.lower) or changes.verbs.get(changed.lemma)) is not None:
                return direction
        i = top
        for _ in range(4):
            t = self.tokens[i]
            h = self.tokens[t.head]
            if h.i == i or (t.pos == "ADP" and t.lower != "by" and i < first):
                break
            if h.pos == "VERB":
                if h.lemma in changes.verbs and (t.dep in ("dobj", "npadvmod", "advmod", "obj") or t.pos == "ADP"):
                    return changes.verbs[h.lemma]
                if by:
                    beside = (self.tokens[j].lower for j in self.parse.children[h.i])
                    return changes.by.get(h.lemma) or next((changes.words[w] for w in beside if w in changes.words), None)
                break
            if h.pos != "ADP" and t.dep != "conj":
                break
            i = t.head
        if by and self.found and self.found[-1].unit == one.unit and self.same_sentence(self.found[-1], first):
            return self.found[-1].direction
        return None

    def same_sentence(self, earlier: Quantity, i: int) -> bool:
        """Whether an earlier figure stands in the sentence of token `i`."""
        return earlier.span.start >= self.tokens[self.parse.sentences[self.tokens[i].sentence][0]].start
