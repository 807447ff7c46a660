"""What the dossier shows, as plain frozen values: words ready to be set, in the order in which they are read."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from reportedly.interval import Interval
from reportedly.report.gaps import Gap

_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def day(value: date) -> str:
    """A day as in English text, in no locale: "3 Dec 2024"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(earliest: date | None, latest: date | None) -> str:
    """The days from `earliest` to `latest`, either of which may be open."""
    if earliest is None:
        return "unresolved" if latest is None else f"up to {day(latest)}"
    if latest is None:
        return f"since {day(earliest)}"
    if earliest == latest:
        return day(earliest)
    if earliest.year != latest.year:
        whole = (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31)
        return f"{earliest.year}–{latest.year}" if whole else f"{day(earliest)} – {day(latest)}"
    if earliest.month != latest.month:
        if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
            return str(earliest.year)
        return f"{earliest.day} {_MONTHS[earliest.month - 1]} – {day(latest)}"
    if earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]:
        return f"{_MONTHS[earliest.month - 1]} {earliest.year}"
    return f"{earliest.day}–{day(latest)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When something was said: the day or days the text gives, else "by" the day it was published, else unknown."""

    earliest: date | None
    latest: date | None
    known_from: Literal["said", "published", "nothing"]
    words: str | None = None

    @property
    def order(self) -> tuple[date, bool, date]:
        """By the first day it can be; a day of publication after what is known to be said on it; no date last."""
        return self.earliest or self.latest or date.max, self.known_from != "said", self.latest or date.max

    def __str__(self) -> str:
        if self.known_from == "nothing":
            return "no date"
        return f"by {day(self.latest)}" if self.known_from == "published" and self.latest else days(self.earliest, self.latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class HopView:
    """One hop of a chain as shown: who, in which words of the document, and how it was passed on."""

    name: str
    words: str | None
    relation: str | None
    note: str | None
    reason: str | None
    joint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field's value, the words it rests on, and whose words they are."""

    value: str
    words: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure of one claim: the words, the interval read from them, and what must be known to read it.

    `measure` is the unit of what is no plain count ("proportion", "soldier per day"): it has an axis of its own.
    `level` is false for a reported change ("rose by 200"), which has no place on an axis of levels.
    """

    words: str
    counted: str | None
    outcome: str | None
    interval: Interval
    measure: str | None
    level: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim as a row. `party` and `through` say who is answerable; `passage` in its pieces."""

    number: int
    document: int
    report: str
    published: date | None
    party: str
    through: str | None
    chain: tuple[HopView, ...]
    passage: tuple[str, ...]
    said: Said
    stance: str
    negative: bool
    basis: Cell
    hedge: Cell | None
    verification: Cell | None
    figures: tuple[FigureView, ...]
    times: tuple[Cell, ...]
    places: tuple[Cell, ...]
    confidence: str | None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes its figures are about."""
        return tuple(dict.fromkeys(f.outcome for f in self.figures if f.outcome))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """All claims of one party, in the order they were said; `also` are numbers of claims it shares with the party before it."""

    name: str
    through: str | None
    facts: tuple[str, ...]
    aliases: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    also: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row of a picture: the same party, interval, words and day; `claims` are the numbers of all that say so."""

    said: Said
    party: str
    through: str | None
    stance: str
    grounds: tuple[str, ...]
    words: str
    counted: str | None
    reading: str
    notes: tuple[str, ...]
    drawing: Markup | None
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """The picture of one outcome. `groups`: what stands on the axis, then under a label what has no place on it."""

    outcome: str
    measure: str | None
    groups: tuple[tuple[str | None, tuple[RowView, ...]], ...]
    statements: int
    scale: str | None
    axis: Markup | None
    parties: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What one party says to a question: the figure it stands by, those it gave before, the claims by number.

    `reliability`: how far people say that it can be relied on, and who says so.
    """

    party: str
    reliability: str | None
    latest: str | None
    stance: str
    words: str
    before: tuple[str, ...]
    said: str | None
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """How the latest figure of the party of each row stands to that of each column, in a word; empty on the diagonal."""

    parties: tuple[str, ...]
    figures: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report in the tree of an origin, `depth` reports away from it."""

    depth: int
    name: str
    published: date | None
    number: int
    how: str | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """An origin with the reports that rest on it, each after the one it has it from."""

    name: str
    reliability: str | None
    known: bool
    reasons: tuple[str, ...]
    reports: tuple[ReportView, ...]

    @property
    def size(self) -> int:
        """How many lines it takes."""
        return 1 + len(self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One telling of a statement, with what had changed in it."""

    day: str | None
    teller: str
    words: str
    changed: tuple[str, ...]
    claim: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftView:
    """The tellings of one origin's one statement, in their order."""

    name: str
    tellings: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question: what stands behind it, each party's answer, who agrees with whom, the origins, the drift.

    `apart`: whether the latest figures of the parties cannot all be true.
    """

    text: str
    support: str
    independent: int
    unknown: int
    everyone: str | None
    agreed: str | None
    apart: bool
    grade: int | None
    factors: tuple[tuple[str, str, str], ...]
    profiles: tuple[tuple[str, str], ...]
    answers: tuple[AnswerView, ...]
    matrix: MatrixView | None
    origins: tuple[OriginView, ...]
    circles: tuple[str, ...]
    drifts: tuple[DriftView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """What was said on one day, on one range of days, by one day, or at an unknown time."""

    said: Said
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A report as read, with its text in HTML."""

    number: int
    title: str
    report: str
    published: date | None
    published_from: str | None
    language: str | None
    facts: tuple[Cell, ...]
    provenance: tuple[Cell, ...]
    faults: tuple[str, ...]
    furniture: int
    claims: int
    text: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """Everything on the page."""

    title: str
    newest: date | None
    oldest: date | None
    undated: int
    claims: int
    documents: tuple[DocumentView, ...]
    pictures: tuple[PictureView, ...]
    questions: tuple[QuestionView, ...]
    days: tuple[DayView, ...]
    parties: tuple[PartyView, ...]
    not_saying: tuple[tuple[str, tuple[ClaimView, ...]], ...]
    gaps: tuple[Gap, ...]
    open: tuple[tuple[str, tuple[str, ...]], ...]
    withheld: tuple[tuple[str, int], ...] | None
    versions: tuple[str, ...]
