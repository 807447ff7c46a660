"""The types that everything else speaks: documents, mentions, attributions, claims, and what is wrong with an input.

All are frozen dataclasses with tuples inside, so they can be hashed, pickled and shared between processes. A value that
the text does not give is `None`; nothing is filled in by guess. Ids are hashes of content, so the same reading gives the
same ids on any machine. The JSON form of every type is in `json_form.py`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from reportedly.highlight import as_notebook_html

__all__ = [
    "THE_OUTLET",
    "Attribution",
    "AttributionKind",
    "Basis",
    "Claim",
    "ClaimKind",
    "Direction",
    "Document",
    "Entity",
    "Evidence",
    "EvidenceField",
    "Extraction",
    "Hop",
    "Parse",
    "PlaceMention",
    "Polarity",
    "Predication",
    "Problem",
    "ProvenanceHop",
    "Quantity",
    "Scope",
    "Severity",
    "SourceMention",
    "SourceType",
    "Span",
    "Stance",
    "TimeMention",
    "TimeRole",
    "TimexType",
    "Token",
    "Verification",
    "make_id",
    "words_of",
]

AttributionKind = Literal["direct", "indirect", "mixed"]
ClaimKind = Literal["direct", "indirect", "mixed", "unattributed"]
Stance = Literal["asserts", "denies", "doubts", "declines", "silent", "orders", "asks"]
Polarity = Literal["+", "-"]
Basis = Literal[
    "eyewitness",
    "participant",
    "official statement",
    "intelligence",
    "document",
    "image",
    "video",
    "audio",
    "intercept",
    "testimony",
    "analysis",
    "records",
    "rumour",
    "media report",
    "unspecified",
]
Verification = Literal["verified", "not independently verified", "unconfirmed", "disputed", "retracted"]
SourceType = Literal[
    "person",
    "government",
    "armed force",
    "intelligence agency",
    "ngo",
    "outlet",
    "group",
    "document",
    "unspecified",
]
Severity = Literal["info", "warning", "error"]
Direction = Literal["up", "down"]
Scope = Literal["total", "incident"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeRole = Literal["said", "event", "as-of"]
EvidenceField = Literal["stance", "polarity", "basis", "hedge", "verification", "anonymity"]


def words_of(vocabulary: object) -> tuple[str, ...]:
    """The words of one of the closed vocabularies above, in their order: `words_of(Stance)`."""
    return get_args(vocabulary)


def make_id(*parts: object) -> str:
    """Twenty hexadecimal digits that depend on nothing but the parts (BLAKE2b, RFC 7693, 80 bits).

    A birthday collision among ten million ids has a chance below one in ten thousand million.
    """
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points of a document's text, with the words themselves: `text[start:end] == span.text`."""

    start: int
    end: int
    text: str = field(compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"bad span {self.start}..{self.end} for {len(self.text)} code points {self.text[:40]!r}")

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Span:
        """The span `[start, end)` of `text`."""
        return cls(start, end, text[start:end])

    @classmethod
    def trimmed(cls, text: str, start: int, end: int) -> Span | None:
        """The span without the white space at its ends, or `None` when nothing else is in it."""
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        return cls(start, end, text[start:end]) if start < end else None

    def overlaps(self, other: Span) -> bool:
        """Whether at least one code point is in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every code point of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


# --- what is wrong -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault in an input or something in it that is not read, kept beside the result.

    `code` is a stable word for programs ("furniture", "no-date", "not-english", "bad-json"); `message` is for people and
    says what to do about it. `document` is the document's id when there is one; `where` a file, or a file and a line.
    """

    code: str
    severity: Severity
    message: str
    document: str | None = None
    where: str | None = None
    span: Span | None = None


# --- documents ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceHop:
    """One hop of a document's own provenance: an agency whose story it carries, a translator, the site that reposted it.

    `relation`: "agency", "originally published by", "translated by", "reposted by", "author", "canonical". `shown_by` is
    the code points of the text that say so, or `None` where only the mark-up says it (then `markup` names the place).
    """

    relation: str
    name: str
    url: str | None = None
    shown_by: Span | None = None
    markup: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as read.

    `id` is a hash of the bytes it was read from. `name` is the id that a JSONL line gives, or the file name.
    `text` is what all offsets count in. `published` is the day of publication, `None` when unknown; `published_from`
    says how it is known ("json-ld", "meta", "given", "jsonl", ...). `language` is an ISO 639-1 code or `None`.
    `furniture` are the parts of the text that are no part of the report and are not read for claims.
    """

    id: str
    name: str
    text: str
    format: str = "text"
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    published_from: str | None = None
    language: str | None = None
    url: str | None = None
    path: str | None = None
    provenance: tuple[ProvenanceHop, ...] = ()
    furniture: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether claims are read from it: it is in English, or its language could not be told."""
        return self.language in (None, "en")

    @property
    def report_name(self) -> str:
        """What the report is called: its outlet, else its file or site."""
        return self.outlet or self.name

    def span(self, start: int, end: int) -> Span:
        """The span `[start, end)` of this document's text."""
        return Span.cut(self.text, start, end)

    def _repr_html_(self) -> str:
        marks = [(s.start, s.end, "furniture", "page furniture, not read") for s in self.furniture]
        return as_notebook_html(self.title or self.name, self.text, marks)


