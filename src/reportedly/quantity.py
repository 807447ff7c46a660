"""Figures: how many, of what, with what outcome, as part of what, and since when.

`measure.py` finds the figures in the text; this stage reads the parse around each of them: what it counts or measures, what
became of them (`outcome.py`), whether it is a reported change, a running total or one incident, and which figure it is part
of. It also throws out the numbers that are names, years, labels and scores.

`unit` says what one of the things is ("dollar per barrel", "heart transplant"); `counted` says what the figure is about: whose
outcome it is, else what is measured or has these things, as in CQE (Almasian, Kazakova and Gertz, EMNLP 2023). docs/quantities.md
has the conventions and what they get wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from reportedly import measure, unit
from reportedly.measure import Measure
from reportedly.model import Direction, Parse, Quantity, Scope, Span, Token, make_id
from reportedly.outcome import Outcome, Outcomes

_NOMINAL = frozenset(("NOUN", "PROPN"))
_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj"))
_DURATIONS = frozenset(("day", "night", "week", "month", "year", "decade", "century"))
_MORE = frozenset(("more", "other", "further", "additional", "fewer"))
_LIGHT = frozenset(("total", "record", "average", "maximum", "minimum", "mean", "median"))
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)


_OF_THE = re.compile(r"\s+of\s+(?:(?:the|those|these|its|their|his|her|some|about)\s+)?(?:\w+\s+)?", re.IGNORECASE)
_OF_WHOM = re.compile(r"(?:\s+\w+)?\s+of\s+(?:whom|which|them|those)\b", re.IGNORECASE)
_OF_BEFORE = re.compile(r"(?:^|[.;,“\"]\s*)of\s+(?:the|those|these|its|their)\s*$", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among (?:them|whom)|of (?:them|whom|which)|comprising|counting)\b", re.IGNORECASE)
_AND = re.compile(r"(?:\s+[\w-]+){0,4},?\s+and\s+(?:[a-z]+\s+){0,2}|(?:\s+[\w-]+){0,4},\s+", re.IGNORECASE)
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
    return tuple(found)


class _Paragraph:
    """The figures of one paragraph."""

    def __init__(self, parse: Parse, first: int, last: int) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.first, self.last = first, last
        self.taken: set[int] = set()
        self.covered: set[int] = set()
        self.heads: dict[str, int] = {}
        self.found: list[Quantity] = []

    def quantities(self) -> list[Quantity]:
        """Numbers and the "a" of "a soldier was captured", with what is part of what."""
        start, end = self.tokens[self.first].start, self.tokens[self.last - 1].end
        figures = measure.find(self.parse.text, start, end)
        self.covered = {i for one in figures for i in self.parse.tokens_in(one.start, one.end)}
        self.outcomes = Outcomes(self.parse, self.covered)
        for one in figures:
            quantity = self.read(one)
            if quantity is not None and quantity.outcome is not None and one.way is not None:
                self.found += [end for part in one.way if (end := self.read(part)) is not None]
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
        head = None if one.unit or one.share else self.head(one, core)
        if self.is_label(one, core, head) or self.is_duration_modifier(one) or self.is_age(one, core):
            return None
        name = one.unit
        if head is not None:
            name = self.unit_name(core, head)
            rate = unit.rate(self.parse.text, self.tokens[head].end)
            if rate is not None:
                name = f"{name} per {rate.name}"
        elif one.per is not None:
            name = f"{name} per {one.per}"
        elif one.share:
            name = "proportion"
        top = head if head is not None else self.top(one, core)
        outcome = None
        if one.unit is None and (head is None or unit.named(self.tokens[head].lower) is None):
            partitive = head is not None and self.of(core[-1]) == head
            outcome = self.outcomes.of(core[-1] if partitive else top, top, core[-1])
            if outcome is None and head is None and self.found and self.same_sentence(self.found[-1], top):
                if self.outcomes.is_total(top) or self.is_elliptic(core):
                    outcome = self.outcome_of(self.found[-1])
        if one.converts and self.found:
            counted, direction = self.found[-1].counted_span, self.found[-1].direction
        elif outcome is not None:
            counted, direction = (self.things(head, outcome) if head is not None else None), None
        else:
            counted, direction = self.counted(one, top, head), None if head is not None else self.direction(one, top)
        since = self.since(outcome.verb if outcome is not None and outcome.verb is not None else self.verb_above(top))
        quantity = self.quantity(one, name, counted, direction, outcome, since, top)
        if head is not None:
            self.heads[quantity.id] = head
        return quantity

    def quantity(
        self,
        one: Measure,
        name: str | None,
        counted: Span | None,
        direction: Direction | None,
        outcome: Outcome | None,
        since: Span | None,
        top: int,
    ) -> Quantity:
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

    def is_elliptic(self, core: range) -> bool:
        """ "killed 247 people in one town and 10 in another": a bare number that goes on from the figure before it."""
        first = self.parse.tokens_in(self.found[-1].span.start, self.found[-1].span.end)[-1] + 1
        between = self.tokens[first : core[0]]
        if len(between) > 12 or not any(t.pos == "CCONJ" or t.text == "," for t in between[-4:]):
            return False
        return (
            all(t.pos not in ("VERB", "AUX", "SCONJ") for t in between)
            and self.tokens[min(core[-1] + 1, self.last - 1)].pos == "ADP"
        )

    def outcome_of(self, q: Quantity) -> Outcome | None:
        """The outcome of an earlier figure, for one that goes on counting the same."""
        token = self.parse.token_at(q.outcome_span.start) if q.outcome_span else None
        return Outcome(q.outcome, token) if q.outcome is not None and token is not None else None

    # --- outcomes ----------------------------------------------------------------------------------------------------

    def things(self, head: int, outcome: Outcome) -> Span | None:
        """Who or what is counted: the noun with its modifiers, less number, determiner and the outcome itself."""
        if head == outcome.token:
            return None
        first = head
        while first > self.first:
            t = self.tokens[first - 1]
            if (
                first - 1 in self.covered
                or t.pos not in ("ADJ", "NOUN", "PROPN", "VERB")
                and t.text != "-"
                or t.head not in range(first - 1, head + 1)
            ):
                break
            if self.outcomes.state(first - 1) is not None:
                break
            first -= 1
        while self.tokens[first].pos == "PUNCT" and first < head:
            first += 1
        return self.parse.span(first, head + 1)

    def verb_above(self, i: int) -> int | None:
        """The nearest verb above a token."""
        return next((j for j in self.parse.ancestors(i) if self.tokens[j].pos in ("VERB", "AUX")), None)

    def since(self, verb: int | None) -> Span | None:
        """The words from "since" on that say from when the verb's figure counts."""
        verbs = [verb] if verb is not None else []
        if verb is not None and self.tokens[verb].dep in ("xcomp", "ccomp", "conj"):
            verbs.append(self.tokens[verb].head)
        for i in verbs:
            for j in self.parse.children[i]:
                if self.tokens[j].lower == "since" and self.tokens[j].dep == "prep":
                    return self.parse.subtree(j)
                if self.tokens[j].dep == "advcl" and self.tokens[self.parse.left_edge[j]].lower == "since":
                    return self.parse.subtree(j)
        return None

    def scope(self, outcome: Outcome, since: Span | None, top: int) -> Scope | None:
        """A running total or one incident, where the words tell."""
        words = self.outcomes.lexicon
        first, last = self.parse.sentences[self.tokens[top].sentence]
        sentence = self.parse.span(first, last).text.lower()
        near = [top, *self.parse.ancestors(top)]
        nouns = {self.tokens[j].lemma for i in near for j in (i, *self.parse.children[i])}
        if since is not None or words.totals & nouns or any(phrase in sentence for phrase in words.total_phrases):
            return "total"
        verb = outcome.verb if outcome.verb is not None else self.verb_above(top)
        for j in self.parse.children[verb] if verb is not None else ():
            t = self.tokens[j]
            if t.dep in ("prep", "agent") and t.lower in ("in", "by", "during", "from"):
                inner = self.parse.child(j, "pobj")
                t = self.tokens[inner] if inner is not None else t
            elif t.dep not in _SUBJECT:
                continue
            if t.lemma in words.events and t.tag not in ("NNS", "NNPS"):
                return "incident"
        return None

    def single_persons(self) -> Iterator[Quantity]:
        """ "a soldier was captured": one person, where the noun phrase of a person is subject or object of an outcome."""
        for i in range(self.first, self.last):
            t = self.tokens[i]
            if t.lower not in ("a", "an", "another") or i in self.covered or t.pos != "DET":
                continue
            noun = t.head if t.head > i and self.tokens[t.head].pos in _NOMINAL | {"ADJ"} else i
            if noun == i and t.lower != "another":
                continue
            n = self.tokens[noun]
            if (
                noun in self.covered
                or (n.dep == "appos" and self.outcomes.persons(n.head))
                or (noun != i and not (n.tag in ("NN", "NNP", "JJ") and self.outcomes.person(noun)))
            ):
                continue
            outcome = self.outcomes.predicate(noun, noun) or self.outcomes.taken_before(noun)
            if outcome is None or outcome.name in self.outcomes.lexicon.yields or self.is_hypothetical(outcome.verb):
                continue
            one = Measure(start=t.start, end=n.end, core=t.start, core_end=t.end, low=1.0, high=1.0)
            counted = self.things(noun, outcome) if noun != i else None
            name = self.unit_name(range(i, i + 1), noun) if noun != i else None
            yield self.quantity(one, name, counted, None, outcome, self.since(outcome.verb), noun)

    def is_hypothetical(self, verb: int | None) -> bool:
        """Whether the verb stands under "could", "if", "when", a negation and the like, so that nothing is counted."""
        if verb is None:
            return False
        return any(
            self.tokens[j].dep == "neg"
            or self.tokens[j].lower in ("can", "could", "would", "should", "will", "if", "when", "whenever", "unless", "’ll")
            for j in self.parse.children[verb]
        )

    # --- part and whole ----------------------------------------------------------------------------------------------

    def with_parts(self) -> list[Quantity]:
        """The figures, each with the one it is part of: "including", "of whom", "two of the three"."""
        out: list[Quantity] = []
        text = self.parse.text
        for k, q in enumerate(self.found):
            whole = None
            previous = out[-1] if out else None
            following = self.found[k + 1] if k + 1 < len(self.found) else None
            tail = text[q.span.end : q.span.end + 16]
            if following is not None and _OF_THE.fullmatch(text[q.span.end : following.span.start]):
                whole = following.id
            elif previous is not None and not self.is_measured(q) and not self.is_measured(previous):
                gap = text[previous.span.end : q.span.start]
                if len(gap) < 160 and not _STOP.search(gap):
                    if (
                        _INCLUDING.search(gap)
                        or _OF_WHOM.match(tail)
                        or (_OF_BEFORE.search(text[max(0, previous.span.start - 12) : previous.span.start]) and "," in gap)
                    ):
                        whole = previous.part_of if previous.part_of and _INCLUDING.search(gap) is None else previous.id
                    elif previous.part_of and _AND.fullmatch(gap):
                        whole = previous.part_of
            if whole is not None:
                q = replace(q, part_of=whole)
                if q.outcome is None and previous is not None and whole == previous.id and (outcome := self.outcome_of(previous)):
                    things = self.things(self.heads[q.id], outcome) if q.id in self.heads else None
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

    def is_measured(self, q: Quantity) -> bool:
        """Whether the figure is in a unit of measure, money or time."""
        return q.unit is not None and q.unit != "proportion" and unit.named(q.unit) is not None

    # --- what the number stands with ---------------------------------------------------------------------------------

    def top(self, one: Measure, core: range) -> int:
        """The token by which the figure hangs in the tree: its last one whose head is outside of it, so the unit
        before the number; of a share the first."""
        inside = self.parse.tokens_in(one.core, one.end)
        for i in inside if one.share else reversed(inside):
            t = self.tokens[i]
            if t.dep != "punct" and (t.head not in inside or t.head == i):
                return i
        return core[-1]

    def head(self, one: Measure, core: range) -> int | None:
        """The noun that a number without a unit counts, by the tree and else by the words that follow."""
        last = core[-1]
        sentence_end = self.parse.sentences[self.tokens[last].sentence][1]
        for i in core:
            j = self.tokens[i].head
            if (
                j > last
                and self.tokens[j].pos in _NOMINAL
                and not self.outcomes.state(j)
                and all(self.in_phrase(self.tokens[k]) for k in range(last + 1, j))
            ):
                return j - 1 if self.outcomes.is_taken(j) and j - 1 > last else j
        whole = self.of(last)
        if whole is not None and self.tokens[whole].pos in _NOMINAL:
            return whole
        if last + 1 < sentence_end and self.tokens[last + 1].lower in ("last", "this", "next", "earlier"):
            return None
        if self.tokens[last].dep not in ("nummod", "amod", "nmod", "compound", "dep", "quantmod", "ROOT") and not one.joined:
            return None
        found = None
        for k in range(last + 1, sentence_end):
            t = self.tokens[k]
            if t.pos in _NOMINAL and not self.outcomes.state(k):
                found = k
            elif found is not None or not (self.in_phrase(t) or self.outcomes.state(k)):
                break
        return found

    def in_phrase(self, t: Token) -> bool:
        """Whether a token may stand between a number and the noun it counts."""
        return (
            t.pos in ("ADJ", "NOUN", "PROPN", "ADV", "NUM", "CCONJ")
            or t.tag in ("VBN", "VBG", "HYPH", "POS", "AFX")
            or t.text in ",-/\"“”'"
        )

    def unit_name(self, core: range, head: int) -> str:
        """The counted noun, singular, with the adjectives and nouns before it; the bare name where the noun is a unit."""
        noun = self.tokens[head]
        if (name := unit.named(noun.lower)) is not None:
            return name
        words: list[str] = []
        glue = False
        first = core[-1] + 1
        bare = self.tokens[core[-1]].pos == "DET"
        if self.of(core[-1]) == head:
            bare = True
            first = max(first, self.parse.left_edge[head])
        for k in range(first, head):
            t = self.tokens[k]
            if self.outcomes.state(k) is not None or t.lower in _MORE or (k in self.covered and (bare or not t.text.isdigit())):
                continue
            if t.text == "-" and words:
                words[-1] += "-"
                glue = True
                continue
            if (t.pos in ("ADJ", "NOUN", "PROPN") and t.tag not in ("VBN", "VBG")) or (t.pos == "NUM" and t.text.isdigit()):
                word = t.lemma if t.pos == "ADJ" else t.lower
                if glue:
                    words[-1] += word
                else:
                    words.append(word)
            glue = False
        return " ".join([*words, unit.singular(noun.lower) if noun.tag == "NNPS" else noun.lemma])

    def is_label(self, one: Measure, core: range, head: int | None) -> bool:
        """Whether the number names something (a model, a unit, a year, a score) instead of counting it."""
        if one.unit is not None or one.share:
            return False
        first, last = core[0], core[-1]
        before = (
            self.tokens[first - 1]
            if first > self.first and self.tokens[first - 1].sentence == self.tokens[first].sentence
            else None
        )
        if one.vague is not None:
            t = self.tokens[last]
            return (
                head is None
                and self.of(last) is None
                and (t.pos == "ADV" or t.dep not in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "attr"))
            )
        if head is not None:
            if head in self.taken and before is not None and before.pos in ("ADJ", "NOUN", "PROPN"):
                return True
            self.taken.add(head)
        noun = self.tokens[head] if head is not None else None
        if one.year and not one.bounded:
            return noun is None or noun.tag != "NNS" or 1900 <= (one.high or 0) <= 2100
        if one.hyphen:
            return noun is None or noun.tag not in ("NNS", "NNPS")
        if one.low == 1 and one.spelled and one.high == 1:
            after = self.tokens[last + 1].lower if last + 1 < self.last else ""
            if (before is not None and before.lower in ("no", "any", "every", "single")) or after == "another":
                return True
            return noun is None and not self.of(first) and self.outcomes.predicate(first, first) is None
        if (one.low or 0) < 0 and noun is None:
            return True
        if not float(one.low or one.high or 0).is_integer():
            return False
        if one.spelled:
            return noun is None and before is not None and (before.lower in ("top", "bottom") or before.tag == "POS")
        if noun is not None and noun.tag == "NNP" and not one.bounded:
            return True
        if before is not None and before.pos in _NOMINAL and before.lower.rstrip(".") not in _CALENDAR and not one.bounded:
            t = self.tokens[last]
            if noun is None:
                return before.pos == "PROPN" or t.head == before.i or before.head == t.i
            if noun.tag == "NN" and not one.joined:
                return True
            return before.pos == "PROPN" and (before.head in (t.i, head) or t.head == before.i)
        return False

    def of(self, i: int) -> int | None:
        """The noun or pronoun after "of" below token `i`: "soldiers" for "some" in "some of the soldiers"."""
        for j in self.parse.children[i]:
            if j > i and self.tokens[j].lower == "of":
                return self.parse.child(j, "pobj")
        return None

    def is_duration_modifier(self, one: Measure) -> bool:
        """ "a three-year war", "a two-month contract": how long something is, for the time stage."""
        return one.unit in _DURATIONS and "-" in self.parse.text[one.core_end : one.end]

    def is_age(self, one: Measure, core: range) -> bool:
        """ "Ivanov, 66, said": a bare number between commas after a person."""
        first, last = core[0], core[-1]
        if one.unit or one.spelled or one.low is None or not 0 < one.low < 115 or first < self.first + 2 or last + 1 >= self.last:
            return False
        return (
            self.tokens[first - 1].text == ","
            and self.tokens[first - 2].pos == "PROPN"
            and self.tokens[last + 1].text in (",", ".", ")")
        )

    # --- what it is about --------------------------------------------------------------------------------------------

    def counted(self, one: Measure, top: int, head: int | None) -> Span | None:
        """What is measured, or has what is counted, from the syntax."""
        if head is not None and (self.of_one(one, top, head) or self.outcomes.is_part_of_figure(head)):
            return None
        about = self.about(one, top, head is not None)
        if about is None and head is None and one.unit is not None and one.unit not in _DURATIONS:
            about = self.nearest(self.parse.tokens_in(one.start, one.end)[0])
        return self.phrase(about) if about is not None else None

    def of_one(self, one: Measure, top: int, head: int) -> bool:
        """ "one of the men": the figure is about nothing but the men."""
        return one.low == one.high == 1 and self.tokens[head].start > one.end + 4 and self.tokens[head].dep == "pobj"

    def is_noun(self, i: int) -> bool:
        """Whether token `i` is a noun that is no part of a figure and no light noun ("a total of 300")."""
        t = self.tokens[i]
        return t.pos in _NOMINAL and i not in self.covered and t.lower not in _LIGHT

    def about(self, one: Measure, top: int, is_count: bool) -> int | None:
        """The noun that the figure hanging by `top` is about, or `None`."""
        if not is_count:
            for j in self.parse.children[top]:
                if self.tokens[j].lower in ("of", "in", "worth") and j > top and self.tokens[j].dep == "prep":
                    inner = self.parse.child(j, "pobj")
                    if inner is not None and self.is_noun(inner):
                        return inner
        first = self.parse.tokens_in(one.start, one.end)[0]
        if first >= self.first + 2 and self.tokens[first - 1].lower in ("up", "down", "by"):
            j = first - 3 if self.tokens[first - 2].text == "," else first - 2
            if j >= self.first and self.tokens[j].pos == "PROPN" and j not in self.covered:
                return j
        if first >= self.first + 2 and self.tokens[first - 1].text == "(" and self.is_noun(first - 2):
            return first - 2
        i, through = top, None
        for _ in range(12):
            t = self.tokens[i]
            h = self.tokens[t.head]
            if h.i == i or h.sentence != t.sentence:
                return self.subject(i)
            if t.dep in _SUBJECT and i == top:
                return None
            if h.pos in _NOMINAL and t.dep != "conj":
                if is_count and (i == top or through != "of"):
                    return None
                if self.is_noun(h.i):
                    return h.i
            elif h.pos in ("VERB", "AUX"):
                if through is not None:
                    if one.unit in _DURATIONS:
                        return None
                    thing = self.parse.child(h.i, "dobj")
                    if not is_count and thing is not None and self.is_noun(thing):
                        return thing
                return self.subject(h.i)
            elif h.pos == "ADP":
                through = h.lower
            i = h.i
        return None

    def subject(self, verb: int) -> int | None:
        """The noun that is the subject of a verb or of the verb that it depends on; for a pronoun, the subject before it."""
        i = verb
        for _ in range(8):
            subject = self.parse.child(i, *_SUBJECT)
            t = self.tokens[i]
            if subject is not None:
                s = self.tokens[subject]
                if s.tag in ("WDT", "WP"):
                    return t.head if t.dep in ("relcl", "acl") and self.is_noun(t.head) else self.nearest(subject)
                if s.tag == "PRP":
                    return self.earlier_subject(subject)
                return subject if subject not in self.covered and s.pos != "PRON" else None
            if t.dep == "relcl" or (t.dep == "acl" and t.tag != "VB"):
                return t.head
            if t.dep == "acl":
                i = self.tokens[t.head].head if self.tokens[t.head].head != t.head else i
                if self.tokens[i].pos != "VERB":
                    return t.head
                continue
            if t.dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep") or t.head == i:
                return None
            i = t.head
            if self.is_noun(i):
                return i
        return None

    def earlier_subject(self, before: int) -> int | None:
        """The last noun before a token, in its sentence, that is a subject."""
        first = self.parse.sentences[self.tokens[before].sentence][0]
        return next((k for k in range(before - 1, first - 1, -1) if self.tokens[k].dep in _SUBJECT and self.is_noun(k)), None)

    def nearest(self, before: int) -> int | None:
        """The last noun before a token, in its sentence."""
        first = self.parse.sentences[self.tokens[before].sentence][0]
        return next((k for k in range(before - 1, first - 1, -1) if self.is_noun(k)), None)

    def phrase(self, noun: int) -> Span | None:
        """The noun with the words before it and an "of" after it, without determiner and number."""
        first = noun
        for j in self.parse.children[noun]:
            if j < noun and self.tokens[j].dep in ("compound", "amod", "nmod", "poss"):
                first = min(first, self.parse.left_edge[j])
        while first < noun and (
            first in self.covered
            or self.tokens[first].pos in ("DET", "NUM", "PUNCT", "ADP", "PRON", "CCONJ")
            or self.tokens[first].tag == "PRP$"
        ):
            first += 1
        last = noun
        for j in self.parse.children[noun]:
            if j > noun and self.tokens[j].lower == "of" and self.parse.right_edge[j] - noun <= 8:
                last = self.parse.right_edge[j]
                break
        while last + 2 < self.last and self.tokens[last + 1].text == "-" and not self.tokens[last].space_after:
            last += 2
        return self.parse.span(first, last + 1)

    # --- change ------------------------------------------------------------------------------------------------------

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
        if by and first >= self.first + 2 and (direction := changes.words.get(self.tokens[first - 2].lower)) is not None:
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
