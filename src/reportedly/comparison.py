"""What the folds over many readings find: sources, questions, links, origins, drift, assessments.

The folds (`source`, `match`, `independence`, `assess`) speak these types and never one another's; `folds` hands them on.
As in `model`, all are frozen, `None` is what no text says, and nothing here depends on the order in which documents came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportedly.interval import Interval
from reportedly.model import Basis, Claim, Hop, Polarity, Scope, SourceType, Span, Stance

__all__ = [
    "SYMMETRIC",
    "Answer",
    "Assessment",
    "Change",
    "Decided",
    "Descent",
    "Drift",
    "Factor",
    "Judgement",
    "Lineage",
    "Link",
    "Origin",
    "PartyLine",
    "Question",
    "QuestionKind",
    "Regard",
    "Relation",
    "Retelling",
    "Ruling",
    "Source",
    "Step",
    "StepKind",
    "Support",
    "Verdict",
    "claimant",
    "unnamed",
]

Verdict = Literal["same", "different", "undecided"]
Relation = Literal["same", "compatible", "contradicts", "narrows", "supersedes", "different scope", "repeats", "denies"]
#: Relations that hold of two claims whichever comes first.
SYMMETRIC: tuple[Relation, ...] = ("same", "compatible", "contradicts", "different scope")
QuestionKind = Literal["figure", "proposition"]
StepKind = Literal["cites", "credit line", "reprint", "rewrite", "shared quotation", "translation", "shared figure"]
Lineage = Literal["known", "unknown"]

#: Where a mention stands: the id of the claim, and the index of the hop in its chain.
At = tuple[str, int]


def claimant(claim: Claim) -> int:
    """The index of the hop that answers for a claim: the first, unless data or a paper that has no name speak through somebody.

    "Preliminary data", shown by a minister, are the minister's; a leaked report that a newspaper has seen is its own. Raises
    IndexError for a claim without a chain.
    """
    first, *later = claim.chain
    if later and first.type == "document" and first.named != "named" and not later[0].joint:
        return int(later[0].type != "outlet" and not unnamed(later[0]) and later[0].name != "unknown")
    return 0


def unnamed(hop: Hop) -> bool:
    """Whether nobody could go and ask whoever this is."""
    return hop.anonymous or hop.named == "anonymous" or (hop.named == "by role" and hop.type == "unspecified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source across documents.

    `name` is the designation used most. `country` is an ISO 3166-1 alpha-2 code where the country is in the list, else as
    the mentions have it. `aliases` are the other designations, sorted. `mentions` are `(claim id, index in its chain)`,
    sorted. `id` depends on what makes its mentions one, not on how many there are. `absorbed`: the ids of its other keys,
    joined with it by the program or by persons, sorted; whoever looks for one of them finds this, and a judgement on one holds.
    `regards`: what people hold it to be, its `type` among them; the last word on each.
    """

    id: str
    name: str
    type: SourceType
    country: str | None
    named: Literal["named", "by role", "anonymous"]
    aliases: tuple[str, ...]
    mentions: tuple[At, ...]
    absorbed: tuple[str, ...] = ()
    regards: tuple[Regard, ...] = ()

    @property
    def reliability(self) -> str | None:
        """How far people say that it can be relied on, and who says so ("B, by Osra"); `None` where nobody does."""
        return next((f"{one.value}, by {one.by}" for one in self.regards if one.kind == "grade"), None)

    @property
    def unknown(self) -> bool:
        """Whether the text leaves open who it is ("it emerged"); each such hop is a source of its own."""
        return self.named == "anonymous" and self.name == "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether two sources are one: `left` and `right` are source ids, the smaller first.

    The program's has a `score` from 0 to 1 and reasons in words; a person's has no score but the number of the decision in
    the ledger, and wins for ever. `undecided` is a proposal: it merges nothing.
    """

    left: str
    right: str
    verdict: Verdict
    score: float | None
    reasons: tuple[str, ...]
    by: str
    decision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's word that a relation holds between two claims, or that it does not (`holds`); of the last decision in force.

    `left` and `right` as in a link. `relation`: `None` for whatever relation the program finds.
    """

    left: str
    right: str
    relation: Relation | None
    holds: bool
    by: str
    why: str | None
    decision: int

    @property
    def at_odds(self) -> bool | None:
        """Whether by this word the two claims cannot both be true; `None` where it does not tell."""
        if self.relation in ("contradicts", "denies"):
            return self.holds
        return False if self._says_another else None

    @property
    def one_statement(self) -> bool | None:
        """Whether by this word the two claims tell one statement; `None` where it does not say."""
        if self.relation in ("same", "repeats"):
            return self.holds
        return False if self._says_another and self.relation not in ("compatible", "narrows") else None

    @property
    def _says_another(self) -> bool:
        """Whether it confirms one relation, which leaves no room for others, or refuses whatever there is."""
        return self.holds if self.relation else not self.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """A person's word on what a document reprints: the document `of`, or none when that is `None`."""

    document: str
    of: str | None
    by: str
    why: str | None
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Regard:
    """What a person holds a source to be: its type, or its grade A to F, the reliability of the Admiralty code."""

    source: str
    kind: Literal["type", "grade"]
    value: str
    by: str
    why: str | None
    decision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What people decided that the folds follow, in the order in which it was decided."""

    judgements: tuple[Judgement, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    descents: tuple[Descent, ...] = ()
    regards: tuple[Regard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one claim says to one question.

    `party`: the id of the source it originates with; `None` for what the outlet says itself, then `outlet` is whose it is.
    `quantity`: the id of the figure, `None` for a proposition. `interval` has no bounds for a vague word, which is then in
    `vague`. `said`: the last day by which it was said, else the day of publication. `earliest`..`latest`: the days it speaks of.
    `whole`: the id of the figure of which this is a part by the words of the report ("five of them").
    """

    claim: str
    document: str
    party: str | None
    outlet: str
    stance: Stance
    polarity: Polarity
    basis: Basis
    hedge: str | None
    words: str
    quantity: str | None = None
    interval: Interval | None = None
    vague: str | None = None
    scope: Scope | None = None
    said: date | None = None
    earliest: date | None = None
    latest: date | None = None
    whole: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What claims answer when they can be compared.

    For figures: who is counted, the outcome, the place and the period, as far as the claims give them; `text` puts it in
    words ("North Korean soldiers killed, Kursk Oblast"). For a proposition `text` is the shortest of its wordings. `id`
    depends on what makes claims answer the same question, not on which claims do. `answers` by day, then by claim.
    """

    id: str
    kind: QuestionKind
    text: str
    population: str | None
    outcome: str | None
    place: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How two claims that answer one question, or two questions of which one holds the other, stand to one another.

    `left` is the claim that was said first (by id on the same day): `right` supersedes, repeats, narrows, denies `left`.
    The other relations are symmetric. `score` from 0 to 1; `reasons` in words. `left_figure`, `right_figure`: which of their
    figures, by its id; `None` for a statement without one, and for a claim that a person spoke of as a whole. `by`: who confirmed
    it; such a link has no score.
    """

    left: str
    right: str
    relation: Relation
    score: float | None
    reasons: tuple[str, ...]
    question: str
    left_figure: str | None = None
    right_figure: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edge of the ancestry graph: the document `child` has what it says from `parent`.

    `parent` is a document's id, or `None` when what was cited is not among the documents; `cited` is then whom it names.
    `shown_by`: the words that say so, where words do. `score` from 0 to 1. `by`: the person who says so; then it has no
    score.
    """

    child: str
    parent: str | None
    kind: StepKind
    score: float | None
    reasons: tuple[str, ...]
    cited: str | None = None
    shown_by: Span | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a line of retelling starts. `source`: the id of who it starts with, `None` where that is no identified one.

    An origin of unknown lineage never counts as independent. `claims` and `documents` rest on it, sorted. `name` says in
    words who it is; `reasons` why they were taken to be one line.
    """

    id: str
    source: str | None
    name: str
    lineage: Lineage
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What stands behind the answers to a question: how many documents, on how many independent origins.

    `independent` counts the origins of known lineage, `unknown` the documents that rest on no origin of known lineage.
    `circles`: documents that cite one another in a ring, each ring once, beginning with its smallest id.
    """

    documents: int
    independent: int
    unknown: int
    origins: tuple[Origin, ...]
    steps: tuple[Step, ...]
    circles: tuple[tuple[str, ...], ...]

    @property
    def behind(self) -> Mapping[str, str]:
        """Who speaks in each claim that rests on an origin of known lineage: the id of its source, else of the origin."""
        return {claim: o.source or o.id for o in self.origins if o.lineage == "known" for claim in o.claims}

    def __str__(self) -> str:
        """In words: "12 reports, 2 independent origins, 4 of unknown lineage"."""
        reports = f"{self.documents:,} report{'' if self.documents == 1 else 's'}"
        if not self.documents:
            return "no report asserts it"
        origins = f"{self.independent:,} independent origin{'' if self.independent == 1 else 's'}"
        return f"{reports}, {origins}" + (f", {self.unknown:,} of unknown lineage" if self.unknown else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """One telling of a statement: in which claim, on which day, with which figure, words, hedge and ground.

    `also`: other claims of the same document that tell the statement with the same figure.
    """

    claim: str
    document: str
    day: date | None
    teller: str
    interval: Interval | None
    words: str
    hedge: str | None
    basis: Basis
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a statement between two tellings: `before` and `after` are the words, `at` the hop where it changed."""

    earlier: str
    later: str
    what: Literal["figure", "hedge", "ground", "outcome"]
    before: str
    after: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One statement of one origin with other figures, hedges or grounds in other retellings, in the order of telling."""

    id: str
    origin: str
    name: str
    question: str
    retellings: tuple[Retelling, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """What one party says to a question over time. `history`: its answers by day; `latest` the figure it stands by now.

    `party` is the source's id, of somebody unnamed in several reports that of the last; `None` for an outlet itself.
    `revised`: whether the party itself gave another figure before. `denies`: whether it only denies or doubts.
    """

    party: str | None
    name: str
    latest: Interval | None
    vague: str | None
    history: tuple[Answer, ...]
    revised: bool
    denies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One factor of the grade: its name, what was found, and whether that speaks for (1), against (-1) or neither (0)."""

    name: str
    found: str
    weight: Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is claimed about one question as of one day, and on what it rests. No verdict of truth.

    `everyone`: the hull of the latest figures of all parties that assert one; `independent`: of those of independent
    origins. `agreed`: what is compatible with all that parties assert, `None` when nothing is. `grade`: the information
    grade 1 to 6 of the Admiralty code from the `factors`; `None` when it cannot be judged. `profiles`: the hull under each
    profile of vague words, by its name.
    """

    question: str
    as_of: date | None
    parties: tuple[PartyLine, ...]
    everyone: Interval | None
    independent: Interval | None
    agreed: Interval | None
    grade: int | None
    factors: tuple[Factor, ...]
    profiles: tuple[tuple[str, Interval | None], ...]