# --- the parse ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `head` is the index of its head (its own for a root); `pos` and `dep` are Universal POS tags and the
    English dependency labels of spaCy's pipelines (ClearNLP style), `tag` the Penn Treebank tag."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    space_after: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the parser sees it: token indices `[first, last)` and an OntoNotes label (PERSON, ORG, GPE, ...)."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """A document as read by the parser: tokens, sentences, paragraphs, entities, and the tree in both directions.

    `sentences` and `paragraphs` hold token indices `[first, last)`; a sentence never crosses a paragraph. Furniture has no
    tokens. `children[i]` are the indices of the tokens whose head is `i`, in order. `left_edge[i]`, `right_edge[i]` are the
    first and last token index of the subtree of `i`.
    """

    document: str
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    children: tuple[tuple[int, ...], ...]
    left_edge: tuple[int, ...]
    right_edge: tuple[int, ...]
    starts: tuple[int, ...]

    def token_at(self, offset: int) -> int | None:
        """The index of the token that covers the code point at `offset`, or `None` between tokens."""
        i = bisect_right(self.starts, offset) - 1
        return i if i >= 0 and offset < self.tokens[i].end else None

    def tokens_in(self, start: int, end: int) -> range:
        """The indices of the tokens that touch `[start, end)` of the text."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if first < len(self.tokens) and self.tokens[first].end <= start:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < end:
            last += 1
        return range(first, last)

    def span(self, first: int, last: int) -> Span:
        """The words of tokens `[first, last)` as a span of the text."""
        return Span.cut(self.text, self.tokens[first].start, self.tokens[last - 1].end)

    def subtree(self, i: int) -> Span:
        """The words from the left to the right edge of the subtree of token `i`."""
        return self.span(self.left_edge[i], self.right_edge[i] + 1)

    def phrase_end(self, i: int, *following: str) -> int:
        """The index after the phrase headed by `i`, which ends before its first later child with one of these labels."""
        cuts = [self.left_edge[c] for c in self.children[i] if c > i and self.tokens[c].dep in following]
        return max(i + 1, min([self.right_edge[i] + 1, *cuts]))

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above token `i`, nearest first, up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def descendants(self, i: int) -> Iterator[int]:
        """All tokens below `i`, in no particular order."""
        stack = list(self.children[i])
        while stack:
            j = stack.pop()
            yield j
            stack.extend(self.children[j])

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of these dependency labels, or `None`."""
        return next((j for j in self.children[i] if self.tokens[j].dep in deps), None)

    def tops(self, spans: Iterable[Span]) -> list[int]:
        """The tokens in the spans that hang on none of the others in them, in order."""
        inside = dict.fromkeys(i for s in spans for i in self.tokens_in(s.start, s.end))
        return [i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i]

    def sentence_span(self, s: int) -> Span:
        """Sentence number `s` as a span of the text."""
        return self.span(*self.sentences[s])


# --- what stages find --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Source, cue and content of one reported statement (the terms of PARC and PolNeAR).

    Any role may be in pieces, and source or cue may be empty; content never is. `confidence` is the calibrated
    probability that it is one, `None` where the method has none.
    """

    id: str
    kind: AttributionKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMention:
    """Who one source span speaks of, as far as its own document says.

    `name` is the fullest designation that the document gives ("Joint Chiefs of Staff"), `antecedent` the span it was
    taken from when the mention itself is a pronoun or a shorter description. `named` tells whether the text names it,
    gives only its role ("a senior official"), or withholds it.
    """

    mention: Span
    name: str
    type: SourceType
    country: str | None
    named: Literal["named", "by role", "anonymous"]
    antecedent: Span | None = None
    anonymity_reason: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words on which one field of a claim rests, and whose they are.

    `value` repeats the field's value. `by`: whose words they are, as the document has it ("the outlet", "the source" or
    a name). `confidence` as everywhere: a calibrated probability or `None`.
    """

    field: EvidenceField
    value: str
    span: Span | None
    by: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure as an interval.

    `low`/`high`: the bounds, `None` for an open end; `low_exclusive`/`high_exclusive` as worded ("more than 1,000").
    Both are `None` for a vague word ("dozens"), which is then in `vague` and becomes an interval only through a profile.
    `direction` is a reported change. `unit`: normalised singular name ("dollar", "soldier"); `counted`: the words of what
    is counted or measured, `counted_span` where they stand. `outcome` from `data/quantity`. `part_of`: id of the quantity
    that this is a part of ("1,100, including some 100 dead"). `scope`: a running total or one incident.
    """

    id: str
    span: Span
    low: float | None
    high: float | None
    low_exclusive: bool = False
    high_exclusive: bool = False
    approximate: bool = False
    direction: Direction | None = None
    unit: str | None = None
    counted: str | None = None
    counted_span: Span | None = None
    outcome: str | None = None
    outcome_span: Span | None = None
    scope: Scope | None = None
    vague: str | None = None
    part_of: str | None = None
    since: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A TIMEX3 expression (ISO 24617-1): `type`, `value`, `mod`, and the first and last day it can mean.

    Days are ISO dates of the proleptic Gregorian calendar; `None` at one end is open ("since October"), at both it is
    unresolved. `role`: when it was said, when it happened, or the day as of which a figure holds; set in claims.
    """

    id: str
    span: Span
    type: TimexType
    value: str
    mod: str | None = None
    earliest: date | None = None
    latest: date | None = None
    role: TimeRole | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place name and what it resolves to in the gazetteer.

    `lat`, `lon`: WGS 84 degrees. `country`: ISO 3166-1 alpha-2. `region`: name of the first-level region. `precision`:
    UCDP's where-precision, 1 (exact place) to 7 (international); `None` when unresolved.
    """

    id: str
    span: Span
    name: str
    gazetteer_id: str | None = None
    country: str | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    confidence: float | None = None


