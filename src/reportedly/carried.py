"""The outcome of bare figures that answer the sentence before: "the union put the number at 9,000", "the police say 12,000".

Such a figure has neither a noun nor an outcome of its own. It has those of what it answers: the figures before it in its
sentence, else those of the nearest sentence with an outcome, at most two before, or a sentence that only names the count ("How
many had come?", "There are four counts of the march", "The number of injured is disputed"). It takes them only where it stands
as an answer does (`data/quantity/answers.toml`: the value of "the number", the object of a verb of saying, an ellipsis, "the 31
that the police acknowledge") and where those figures leave one outcome and one noun. A number given again has its outcome. Where
no sentence near has one, it may stand in the next figure of its own ("which had spoken of 70, now says 90 died"), or a count that
somebody keeps is a toll because most figures of the text are ("its count went from six to nine").

"Ten of them", whatever they did, are part of the last figure before them with an outcome, also where that stands in the sentence
before. "Eight", after "twelve thousand", is eight thousand.

`outcome_span` and `counted_span` are then the words that were carried, so an outcome that was carried stands in another sentence
than the figure, or beside another figure.

What it gets wrong: a bare figure that answers an earlier sentence than the last one with an outcome.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from reportedly import unit
from reportedly.giver import PRONOUNS, answers, before_apposition, in_brackets, is_according, is_giver, label
from reportedly.model import Parse, Quantity, Span
from reportedly.outcome import Outcomes, above, below, lexicon
from reportedly.tabular import cells, outcome_of

_SUBJECT = ("nsubj", "nsubjpass")
#: No relative clause that is looked over is longer, in tokens.
_LONGEST_CLAUSE = 20
#: No sentence that names a count is longer, in tokens, so that time stays linear.
_LONGEST = 80
#: How far back, in sentences, a figure is looked for that another answers, and among how many at most, so that time stays linear.
_FAR = 2
_NEAR = 40
_REFERS = frozenset(("it", "that", "this", "which", "them"))
_OF_THOSE = frozenset(("them", "those", "whom", "these"))
_SOME = frozenset(("most", "some", "many", "few", "several", "others", "all", "none", "half", "majority"))
_ENDS = frozenset((".", "!", "?", "…", ":", ";", "”", "’", '"', "''"))
_EARLIER = frozenset(("earlier", "previously", "initially", "originally", "first"))
_NEARLY = frozenset(("near", "nearer", "close", "closer"))
#: Words of number whose value "eight", after "twelve thousand", goes on with.
_SCALES = {"thousand": 1_000, "million": 1_000_000}
#: Spelled numbers below this may leave their scale out.
_SHORT = 1000
#: Units of what a text measures beside its counts, so that a bare figure after them does not answer them.
_ASIDE = frozenset(("day", "night", "week", "month", "year", "hour", "minute", "year of age", "kilometre", "metre", "mile"))
#: Before a figure of another day, of the same count as the one before it in the sentence.
_COMPARED = frozenset((("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), ("increase", "from")))
#: A heading of one word has no more tokens.
_HEADING = 3
_NOW = frozenset(("now", "already", "today", "yesterday", "this", "still"))
_SHARES = frozenset(("proportion", "percentage", "percentage point"))
#: So many figures of one outcome make it what a text is about.
_A_MATTER = 2
#: Below this a repeated number is a coincidence.
_REPEATED = 13


def carry(parse: Parse, found: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a text, in order, the bare ones among them with the outcome and the noun of those that they answer."""
    found = tuple(_in_tables(parse, found))
    text = _Text(parse, {i for q in found for i in parse.tokens_in(q.span.start, q.span.end)}, _matter(found))
    for q in found:
        text.add(q)
    return tuple(map(text.ahead, text.figures))


