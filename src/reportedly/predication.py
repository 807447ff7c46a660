"""What the main clause of a claim says, in words that can be compared: who or what it is about, and what is said of them.

"The wall of the pond had burst on Tuesday" is about the wall of the pond, of which is said that it burst. Days, degrees, further
clauses and auxiliary verbs are left out, and so is a negation, which the polarity of the claim tells. What this gets
wrong: verbs that the parser hangs elsewhere; "it" and "she" stay as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.model import Parse, Predication, Span

__all__ = ["predication"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_MODIFIERS = ("compound", "amod", "nmod", "poss", "nummod")
_TIMES = ("DATE", "TIME")


def predication(parse: Parse, content: Sequence[Span]) -> Predication | None:
    """The main clause of a claim with this content, `None` where it has none."""
    clause = _Clause(parse, content)
    return next((found for top in parse.tops(content) if (found := clause.read(top))), None)


class _Clause:
    """Reads the clauses in one content."""

    def __init__(self, parse: Parse, content: Sequence[Span]) -> None:
        self.parse = parse
        self.inside = {i for span in content for i in parse.tokens_in(span.start, span.end)}
        dated = (range(e.first, e.last) for e in parse.entities if e.label in _TIMES)
        self.used: list[int] = []
        self.timed = {i for tokens in dated for i in tokens if i in self.inside}

    def read(self, top: int) -> Predication | None:
        """The clause that hangs on a token: a verb, or a noun with "of" and a verb ("the guard of having come late")."""
        tokens = self.parse.tokens
        # "The boat was overloaded, everyone saw it": what was said comes first.
        first = self.child(top, "ccomp", "parataxis")
        if first is not None and first < top and self.child(first, *_SUBJECTS) is not None:
            top = first
        verb, subject = top, self.child(top, *_SUBJECTS)
        if tokens[top].pos in ("NOUN", "PROPN") and subject is None:
            accused = next((g for g in self.after_of(top) if tokens[g].dep == "pcomp"), None)
            if accused is not None:
                verb, subject = accused, top
        if subject is None:
            return None
        self.used.clear()
        about = tuple(dict.fromkeys(self.noun(subject)))
        said = tuple(dict.fromkeys(word for word in self.predicate(verb, subject) if word not in about))
        if not said:
            return None
        used = [*self.used, verb, *range(self.parse.left_edge[subject], self.parse.right_edge[subject] + 1)]
        span = self.parse.span(min(used), max(used) + 1)
        return Predication(about=about, said=said, definite=self.is_definite(subject), span=span)

    def after_of(self, noun: int) -> Iterator[int]:
        """The tokens on an "of" that hangs on a noun or, after it, on the noun's own verb."""
        beside = (*self.parse.children[noun], *self.parse.children[self.parse.tokens[noun].head])
        for c in beside:
            if c > noun and c in self.inside and self.parse.tokens[c].lower == "of":
                yield from self.parse.children[c]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of these labels, inside the content."""
        return next((c for c in self.parse.children[i] if c in self.inside and self.parse.tokens[c].dep in deps), None)

    def noun(self, head: int) -> Iterator[str]:
        """The words of a noun phrase without determiners and clauses; of a piece of something, those of the thing."""
        tokens = self.parse.tokens
        if head in self.timed:
            return
        whole = self.whole(head)
        if tokens[head].lemma.lower() in _words().pieces and whole is not None:
            yield from self.noun(whole)
            return
        for c in self.parse.children[head]:
            named = tokens[c].pos in ("NOUN", "PROPN", "ADJ", "NUM")
            if c < head and c in self.inside and tokens[c].dep in _MODIFIERS and named:
                yield from self.noun(c)
        yield self.word(head)
        if whole is not None:
            yield from self.noun(whole)

    def whole(self, head: int) -> int | None:
        """The noun after "of"."""
        of = (g for c in self.parse.children[head] if self.parse.tokens[c].lower == "of" for g in self.parse.children[c])
        return next((g for g in of if self.parse.tokens[g].dep == "pobj" and g in self.inside), None)

    def predicate(self, verb: int, subject: int) -> Iterator[str]:
        """The words of what is said: verb, what completes it, objects, and what prepositions bring in."""
        tokens = self.parse.tokens
        if tokens[verb].pos in ("NOUN", "PROPN"):
            yield from self.noun(verb)
        elif tokens[verb].lemma.lower() not in _words().light:
            yield self.word(verb)
        for c in self.parse.children[verb]:
            t = tokens[c]
            if c == subject or c not in self.inside or c in self.timed:
                continue
            if t.dep in ("dobj", "attr", "oprd", "dative"):
                yield from self.noun(c)
            elif t.dep in ("acomp", "xcomp"):
                yield from self.predicate(c, subject)
            elif t.dep == "prt" or (t.dep == "advmod" and t.tag == "RB" and not t.lower.endswith("ly")):
                if t.lower not in _words().degrees:
                    yield self.word(c)
                for preposition in self.parse.children[c]:
                    yield from self.brought_in(preposition, subject)
            elif t.dep in ("prep", "agent"):
                yield from self.brought_in(c, subject)

    def brought_in(self, preposition: int, subject: int) -> Iterator[str]:
        """The words that a preposition governs."""
        for c in self.parse.children[preposition]:
            if c in self.inside and self.parse.tokens[c].dep == "pobj":
                yield from self.noun(c)
            elif c in self.inside and self.parse.tokens[c].dep == "pcomp":
                yield from self.predicate(c, subject)

    def word(self, i: int) -> str:
        """A lemma in lower case; a name as it is written."""
        self.used.append(i)
        t = self.parse.tokens[i]
        return t.text if t.pos == "PROPN" else t.lemma.lower()

    def is_definite(self, head: int) -> bool:
        """Whether it is one certain thing, or a piece of it: a name, "the wall", "a section of its wall", "it"."""
        tokens = self.parse.tokens
        if (whole := self.whole(head)) is not None and tokens[head].lemma.lower() in _words().pieces:
            return self.is_definite(whole)
        return tokens[head].pos in ("PROPN", "PRON") or any(
            tokens[c].lower in _words().definite or tokens[c].dep == "poss" for c in self.parse.children[head]
        )


@dataclass(frozen=True, slots=True)
class _Words:
    light: frozenset[str]
    pieces: frozenset[str]
    definite: frozenset[str]
    degrees: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("reportedly.data.claim").joinpath("predication.toml").read_text("utf8"))
    return _Words(**{name: frozenset(words.split()) for name, words in data.items()})