#: What a hop is called that is the publisher of the text itself ("we counted", "told this newspaper").
THE_OUTLET = "this outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One hop of a chain, origin first. A hop that the text leaves open ("it emerged") has type "unspecified".

    `relation` is how this hop passed it on ("said", "intercepted", "published", "cited", "posted", ...), `None` where the
    text does not say. `joint` is true for a claimant that stands beside the hop before it, not after it: "Seoul and Kyiv
    maintain" are two claimants of one statement, not a chain.
    """

    name: str
    type: SourceType
    mention: Span | None = None
    relation: str | None = None
    relation_span: Span | None = None
    country: str | None = None
    named: Literal["named", "by role", "anonymous"] = "named"
    anonymous: bool = False
    anonymity_reason: Span | None = None
    joint: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predication:
    """What the main clause of a claim says, by lemmas; names as they are written.

    `about`: the words of who or what it is about, `said` those of what is said of them, both in their order. `definite`:
    whether it is about one certain thing ("the wall", a name), not about any ("walls").
    """

    about: tuple[str, ...]
    said: tuple[str, ...]
    definite: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition by one origin in one document.

    `chain` is empty for what the outlet says on its own authority (kind "unattributed"). `hedge` are the hedging words;
    whose they are, and the words behind every other cell, is in `evidence`. `predication`: what its main clause says.
    """

    id: str
    document: str
    kind: ClaimKind
    content: tuple[Span, ...]
    chain: tuple[Hop, ...]
    stance: Stance
    polarity: Polarity
    basis: Basis
    hedge: str | None = None
    verification: Verification | None = None
    attribution: str | None = None
    cue: tuple[Span, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None
    predication: Predication | None = None

    @property
    def passage(self) -> str:
        """The words of the content; pieces are joined by an ellipsis."""
        return " … ".join(span.text for span in self.content)

    @property
    def origin(self) -> Hop | None:
        """The first hop, or `None` for what the outlet says itself."""
        return self.chain[0] if self.chain else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one reading of one document found. `versions`: program, parser, attribution method, data files."""

    document: Document
    versions: tuple[tuple[str, str], ...] = ()
    attributions: tuple[Attribution, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """Depends on the document and on the versions that read it: a later reading stands beside an earlier one."""
        return make_id("extraction", self.document.id, *(f"{k}={v}" for k, v in self.versions))

    def _repr_html_(self) -> str:
        marks = [(s.start, s.end, "furniture", "page furniture, not read") for s in self.document.furniture]
        for claim in self.claims:
            who = " ← ".join(hop.name for hop in reversed(claim.chain)) or "the outlet"
            marks += [(s.start, s.end, "content", f"{who} {claim.stance}") for s in claim.content]
            marks += [(s.start, s.end, "cue", "cue") for s in claim.cue]
            marks += [(h.mention.start, h.mention.end, "source", h.name) for h in claim.chain if h.mention]
        title = f"{self.document.title or self.document.name}: {len(self.claims)} claims"
        return as_notebook_html(title, self.document.text, marks)
