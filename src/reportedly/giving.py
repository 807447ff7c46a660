"""Who gives a figure, where little more than the figure is said: "the union counts 40, the police nine".

A tagger of statements looks for clauses. A bare figure is easily left without the one who gives it, or left in what another
says. So each figure with an outcome is asked who gives it, by the grammar around it: the verb of which it is the object ("the
union, which had spoken of 40"), a verb left out ("and the police of nine"), a count with an owner ("the police count stands at
nine", "the hospital estimate was higher: 40"), the sentence before a verb of saying ("Thirty thousand, the observers say"). A
figure that only sets another off, "up from 30 last week", is an earlier one of whoever gave that. The verbs and their
prepositions are those of `data/quantity/answers.toml`. A leaf of `attribution`.

What it gets wrong: two parties coordinated before one verb, and a verb left out after a clause with a subject of its own ("12
miners died and, the company says, nine of its own").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from reportedly.giver import answers, is_according, is_giver
from reportedly.model import Attribution, Parse, Quantity, Span, Token
from reportedly.outcome import above, below

#: Words of a phrase, looked at backwards from its end, and of what stands between a figure and its verb.
_LONG = 12
_MODIFIERS = frozenset(("DET", "ADJ", "PROPN", "NOUN"))
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "DET"))
_BEGINS = frozenset((",", ";", "and", "but", "while"))
_RELATIVE = frozenset(("WP", "WDT"))
#: What joins a figure to a statement that ends right before it: a part of what was counted, or the way that a count went.
_GOES_ON = re.compile(r",?\s+(?:including|among (?:them|whom|those)|from|to)\s+", re.IGNORECASE)
#: Before the figure of another with which one is compared.
_COMPARING = frozenset(
    ("than", "more", "less", "fewer", "far", "much", "well", "many", "higher", "lower", "compared", "with", "to", "unlike")
)
#: Before an earlier figure that sets one off.
_SETS_OFF = frozenset((("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to")))


class Grammar(Protocol):
    """What reads the phrases of a sentence, in token indices `[first, last)`, and what is said after a verb, in code points."""

    def noun_phrase(self, i: int) -> tuple[int, int]: ...

    def cue(self, verb: int) -> tuple[int, int]: ...

    def source(self, verb: int) -> tuple[int, int] | None: ...

    def after(self, verb: int) -> tuple[int, int]: ...


class Given(NamedTuple):
    """Who gives a figure, by what words, in token indices `[first, last)`, and what is said, in code points. `begins`: the token
    with which it takes over from what is said before it. `cue` is `None` where the verb is left out. `again`: it is whoever gave
    the figure before ("of about 8,000, a figure they raised to 12,000")."""

    source: tuple[int, int]
    cue: tuple[int, int] | None
    content: tuple[int, int]
    begins: int
    figure: Quantity
    again: bool = False


class Giving:
    """Reads who gives the figures of a text."""

    def __init__(self, parse: Parse, figures: Sequence[Quantity], grammar: Grammar) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.grammar = grammar
        self.figures = [q for q in figures if q.outcome is not None]
        self._within: dict[int, list[Quantity]] = {}
        for q in self.figures:
            self._within.setdefault(self.tokens[self._at(q)[0]].sentence, []).append(q)

    def given(self) -> list[Given]:
        """All that the grammar tells, in the order of the figures."""
        found = [g for q in self.figures if (g := self._of(q)) is not None]
        found = [g._replace(content=(g.content[0], self._listed(g))) for g in found]
        return [g._replace(content=self._up_to(g, found[k + 1 : k + 2])) for k, g in enumerate(found)]

    def parted(self, known: Sequence[Attribution], given: Sequence[Given]) -> tuple[Attribution, ...]:
        """The attributions, each with what its own source gives: no figures of others, and those that go on from its own."""
        return tuple(self._of_one(self._gone_on(a, known), given) for a in known)

    def without_earlier(self, a: Attribution) -> Attribution:
        """A statement that corrects a figure, "lowered the toll from 90 to 81", without the figure that it was before."""
        verb = next((i for s in a.cue for i in self.parse.tokens_in(s.start, s.end) if self.tokens[i].pos == "VERB"), None)
        if verb is None or f"{self.tokens[verb].lemma} to" not in answers().gives:
            return a
        content: list[Span] = []
        for piece in a.content:
            start = piece.start
            for q in self._within.get(self.tokens[verb].sentence, ()):
                first, last = self._at(q)
                if start < q.span.start < piece.end and self._was(first, last):
                    before = Span.trimmed(self.parse.text, start, self._before(first - 1))
                    content += [before] if before is not None else []
                    start = self.tokens[last + 1].start
            content += [Span.cut(self.parse.text, start, piece.end)]
        return replace(a, content=tuple(content))

    def _was(self, first: int, last: int) -> bool:
        """ "From 63 to 58"."""
        return (
            first > 0
            and last + 1 < len(self.tokens)
            and self.tokens[first - 1].lower == "from"
            and self.tokens[last + 1].lower == "to"
        )

    def earlier(self, known: Sequence[Attribution]) -> Iterator[tuple[Attribution, tuple[int, int], Span]]:
        """Statements that an earlier figure sets off, with the words that do so and that figure: "4,000, up from 3,200"."""
        for q in self.figures:
            first, last = self._at(q)
            words = 1 if self._was(first, last) else 2
            if words == 2 and tuple(t.lower for t in self.tokens[max(0, first - 2) : first]) not in _SETS_OFF:
                continue
            sentence = self.parse.sentence_span(self.tokens[first].sentence)
            if any(s.overlaps(q.span) for a in known for s in a.content):
                continue
            before = [a for a in known if a.source and sentence.start <= a.content[0].start < q.span.start]
            if before:
                yield before[-1], (first - words, first), q.span

    # --- one figure --------------------------------------------------------------------------------------------------

    def _of(self, q: Quantity) -> Given | None:
        first, last = self._at(q)
        return (
            self._said_after(q, first, last)
            or self._according(q, first, last)
            or self._gapped(q, first)
            or self._owned(q, first)
            or self._referred_to(q, first, last)
            or self._by_verb(q, last)
        )

    def _at(self, q: Quantity) -> tuple[int, int]:
        inside = self.parse.tokens_in(q.span.start, q.span.end)
        return inside[0], inside[-1]

    def _said_after(self, q: Quantity, first: int, last: int) -> Given | None:
        """ "Thirty thousand, the observers say": the parser may take the figure for a sentence of its own."""
        if first != self.parse.sentences[self.tokens[first].sentence][0]:
            return None
        behind = self.tokens[last + 1 : last + _LONG]
        if len(behind) < 3 or behind[0].text != ",":
            return None
        verb = next((t for t in behind[1:] if t.pos not in (*_NOMINAL, "PRON")), None)
        if verb is None or verb.lemma not in answers().says or (source := self.grammar.source(verb.i)) is None:
            return None
        return Given(source, self.grammar.cue(verb.i), (q.span.start, q.span.end), first, q)

    def _according(self, q: Quantity, first: int, last: int) -> Given | None:
        """ "15 according to the health authority, 17 according to the UN": figures set side by side, with nothing more said."""
        if not is_according(self.parse, first, last):
            return None
        at = last + 1
        while self.tokens[at].lower != "according":
            at += 1
        source = self.grammar.noun_phrase(self.tokens[at + 2].head if self.tokens[at + 2].pos in _MODIFIERS else at + 2)
        return Given((max(source[0], at + 2), source[1]), (at, at + 2), (q.span.start, q.span.end), first, q)

    def _gapped(self, q: Quantity, first: int) -> Given | None:
        """ "The army speaks of 120 dead, the rebels of at least 300"; "14 injured; the hospital, 31"."""
        start, end = self.parse.sentences[self.tokens[first].sentence]
        i = first - 1
        begins = i if i > start and self.tokens[i].lower in ("of", "at", ",") else first
        i = begins - 1
        if i <= start or not is_giver(self.parse, i) or self.tokens[i].pos == "PRON":
            return None
        while i > start and begins - i < _LONG and (self.tokens[i].pos in _NOMINAL or self.tokens[i].tag == "POS"):
            i -= 1
        noun = i + 1
        if self.tokens[i].lower not in _BEGINS or noun >= begins:
            return None
        last = self._at(q)[1]
        behind = self.tokens[last + 1] if last + 1 < end else None
        if behind is not None and behind.pos in ("VERB", "AUX") and self.tokens[last].dep in ("nsubj", "nsubjpass"):
            return None
        before = [o for o in self._within[self.tokens[first].sentence] if o.span.end <= self.tokens[i].start]
        if not before:
            return None
        content = (self.tokens[begins if self.tokens[begins].text != "," else first].start, self.tokens[end - 1].end)
        if self.tokens[end - 1].pos == "PUNCT":
            content = (content[0], self.tokens[end - 2].end)
        return Given((noun, begins), None, content, i, q)

    def _owned(self, q: Quantity, first: int) -> Given | None:
        """ "The police count stands at 12,000"; "the hospital's estimate was far higher: 400"."""
        start, _ = self.parse.sentences[self.tokens[first].sentence]
        for i in range(max(start, first - _LONG), first):
            t = self.tokens[i]
            if t.lemma not in answers().figures or t.dep not in ("nsubj", "nsubjpass"):
                continue
            owner = next(
                (
                    j
                    for j in self.parse.children[i]
                    if self.tokens[j].dep in ("poss", "compound", "nmod")
                    and (is_giver(self.parse, j) or self.tokens[j].tag == "PRP$")
                ),
                None,
            )
            verb = t.head
            if owner is None or self.tokens[verb].pos not in ("VERB", "AUX") or verb > first:
                return None
            if any(self.tokens[j].pos == "VERB" for j in range(verb + 1, first)):
                return None
            lo = self.parse.left_edge[i]
            while lo < owner and self.tokens[lo].pos in ("CCONJ", "PUNCT"):
                lo += 1
            return Given((lo, owner + 1), (i, self.grammar.cue(verb)[1]), (q.span.start, q.span.end), lo, q)
        return None

    def _referred_to(self, q: Quantity, first: int, last: int) -> Given | None:
        """ "Far more than the 64 that the police have acknowledged"."""
        if first == 0 or self.tokens[first - 1].lower not in ("the", "those"):
            return None
        verb = next(
            (j for i in (first, last) for j in self.parse.children[i] if j > last and self.tokens[j].dep == "relcl"),
            None,
        )
        if verb is None or self.tokens[verb].lemma not in answers().says:
            return None
        source = self.grammar.source(verb)
        if source is None or source[0] <= last or not any(is_giver(self.parse, i) for i in range(*source)):
            return None
        begins = first - 1
        start = self.parse.sentences[self.tokens[first].sentence][0]
        while begins > start and self.tokens[begins - 1].lower in _COMPARING:
            begins -= 1
        return Given(source, self.grammar.cue(verb), (self.tokens[first - 1].start, q.span.end), begins, q)

    def _by_verb(self, q: Quantity, last: int) -> Given | None:
        """The verb of which the figure is the object, with a subject who can give figures."""
        verb, phrase = self._phrase(q, last)
        t = self.tokens[verb] if verb is not None else None
        if t is None or phrase not in answers().gives or not self._is_finite(t.i):
            return None
        if q.outcome_span is not None and q.outcome_span.start == t.start and phrase in answers().says:
            return None  # "the clinic admitted 40": it did it, it does not say it
        if t.lemma == "have" and not any(self.tokens[j].lower in ("now", "already") for j in below(self.parse, t.i, t.i)):
            return None
        source = self.grammar.source(t.i)
        subject = self.parse.child(t.i, "nsubj")
        if source is None and subject is not None and self.tokens[subject].lower in ("it", "they"):
            source = (subject, subject + 1)
        begins = None
        if source is not None and self.tokens[source[0]].tag in _RELATIVE:
            begins = source[0]
            source = self.grammar.noun_phrase(t.head)
        elif source is not None and t.dep == "relcl" and self.tokens[t.head].lemma in answers().figures:
            begins = self.parse.left_edge[t.head]  # ", a figure they later raised to 6,000"
        if source is None or not any(is_giver(self.parse, i) for i in range(*source)):
            return None
        cue = self.grammar.cue(t.i)
        if source[0] < cue[0]:
            source = (source[0], min(source[1], cue[0]))
        start, end = self.grammar.after(t.i)
        if q.span.start < start:
            return None
        content = (start, max(end, q.span.end))  # ", from 63 to 58" is set off from its verb
        own = self.tokens[source[0]].pos == "PRON" and begins is not None
        return Given(source, cue, content, min(source[0], t.i) if begins is None else begins, q, again=own)

    def _phrase(self, q: Quantity, last: int) -> tuple[int | None, str]:
        """The verb above the figure, and its lemma with the preposition between them."""
        first = self._at(q)[0]
        between = "to" if first and self.tokens[first - 1].lower == "to" else ""
        told = self.parse.token_at(q.outcome_span.start) if q.outcome_span else None
        i = last
        for h in above(self.parse, last):
            t, head = self.tokens[i], self.tokens[h]
            if head.pos in ("VERB", "AUX") and not (h == told and t.pos == "ADP"):  # "put their own injured at 14"
                if t.dep in ("nsubj", "nsubjpass") or (t.dep in ("advcl", "conj", "relcl", "ccomp") and i not in (last, told)):
                    return None, ""
                return h, f"{head.lemma} {between}".strip()
            if t.dep == "pobj" and not between:
                between = head.lower
            elif head.pos not in ("NOUN", "PROPN", "NUM", "ADP", "ADV", "ADJ") and h != told:
                return None, ""
            i = h
        return None, ""

    def _is_finite(self, verb: int) -> bool:
        t = self.tokens[verb]
        if t.dep in ("acl", "amod", "xcomp") or self.parse.child(verb, "auxpass", "neg") is not None:
            return False
        auxiliary = self.parse.child(verb, "aux")
        return t.tag in ("VBD", "VBZ", "VBP") or (auxiliary is not None and self.tokens[auxiliary].lemma == "have")

    def _up_to(self, g: Given, following: Sequence[Given]) -> tuple[int, int]:
        """What is said, up to where the next one takes over."""
        start, end = g.content
        for other in following:
            if g.figure.span.end <= self.tokens[other.begins].start < end:
                end = self._before(other.begins)
        return start, end

    def _before(self, i: int) -> int:
        """Where the words before token `i` end, without a comma or a conjunction between."""
        while i > 0 and (self.tokens[i - 1].pos in ("CCONJ", "PUNCT") or self.tokens[i - 1].lower == "while"):
            i -= 1
        return self.tokens[i - 1].end if i else 0

    # --- what is known of it -----------------------------------------------------------------------------------------

    def _listed(self, g: Given) -> int:
        """Where what is said ends when the figures go on as a list: "counted 31 dead and 112 rescued; 9 people are missing"."""
        end, previous = g.content[1], g.figure
        if self.tokens[self.parse.tokens_in(end - 1, end)[0]].sentence != self.tokens[self._at(previous)[0]].sentence:
            return end
        for q in self._within[self.tokens[self._at(previous)[0]].sentence]:
            if q.span.start < previous.span.end:
                continue
            between = [self.tokens[i] for i in self.parse.tokens_in(previous.span.end, q.span.start)]
            if not self._joins(previous, between):
                break
            told = self.parse.tokens_in(q.span.end, q.outcome_span.end) if q.outcome_span else range(0)
            clause = any(self.tokens[i].pos == "AUX" or self.tokens[i].tag in ("VBD", "VBZ", "VBP") for i in told)
            if clause and (previous is g.figure or between[-1].text != ";"):
                break  # only a list goes on with a clause
            behind = [s.end for s in (q.outcome_span, q.counted_span) if s is not None and s.start >= q.span.end]
            previous, end = q, max(end, q.span.end, *behind)
        return end

    def _joins(self, q: Quantity, between: Sequence[Token]) -> bool:
        """Whether what stands between two figures only joins them: no verb, and nobody who gives the second."""
        if not any(t.pos == "CCONJ" or t.text in (",", ";") for t in between):
            return False
        if any(t.pos not in ("NOUN", "ADJ", "ADV", "CCONJ", "PUNCT") and t.tag not in ("VBN", "VBG", "RB") for t in between):
            return False
        return not any(t.pos == "NOUN" and is_giver(self.parse, t.i) and not self._is_counted(q, t.start) for t in between)

    def _is_counted(self, q: Quantity, at: int) -> bool:
        return q.counted_span is not None and q.counted_span.start <= at < q.counted_span.end

    def _of_one(self, a: Attribution, given: Sequence[Given]) -> Attribution:
        """The attribution without the figures that somebody else in it gives."""
        for g in given:
            cue = self.parse.span(*g.cue) if g.cue is not None else None
            spoken = cue is not None and any(cue.overlaps(s) for s in a.cue)
            if spoken and g.content == (g.figure.span.start, g.figure.span.end) and self._is_question_before(a, g):
                return replace(a, content=(Span.cut(self.parse.text, *g.content),))
            if spoken and g.content == (g.figure.span.start, g.figure.span.end) and self._has_anothers(a, g, given):
                return replace(a, content=(Span.cut(self.parse.text, *g.content),))
            within = all(g.content[0] <= s.start and s.end <= g.content[1] for s in a.content)
            if spoken and within and a.content[-1].end <= g.figure.span.start:
                return replace(a, content=(Span.cut(self.parse.text, *g.content),))
            if spoken or any(self.parse.span(*g.source).overlaps(s) for s in a.source):
                continue
            at = self.tokens[g.begins].start
            for k, piece in enumerate(a.content):
                if piece.start < at and g.content[1] <= piece.end + 1:
                    first = self.tokens[self.parse.tokens_in(piece.start, at)[0]].i
                    kept = Span.trimmed(self.parse.text, piece.start, max(self._before(g.begins), self.tokens[first].end))
                    if kept is not None and self._has_figure(kept):
                        return replace(a, content=(*a.content[:k], kept))
        return a

    def _has_anothers(self, a: Attribution, g: Given, given: Sequence[Given]) -> bool:
        """Whether a statement leaves out its figure or holds one who gives another: "15 according to A, 17 according to B"."""
        of_it = [o for o in given if o.cue is not None and self.tokens[o.cue[0]].lower == "according"]
        others = [self.parse.span(*o.source) for o in of_it if o is not g]
        left_out = g in of_it and a.content[-1].end <= g.figure.span.start
        return left_out or any(s.contains(other) for s in a.content for other in others)

    def _has_figure(self, span: Span) -> bool:
        return any(
            q.span.overlaps(span)
            for q in self._within.get(self.tokens[self.parse.tokens_in(span.start, span.end)[0]].sentence, ())
        )

    def _is_question_before(self, a: Attribution, g: Given) -> bool:
        end = a.content[-1].end
        return end <= g.content[0] and "?" in self.parse.text[end - 1 : g.content[0]]

    def _gone_on(self, a: Attribution, known: Sequence[Attribution]) -> Attribution:
        """The attribution with the figures that only go on from it: ", including seven children", ", from 63 to 58"."""
        end = a.content[-1].end
        tokens = self.parse.tokens_in(a.content[-1].start, end)
        figures = self._within.get(self.tokens[tokens[-1]].sentence, []) if len(tokens) else []
        after = bisect_left(figures, end, key=lambda q: q.span.start)
        inside = {q.id for q in figures[max(0, after - _LONG) : after] if q.span.start >= a.content[-1].start}
        for q in figures[after:]:
            part = q.part_of in inside and self.parse.text[end : q.span.start].strip() == ","
            if not part and not _GOES_ON.fullmatch(self.parse.text, end, q.span.start) and not self._shares_verb(tokens, end, q):
                break
            inside.add(q.id)
            stop = max(q.span.end, q.counted_span.end if q.counted_span and q.counted_span.start >= q.span.end else 0)
            if any(s.overlaps(Span.cut(self.parse.text, end, stop)) for b in known for s in (*b.cue, *b.content, *b.source)):
                break
            end = stop
        if end == a.content[-1].end:
            return a
        return replace(a, content=(*a.content[:-1], Span.cut(self.parse.text, a.content[-1].start, end)))

    def _shares_verb(self, said: range, end: int, q: Quantity) -> bool:
        """Whether a figure is in a clause that the verb of saying governs as it does what was said before: "claim to have killed
        40, nearly 30 of them Burundians, and to hold five prisoners"."""
        between = [self.tokens[i] for i in self.parse.tokens_in(end, q.span.start)]
        verbs = [t for t in between if t.pos == "VERB"]
        if len(verbs) != 1 or not between or between[-1] is not verbs[0] or verbs[0].dep != "conj":
            return False
        joins = [t for t in between if t.pos not in ("VERB", "AUX", "PART", "CCONJ", "PUNCT")]
        return not joins and verbs[0].tag in ("VB", "VBN", "VBD") and verbs[0].head in said