def _in_tables(parse: Parse, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """The figures, those in the cells of tables with what the headings above them say."""
    below = {cell.words.start: cell.heading for cell in cells(parse)} if "|" in parse.text else {}
    for q in found:
        heading = below.get(q.span.start) if q.outcome is None else None
        outcome = outcome_of(parse, heading) if heading is not None else None
        yield q if outcome is None else replace(q, outcome=outcome, outcome_span=heading, counted=None, counted_span=None)


def _matter(found: Iterable[Quantity]) -> Quantity | None:
    """A figure of the outcome that most figures of a text have, if it is one by which a text can be known, a toll."""
    outcomes = Counter(q.outcome for q in found if q.outcome is not None)
    most, n = max(outcomes.items(), key=lambda one: (one[1], one[0]), default=(None, 0))
    if n < _A_MATTER or 2 * n <= outcomes.total() or most not in lexicon().tolls.values():
        return None
    return next(q for q in found if q.outcome == most)


class _Meant(NamedTuple):
    """What is counted and what became of it, with the words that say so; `at`: the token after which that is known."""

    outcome: str
    outcome_span: Span | None
    counted: str | None
    counted_span: Span | None
    at: int


def _told_as(q: Quantity, like: Quantity | _Meant) -> Quantity:
    """The figure with what is counted and what became of it from another."""
    return replace(q, outcome=like.outcome, outcome_span=like.outcome_span, counted=like.counted, counted_span=like.counted_span)


class _Text:
    """The figures of a text so far. `covered`: the tokens of all figures."""

    def __init__(self, parse: Parse, covered: set[int], matter: Quantity | None) -> None:
        self.parse = parse
        self.matter = matter
        self.tokens = parse.tokens
        self.outcomes = Outcomes(parse, covered)
        self.figures: list[Quantity] = []
        self.within: dict[int, list[Quantity]] = {}
        self.topics: dict[int, tuple[_Meant, ...]] = {}
        self.answered: dict[str, Quantity] = {}
        self.values: dict[float, set[tuple[str, str | None]]] = {}
        self.of_value: dict[float, Quantity] = {}

    def add(self, q: Quantity) -> None:
        """Take the next figure, with what is carried to it."""
        inside = self.parse.tokens_in(q.span.start, q.span.end)
        first, last = inside[0], inside[-1]
        if (
            q.part_of is None
            and (self.is_of_those(last) or self.is_of_some(q, first) or self.is_a_class(q, first, last))
            and (whole := self.whole(q, first)) is not None
        ):
            q = replace(q, part_of=whole.id)
            if q.outcome is None:
                things = self.class_of(last) or self.class_said(last) or self.noun(q)
                q = replace(
                    q,
                    outcome=whole.outcome,
                    outcome_span=whole.outcome_span,
                    scope=whole.scope,
                    counted=things.text if things else None,
                    counted_span=things,
                )
        elif q.outcome is None and (verb := self.counts_speaker(last)) is not None:
            q = replace(q, outcome="gathered", outcome_span=self.parse.span(verb, verb + 1), counted=None, counted_span=None)
        elif q.outcome is None and q.unit in (None, "name") and q.direction is None and q.part_of is None:
            like: Quantity | _Meant | None = self.repeated(q, first)
            if q.unit is not None:
                like = self.before(first, _FAR)  # "The ministry counts 40 dead. The bishop read out 43 names"
            elif like is None and (self.is_compared(first) or self.is_contrasted(first) or is_according(self.parse, first, last)):
                like = self.before(first, 0)
            elif like is None and self.is_answer(q):
                like = self.before(first, _FAR) or self.of_the_matter(q, first)
            if like is not None:
                q = self.answered[q.id] = _told_as(self.with_scale(q, first, last), like)
        elif q.outcome is None and q.part_of in self.answered:
            whole = self.answered[q.part_of]
            things = self.class_of(last) or self.noun(q)
            q = replace(
                q,
                outcome=whole.outcome,
                outcome_span=whole.outcome_span,
                counted=things.text if things else None,
                counted_span=things,
            )
        if q.outcome is not None and q.counted is None and self.is_of_those(last):
            things = self.class_of(last) or (self.spoken_of(first) if q.part_of is None else None)
            if things is not None:
                q = replace(q, counted=things.text, counted_span=things)
        self.figures.append(q)
        self.within.setdefault(self.tokens[first].sentence, []).append(q)
        if q.outcome is not None and q.low == q.high and q.low is not None:
            self.values.setdefault(q.low, set()).add((q.outcome, q.counted))
            self.of_value.setdefault(q.low, q)

    def ahead(self, q: Quantity) -> Quantity:
        """ "The service, which last week had spoken of 70, now estimates that 90 people died": what the next figure tells."""
        first = self.parse.tokens_in(q.span.start, q.span.end)[0]
        if q.outcome is not None or q.unit is not None or q.direction is not None or q.part_of is not None:
            return q
        in_sentence = self.within[self.tokens[first].sentence]
        k = bisect_right(in_sentence, q.span.start, key=lambda other: other.span.start)
        after = in_sentence[k] if k < len(in_sentence) else None
        if after is None or after.outcome is None or after.part_of is not None or not self.is_answer(q):
            return q
        return _told_as(q, after)

    def counts_speaker(self, last: int) -> int | None:
        """The verb of "there were a hundred of us", by one who was among those that came."""
        near = self.tokens[last + 1 : last + 3]
        if len(near) != 2 or near[0].lower != "of" or near[1].lower != "us":
            return None
        return next((j for j in islice(above(self.parse, last), 3) if self.tokens[j].lemma == "be"), None)

    def is_of_those(self, last: int) -> bool:
        """Whether "of them" follows a figure that ends with token `last`, or "of the dead" with who these were."""
        near = self.tokens[last + 1 : last + 4]
        if len(near) < 2 or near[0].lower != "of":
            return False
        of_the_dead = len(near) == 3 and near[1].lower == "the" and near[2].lower in lexicon().states
        return near[1].lower in _OF_THOSE or (of_the_dead and self.class_of(last) is not None)

    def is_a_class(self, q: Quantity, first: int, last: int) -> bool:
        """ "31 people were killed. Thirteen were children": a bare figure of which is only said what class they are."""
        start = self.parse.sentences[self.tokens[first].sentence][0]
        begins = first == start or self.tokens[first - 1].text in (",", ";") or self.tokens[first - 1].lower in ("and", "but")
        return q.outcome is None and q.unit is None and begins and self.class_said(last) is not None

    def class_said(self, last: int) -> Span | None:
        """What those of a figure that ends with token `last` are said to be: "thirteen were children"."""
        verb = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if verb is None or verb.lemma != "be" or self.tokens[last].head != verb.i:
            return None
        noun = self.parse.child(verb.i, "attr")
        told = noun is not None and self.tokens[noun].tag in ("NNS", "NNPS") and self.outcomes.persons(noun)
        return self.parse.span(noun, noun + 1) if told and noun is not None and noun not in self.outcomes.covered else None

    def spoken_of(self, first: int) -> Span | None:
        """The people of the sentence before, whom "them" is, where it counts none: "Kellish guards were in the column. Nine of
        them died"."""
        here = self.tokens[first].sentence
        if here == 0 or self.within.get(here - 1):
            return None
        start, end = self.parse.sentences[here - 1]
        if end - start > _LONGEST:
            return None
        for t in self.tokens[start:end]:
            if t.tag in ("NNS", "NNPS") and t.dep in _SUBJECT and self.outcomes.persons(t.i):
                noun = t.i
                while noun > start and self.tokens[noun - 1].dep in ("amod", "compound") and self.tokens[noun - 1].head == t.i:
                    noun -= 1
                return self.parse.span(noun, t.i + 1)
        return None

    def is_of_some(self, q: Quantity, first: int) -> bool:
        """ "40 people were hurt. Most had been hit by batons; four had broken bones": a bare figure beside a bare share."""
        before = self.within.get(self.tokens[first].sentence, [])
        return (
            q.unit is None
            and q.outcome is not None
            and q.low == q.high
            and any(o.vague is not None and o.vague.lower() in _SOME and o.unit is None and o.outcome is None for o in before)
            and not any(o.outcome for o in before)
        )

    def whole(self, q: Quantity, first: int) -> Quantity | None:
        """The figure, in its sentence or the two before it, whose people "ten of them" are."""
        here = self.tokens[first].sentence
        for s in range(here, max(here - _FAR, 0) - 1, -1):
            if s < here and self.tokens[self.parse.sentences[s][1] - 1].text not in _ENDS:
                return None
            for other in reversed(self.within.get(s, [])[-_NEAR:]):
                size = other.high if other.low is None else other.low
                if other.outcome is None or other.part_of is not None or size == 1 or q.outcome not in (None, other.outcome):
                    continue
                return other if q.low is None or size is None or size > q.low else None
        return None

    def class_of(self, last: int) -> Span | None:
        """The noun that says which of them: "nine of these are minors", "28 of the dead were soldiers of the northern army"."""
        beside = self.tokens[last + 3] if last + 3 < len(self.tokens) else None
        if beside is not None and beside.tag in ("NNS", "NNPS") and self.tokens[last + 2].lower in _OF_THOSE:
            return self.parse.span(beside.i, beside.i + 1)  # "30 of them children"
        verb = next((t for t in self.tokens[last + 3 : last + 5] if t.lemma == "be"), None)
        noun = self.parse.child(verb.i, "attr") if verb is not None else None
        if noun is None or noun in self.outcomes.covered or not self.outcomes.persons(noun):
            return None
        of = next((j for j in self.parse.children[noun] if j == noun + 1 and self.tokens[j].lower in ("of", "from")), None)
        whose = self.parse.child(of, "pobj") if of is not None else None
        return self.parse.span(noun, (whose if whose is not None else noun) + 1)

    def with_scale(self, q: Quantity, first: int, last: int) -> Quantity:
        """The figure in the thousands of the one before it, where both are spelled and it leaves "thousand" out."""
        previous = self.figures[-1] if self.figures else None
        if previous is None or q.vague is not None or self.tokens[last].pos != "NUM" or not self.tokens[last].text.isalpha():
            return q
        at = self.parse.tokens_in(previous.span.start, previous.span.end)
        scale = _SCALES.get(self.tokens[at[-1]].lower)
        near = self.tokens[first].sentence - self.tokens[at[0]].sentence <= 1
        if scale is None or not near or max(q.low or 0, q.high or 0) >= _SHORT:
            return q
        return replace(q, low=q.low and q.low * scale, high=q.high and q.high * scale)

    def noun(self, q: Quantity) -> Span | None:
        """The noun behind a figure that its unit names."""
        last = self.parse.tokens_in(q.span.start, q.span.end)[-1]
        name = q.unit.rpartition(" ")[2] if q.unit else None
        near = (t.i for t in self.tokens[last + 1 : last + 5] if t.lemma == name)
        return next((self.parse.span(i, i + 1) for i in near), None)

    # --- what is answered --------------------------------------------------------------------------------------------

    def before(self, first: int, far: int) -> Quantity | _Meant | None:
        """What the figure at token `first` answers, at most `far` sentences back; `None` where several could be meant."""
        here = self.tokens[first].sentence
        near: list[Quantity] = []
        for sentence in range(here, max(here - far, 0) - 1, -1):
            fitting = [
                q
                for q in reversed(self.within.get(sentence, [])[-_NEAR:])
                if q.part_of is None and (q.outcome is not None or self.could_be_meant(q))
            ]
            counts = [q for q in fitting if q.outcome not in answers().beside]
            fitting = counts or fitting
            near += fitting
            named = [m for m in self.topic(sentence) if m.at < first]
            last = max((self.parse.tokens_in(q.span.start, q.span.end)[-1] for q in fitting), default=-1)
            if named and named[-1].at > last:
                return named[-1] if len({m.outcome for m in named if m.at > last}) == 1 else None
            if any(q.outcome for q in fitting):
                break
        if self.is_earlier(first) and len({q.outcome for q in near}) > 1 and (main := near[-1]).outcome is not None:
            return main  # "six were killed and two are missing; it had earlier counted four"
        kinds = {(q.outcome, q.counted.lower()) for q in near if q.counted is not None and q.outcome is not None}
        if len({q.outcome for q in near}) != 1 or len(kinds) > 1:
            return None
        return next((q for q in near if q.counted is not None), near[0]) if near[0].outcome is not None else None

    def of_the_matter(self, q: Quantity, first: int) -> _Meant | None:
        """What the text is about, where no figure near says otherwise and one is said to give this: "Kinshasa's count went from
        six to nine"."""
        here = self.tokens[first].sentence
        near = [o for s in range(max(here - _FAR, 0), here + 1) for o in self.within.get(s, [])[-_NEAR:] if o.outcome is not None]
        last = self.parse.tokens_in(q.span.start, q.span.end)[-1]
        if self.matter is None or self.matter.outcome is None or near or not self.is_of_a_count(last):
            return None
        return _Meant(self.matter.outcome, self.matter.outcome_span, None, None, first)

    def is_of_a_count(self, last: int) -> bool:
        """Whether the verb above is said of a count that somebody keeps, or of one who gives figures."""
        for i in islice(above(self.parse, last), 8):
            if self.tokens[i].pos not in ("VERB", "AUX"):
                continue
            subject = self.subject(i)
            if subject is not None:
                owned = any(self.tokens[j].dep == "poss" for j in self.parse.children[subject])
                return (self.is_figure(subject) and owned) or is_giver(self.parse, subject)
        return False

    def is_earlier(self, first: int) -> bool:
        """Whether the words before a figure say that it is an earlier one of the same count."""
        start = self.parse.sentences[self.tokens[first].sentence][0]
        return any(t.lower in _EARLIER for t in self.tokens[max(start, first - 6) : first])

    def topic(self, sentence: int) -> tuple[_Meant, ...]:
        """The counts that a sentence names without a figure: "How many died?", "the number of injured", "counts of the march"."""
        if sentence not in self.topics:
            first, last = self.parse.sentences[sentence]
            tokens = range(first, last) if last - first <= _LONGEST else range(0)
            self.topics[sentence] = tuple(m for i in tokens if (m := self.named(i)) is not None)
        return self.topics[sentence]

    def named(self, i: int) -> _Meant | None:
        """The count that token `i` names: "many" in a question, or a noun for a count."""
        t = self.tokens[i]
        if t.lower == "many" and i and self.tokens[i - 1].lower == "how":
            return self.asked(i)
        first, last = self.parse.sentences[t.sentence]
        if (heading := self.heads(i, first, last)) is not None:
            return _Meant(heading, self.parse.span(i, i + 1), None, None, i)
        if t.pos != "NOUN" or t.lemma not in answers().topics or i in self.outcomes.covered:
            return None
        if any(j in self.outcomes.covered and self.tokens[j].head == i and t.tag == "NN" for j in self.parse.children[i]):
            return None
        if (valued := self.outcomes.valued(i)) is not None:
            return _Meant(valued.name, self.parse.span(valued.token, valued.token + 1), None, None, i)
        for j in range(first, last):
            of = self.tokens[j].lemma
            name = lexicon().put_at.get(of) or lexicon().nouns.get(of) or lexicon().tolls.get(of) or lexicon().states.get(of)
            if name is not None and self.tokens[j].dep == "pobj" and self.tokens[self.tokens[j].head].lower in ("of", "for"):
                return _Meant(name, self.parse.span(j, j + 1), None, None, i)
        return None

    def heads(self, i: int, first: int, last: int) -> str | None:
        """The outcome that token `i` of a heading names: "Prisoners: the group says it has seven", "Arrests." """
        t = self.tokens[i]
        before_colon = i == first and i + 1 < last and self.tokens[i + 1].text == ":"
        alone = last - first <= _HEADING and all(o.pos in ("DET", "PUNCT", "ADJ") for o in self.tokens[first:last] if o.i != i)
        if not (before_colon or alone) or not t.text[0].isalpha():
            return None
        words = lexicon()
        if t.tag == "NNS":
            return words.nouns.get(t.lemma) or words.acts.get(t.lemma)
        return words.states.get(t.lower) if alone and i > first else None

    def asked(self, many: int) -> _Meant | None:
        """What "How many" asks for: "How many people were killed?", "How many had come?"."""
        head = self.tokens[many].head
        noun = head if self.tokens[head].pos in ("NOUN", "PROPN") and head > many else many
        found = self.outcomes.predicate(noun, noun)
        things = self.parse.span(noun, noun + 1) if noun != many else None
        counted = things.text if things else None
        if found is not None:
            return _Meant(found.name, self.parse.span(found.token, found.token + 1), counted, things, many)
        verb = self.tokens[noun].head
        if self.tokens[verb].lemma not in answers().present or not (noun == many or self.outcomes.of_people(noun)):
            return None
        return _Meant("gathered", self.parse.span(verb, verb + 1), counted, things, many)

    def could_be_meant(self, q: Quantity) -> bool:
        """Whether a figure without an outcome could be what a later bare one answers: a share, money, another bare one."""
        if q.vague is not None and q.vague.lower() in _SOME:
            return False  # "most had been hit by batons" speaks of those already counted
        return q.unit is None or (q.unit not in _ASIDE and (q.unit in _SHARES or unit.named(q.unit) is not None))

    def repeated(self, q: Quantity, first: int) -> Quantity | None:
        """The figure whose number "the 81" repeats, or a bare one soon after it, where all of that number agree."""
        if q.low is None or q.low != q.high or q.low < _REPEATED or len(self.values.get(q.low, ())) != 1:
            return None
        like = self.of_value[q.low]
        far = self.tokens[first].sentence - self.tokens[self.parse.tokens_in(like.span.start, like.span.end)[0]].sentence
        definite = first > 0 and self.tokens[first - 1].lower in ("the", "those")
        return like if definite or (far <= _FAR and not q.approximate and q.counted is None) else None

    # --- what answers ------------------------------------------------------------------------------------------------

    def is_answer(self, q: Quantity) -> bool:
        """Whether a bare figure stands as an answer does."""
        inside = self.parse.tokens_in(q.span.start, q.span.end)
        first, last = inside[0], inside[-1]
        top = next((i for i in reversed(inside) if self.tokens[i].head not in inside or self.tokens[i].head == i), last)
        return (
            self.is_lower(first)
            or self.is_more(last)
            or self.is_elliptic(first, last)
            or self.is_said_first(first, last)
            or self.is_next(first)
            or self.is_definite(first, top)
            or self.is_given(top)
            or self.is_there(top, last)
            or self.is_labelled(first, last)
        )

    def is_compared(self, first: int) -> bool:
        """ "4,000 people fled, up from 3,200 last week", "compared with 3,200"."""
        return tuple(t.lower for t in self.tokens[max(0, first - 2) : first]) in _COMPARED

    def is_contrasted(self, first: int) -> bool:
        """ "84 people had been on board, and not 61 as it had stated"."""
        start, _ = self.parse.sentences[self.tokens[first].sentence]
        return (
            first - 2 > start
            and self.tokens[first - 1].lower == "not"
            and (self.tokens[first - 2].text in (",", ";") or self.tokens[first - 2].lower == "and")
        )

    def is_lower(self, first: int) -> bool:
        """ "The police estimate was far lower: some 8,000"."""
        start, _ = self.parse.sentences[self.tokens[first].sentence]
        if first - 2 <= start or self.tokens[first - 1].text != ":":
            return False
        return any(t.dep in _SUBJECT and self.is_figure(t.i) for t in self.tokens[max(start, first - 12) : first - 1])

    def is_next(self, first: int) -> bool:
        """ "At first nineteen were dead, then 34, then 52"."""
        before = self.figures[-1] if self.figures and first and self.tokens[first - 1].lower == "then" else None
        if before is None or before.outcome is None:
            return False
        at = self.parse.tokens_in(before.span.start, before.span.end)[0]
        return self.tokens[at].sentence == self.tokens[first].sentence

    def is_labelled(self, first: int, last: int) -> bool:
        """ "The ministry: two, in a car. French intelligence: 18 to 24.", "the Register (31)"."""
        if in_brackets(self.parse, first, last) is not None:
            return True
        start = self.parse.sentences[self.tokens[first].sentence][0]
        near = range(first - 1, max(start, first - _LONGEST_CLAUSE) - 1, -1)
        colon = next((i for i in near if self.tokens[i].text == ":"), None)
        if colon is None or any(t.pos in ("VERB", "AUX") for t in self.tokens[colon:first]):
            return False
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        ends = after is None or after.pos in ("PUNCT", "CCONJ", "ADP", "SCONJ", "ADV", "VERB")
        return ends and label(self.parse, colon) is not None

    def is_said_first(self, first: int, last: int) -> bool:
        """ "Twelve thousand, say the police"; "Thirty thousand, the observers say"."""
        behind = self.tokens[last + 1 : last + 10]  # the parser takes the figure for a sentence of its own
        if first != self.parse.sentences[self.tokens[first].sentence][0] or len(behind) < 2 or behind[0].text != ",":
            return False
        said = next((t for t in behind[1:] if t.pos not in ("DET", "ADJ", "NOUN", "PROPN", "PRON")), None)
        return said is not None and said.lemma in answers().says

    def is_there(self, top: int, last: int) -> bool:
        """ "The company maintains that there were 33"."""
        t = self.tokens[top]
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        return t.dep == "attr" and self.outcomes.is_there(top) and (after is None or after.pos in ("PUNCT", "CCONJ"))

    def is_more(self, last: int) -> bool:
        """ "A hundred were brought yesterday, and today there are twenty more"."""
        after = self.tokens[last + 1 : last + 3]
        there = any(self.tokens[j].lemma == "be" for j in islice(above(self.parse, last), 3))
        return there and len(after) == 2 and after[0].lower in ("more", "others") and after[1].pos in ("PUNCT", "CCONJ")

    def is_elliptic(self, first: int, last: int) -> bool:
        """ "The ministry says 40, the hospital 55"; "the army speaks of 120 dead, the rebels of at least 300"."""
        start, end = self.parse.sentences[self.tokens[first].sentence]
        i = first - 1
        if i > start and self.tokens[i].lower in ("of", "at"):
            i -= 1
        i = self.before_clause(before_apposition(self.parse, i), start)
        if i <= start or not is_giver(self.parse, i) or self.tokens[i].lower in PRONOUNS:
            return False
        while i > start and self.tokens[i].pos in ("NOUN", "PROPN", "ADJ", "DET"):
            i -= 1
        if last + 1 < end and self.tokens[last + 1].pos not in ("PUNCT", "CCONJ", "ADP"):
            return False
        begun = self.tokens[i].text in (",", ";") or self.tokens[i].lower in ("and", "but", "while")
        return begun and any(q.outcome is not None and q.span.start >= self.tokens[start].start for q in self.figures[-2:])

    def before_clause(self, i: int, start: int) -> int:
        """The token before a relative clause between commas, the second of which is token `i`: "and the union, whose men went
        there, at least 44"."""
        if self.tokens[i].text != ",":
            return i
        for j in range(i - 1, max(start, i - _LONGEST_CLAUSE), -1):
            if self.tokens[j].text == ",":
                return j - 1 if self.tokens[j + 1].tag in ("WP", "WP$", "WDT") else i
        return i

    def is_definite(self, first: int, top: int) -> bool:
        """ "The 31 that the police have acknowledged", "the 60,000 given on Saturday"."""
        if first == 0 or self.tokens[first - 1].lower not in ("the", "those"):
            return False
        return any(
            self.tokens[j].dep in ("relcl", "acl") and self.tokens[j].lemma in answers().says for j in self.parse.children[top]
        )

    def is_given(self, top: int) -> bool:
        """Whether the figure is the value of "the number", or what somebody is said to say."""
        t = self.tokens[top]
        while t.dep in ("conj", "nummod") and self.tokens[t.head].pos == "NUM" and t.head != t.i:
            t = self.tokens[t.head]  # "had gone from none to three, nine and 17"
        top = t.i
        head, between = self.tokens[t.head], ""
        if t.dep in ("pobj", "pcomp"):
            between = head.lower
            if between == "of" and head.head != head.i and self.is_figure(head.head, head.i):
                return True
            head = self.tokens[head.head]
            if head.lower == "from":
                head = self.tokens[head.head]
            if head.dep == "prt" or head.pos == "ADV":
                head = self.tokens[head.head]  # "brought the number down to 112"
            if between == "to" and self.tokens[self.tokens[t.head].i - 1].lower in _NEARLY:
                head = self.tokens[head.head] if head.lower in _NEARLY else head
                between = "at"  # "put it nearer to 40"
        elif t.dep in _SUBJECT:
            told = self.parse.child(head.i, "attr")
            return head.lemma == "be" and told is not None and self.is_figure(told, giver=True)  # "81 is now its number, too"
        elif t.dep not in ("dobj", "prep", "attr", "oprd", "ccomp", "acomp", "npadvmod", "prt"):
            return False
        if head.pos not in ("VERB", "AUX"):
            return False
        between = "to" if between == "from" and f"{head.lemma} to" in answers().values else between  # "from three to nine"
        phrase = f"{head.lemma} {between}".strip()
        if (phrase in answers().says or self.is_had(head.i)) and self.parse.child(head.i, "nsubjpass") is None:
            giver = self.subject(head.i)
            if giver is not None and head.dep == "relcl" and self.tokens[giver].tag in ("WP", "WDT"):
                giver = head.head
            if giver is not None and is_giver(self.parse, giver):
                return True
        return phrase in answers().values and self.is_valued(head.i, top, between)

    def is_had(self, verb: int) -> bool:
        """ "The group said that it now had 43"."""
        t = self.tokens[verb]
        now = any(self.tokens[j].lower in _NOW for j in below(self.parse, verb, verb))
        return t.lemma == "have" and (now or (t.dep == "ccomp" and self.tokens[t.head].lemma in answers().says))

    def is_valued(self, verb: int, top: int, between: str) -> bool:
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
            return clause.dep == "ccomp" and self.tokens[clause.head].lemma in answers().says
        if between == "at":  # "the police, who had still been at 8,000"
            who = clause.head if clause.dep == "relcl" and self.tokens[subject].tag in ("WP", "WDT") else subject
            return self.is_figure(subject) or (clause.lemma == "be" and is_giver(self.parse, who))
        return self.is_figure(subject) or (clause.lemma == "make" and self.tokens[subject].lower in _REFERS)

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, or of the one that it is coordinated with."""
        for i in (verb, *above(self.parse, verb)):
            if (subject := self.parse.child(i, *_SUBJECT)) is not None:
                return subject
            if self.tokens[i].dep != "conj":
                return None
        return None

    def is_figure(self, noun: int, but: int | None = None, *, giver: bool = False) -> bool:
        """Whether a noun stands for a figure given before and does not say of what: "the number", "the police count".

        `giver`: also where it says whose it is: "the number of the town hall"."""
        if self.tokens[noun].lemma not in answers().figures:
            return False
        for j in below(self.parse, noun, noun):
            t = self.tokens[j]
            if j == but:
                continue
            if t.lower in ("of", "for"):
                inner = self.parse.child(j, "pobj", "pcomp")
                if inner is None:
                    return False
                if self.tokens[inner].lower not in _OF_THOSE and not (giver and is_giver(self.parse, inner)):
                    return False
            elif t.dep in ("compound", "nmod") and not is_giver(self.parse, j):
                return False
        return True
