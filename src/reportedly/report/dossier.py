"""The dossier: all that was read about a matter as one HTML file that opens offline, prints, and needs no script.

What is shown is computed here, from extractions to the plain values of `page.py`; how it looks is in `templates/`. The page
holds no reference to anything outside itself, and a content security policy lets nothing run but its own style and script.
It groups and counts what is claimed; it never says what is true.

The same extractions in any order give the same bytes: there is no clock, and every list is sorted.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from reportedly import unit
from reportedly.comparison import Decided, Source
from reportedly.folds import Folds
from reportedly.interval import Interval, number
from reportedly.model import Claim, Document, Evidence, EvidenceField, Extraction, Hop, Problem, Quantity, Stance, TimeMention
from reportedly.report.behind import questions, unknowns
from reportedly.report.figure import axis_for, axis_svg, key_svg, row_svg
from reportedly.report.gaps import CASUALTIES, gaps
from reportedly.report.page import (
    Cell,
    ClaimView,
    DayView,
    DocumentView,
    DossierView,
    FigureView,
    HopView,
    PartyView,
    PictureView,
    RowView,
    Said,
    day,
    days,
)
from reportedly.report.words import Mark, bdi, plain, text_html

__all__ = ["dossier", "view"]

#: Pictures stand in this order; other outcomes follow by the number of their figures.
_OUTCOMES = ("killed", "wounded", "killed or wounded", "casualties", *CASUALTIES[2:], "detained", "deployed", "displaced")

_NOT_SAYING: tuple[tuple[Stance, str], ...] = (
    ("denies", "Denies"),
    ("doubts", "Doubts"),
    ("declines", "Declines to say"),
    ("silent", "Stays silent"),
)

Kinds = Sequence[tuple[str, int]]
Sources = Mapping[tuple[str, int], Source]


def dossier(
    extractions: Sequence[Extraction],
    *,
    title: str | None = None,
    decided: Decided | None = None,
    withheld: Kinds | None = None,
) -> str:
    """The dossier of `extractions` as one HTML file. Of several readings of one document the highest versions are shown.

    `decided`: what people decided (`Ledger.decided`). `withheld`: for a public copy (`withhold`), what was withheld, by kind.
    """
    templates = files("reportedly.report") / "templates"
    style = (templates / "dossier.css").read_text("utf-8")
    script = (templates / "dossier.js").read_text("utf-8")
    page = view(extractions, title=title, decided=decided, withheld=withheld)
    key = (
        (key_svg(Interval(low=2, high=2)), "that many"),
        (key_svg(Interval(low=2, high=2, approximate=True)), "about that many"),
        (key_svg(Interval(low=2, high=None)), "that many or more"),
        (key_svg(Interval(low=2, high=None, low_exclusive=True)), "more than that"),
        (key_svg(Interval(low=None, high=2, high_exclusive=True)), "fewer than that"),
        (key_svg(Interval(low=1, high=3)), "between the two"),
        (key_svg(Interval(low=2, high=2), denied=True), "denied or doubted"),
    )
    html = _template().render(
        page=page,
        key=key,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
    )
    return plain(html)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("reportedly.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(bdi=bdi, day=day, number=number)
    return environment.get_template("dossier.html")


def view(
    extractions: Iterable[Extraction],
    *,
    title: str | None = None,
    decided: Decided | None = None,
    withheld: Kinds | None = None,
) -> DossierView:
    """What the dossier of `extractions` shows."""
    readings = _readings(extractions)
    folds = Folds(readings, decided)
    sources = {at: source for source in folds.sources for at in source.mentions}
    claims: list[Claim] = []
    views: list[ClaimView] = []
    documents: list[DocumentView] = []
    for n, reading in enumerate(readings, 1):
        own = sorted(reading.claims, key=lambda c: (min(c.content, default=None) or c.cue[0], c.id))
        numbered = [_claim(c, len(views) + k, n, reading.document, sources) for k, c in enumerate(own, 1)]
        documents.append(_document(reading, n, list(zip(own, numbered, strict=True))))
        claims += own
        views += numbered
    pictures = _pictures(claims, views, sources)
    numbers = {claim.id: shown.number for claim, shown in zip(claims, views, strict=True)}
    asked = questions(folds, {r.document.id: n for n, r in enumerate(readings, 1)}, numbers)
    dates = sorted(d.published for d in documents if d.published)
    return DossierView(
        title=title or "Who says what",
        newest=dates[-1] if dates else None,
        oldest=dates[0] if dates else None,
        undated=len(documents) - len(dates),
        claims=len(views),
        documents=tuple(documents),
        pictures=pictures,
        questions=asked,
        days=_days(views),
        parties=_parties(claims, views, sources),
        not_saying=tuple((label, here) for stance, label in _NOT_SAYING if (here := _with_stance(views, stance))),
        gaps=gaps(claims, sources, [p.outcome for p in pictures]),
        open=unknowns(asked, folds),
        withheld=None if withheld is None else tuple(withheld),
        versions=tuple(sorted({f"{name} {version}" for r in readings for name, version in r.versions})),
    )


def _readings(extractions: Iterable[Extraction]) -> tuple[Extraction, ...]:
    """One reading a document, oldest report first, undated reports last."""
    latest: dict[str, Extraction] = {}
    for extraction in sorted(extractions, key=lambda e: (e.versions, e.id)):
        latest[extraction.document.id] = extraction
    return tuple(
        sorted(
            latest.values(),
            key=lambda e: (e.document.published or date.max, e.document.report_name, e.document.name, e.document.id),
        )
    )


def _claim(claim: Claim, n: int, document_number: int, document: Document, sources: Sources) -> ClaimView:
    evidence = {e.field: e for e in claim.evidence}
    party, through = _party(claim, document, sources)
    return ClaimView(
        number=n,
        document=document_number,
        report=document.report_name,
        published=document.published,
        party=party,
        through=through,
        chain=tuple(_hop(hop, sources.get((claim.id, i))) for i, hop in enumerate(claim.chain)),
        passage=tuple(span.text for span in claim.content),
        said=_said(claim, document),
        stance=claim.stance,
        negative=claim.polarity == "-",
        basis=_cell(claim.basis, "basis", evidence),
        hedge=_cell(claim.hedge, "hedge", evidence) if claim.hedge else None,
        verification=_cell(claim.verification, "verification", evidence) if claim.verification else None,
        figures=tuple(map(_figure, claim.quantities)),
        times=tuple(Cell(value=_time(t), words=t.span.text) for t in claim.times),
        places=tuple(Cell(value=_place(p.name, p.region, p.country), words=p.span.text) for p in claim.places),
        confidence=None if claim.confidence is None else f"{claim.confidence:.2f}",
    )


def _cell(value: str, field: EvidenceField, evidence: Mapping[EvidenceField, Evidence]) -> Cell:
    found = evidence.get(field)
    words = found.span.text if found and found.span else None
    return Cell(value=value, words=None if words == value else words, by=found.by if found else None)


def _time(time: TimeMention) -> str:
    role = {"said": "said", "event": "happened", "as-of": "as of", None: ""}[time.role]
    if time.type in ("DURATION", "SET"):
        return f"{role} {time.value}".strip()
    if time.earliest is None and time.latest is None:
        return f"{role}, day unresolved".removeprefix(", ")
    return f"{role} {days(time.earliest, time.latest)}".strip()


def _place(name: str, region: str | None, country: str | None) -> str:
    return ", ".join(dict.fromkeys(part for part in (name, region, country) if part))


def _hop(hop: Hop, source: Source | None) -> HopView:
    name = source.name if source else hop.name
    mention = hop.mention.text if hop.mention else None
    return HopView(
        name=name,
        words=mention if mention and mention.casefold() != name.casefold() else None,
        relation=hop.relation,
        note=None if hop.named == "named" or _is_nobody(hop) else hop.named,
        reason=hop.anonymity_reason.text if hop.anonymity_reason else None,
        joint=hop.joint,
    )


def _is_nobody(hop: Hop) -> bool:
    """Whether the text has no word for the hop: "reportedly", "it emerged"."""
    return hop.mention is None and hop.named == "anonymous"


def _claimants(claim: Claim) -> range:
    """The hops that make the claim: the first, and those that stand beside it."""
    last = 0
    while last < len(claim.chain) and (last == 0 or claim.chain[last].joint):
        last += 1
    return range(last)


def _party(claim: Claim, document: Document, sources: Sources) -> tuple[str, str | None]:
    """Who is answerable for `claim`, and through whom it comes if the text names a channel."""
    names = [(sources.get((claim.id, i)) or hop).name for i, hop in enumerate(claim.chain)]
    first = _claimants(claim)
    if not names:
        return f"{document.report_name}, itself", None
    return " and ".join(names[i] for i in first), ", ".join(reversed(names[len(first) :])) or None


def _identity(claim: Claim, i: int, claim_view: ClaimView, sources: Sources) -> tuple[str, str]:
    """Who makes the claim with hop `i`: a source, or the outlet itself."""
    if not claim.chain:
        return "outlet", claim_view.party
    source = sources.get((claim.id, i))
    return "source", source.id if source else claim.chain[i].name


def _party_key(claim: Claim, i: int, claim_view: ClaimView, sources: Sources) -> tuple[str, ...]:
    """What puts claims into one group: who makes them, and for someone without a name also the channel.

    Claims for which nobody is named stand in one group for the reader's sake: they are not one party's.
    """
    who = _identity(claim, i, claim_view, sources)
    if not claim.chain or claim.chain[i].named == "named":
        return who
    channel = claim_view.through or ""
    return ("nobody", claim.chain[i].name, channel) if _is_nobody(claim.chain[i]) else (*who, channel)


def _said(claim: Claim, document: Document) -> Said:
    said = [t for t in claim.times if t.role == "said"]
    resolved = [t for t in said if t.earliest or t.latest]
    if resolved:
        first = resolved[0]
        return Said(earliest=first.earliest, latest=first.latest, known_from="said", words=first.span.text)
    words = said[0].span.text if said else None
    if document.published:
        return Said(earliest=None, latest=document.published, known_from="published", words=words)
    return Said(earliest=None, latest=None, known_from="nothing", words=words)


def _figure(quantity: Quantity) -> FigureView:
    notes = []
    if quantity.vague:
        notes.append("a vague word")
    if quantity.direction:
        notes.append(f"a change ({quantity.direction}), not a level")
    if quantity.scope:
        notes.append({"total": "running total", "incident": "one incident"}[quantity.scope])
    if quantity.part_of:
        notes.append("part of another figure in the same report")
    if quantity.since:
        notes.append(f"since “{quantity.since.text}”")
    return FigureView(
        words=quantity.span.text,
        counted=quantity.counted if quantity.counted and quantity.counted not in quantity.span.text else None,
        outcome=quantity.outcome,
        interval=_interval(quantity),
        measure=_measure(quantity.unit) if quantity.unit else None,
        level=not quantity.direction,
        notes=tuple(notes),
    )


def _interval(quantity: Quantity) -> Interval:
    return Interval(
        low=quantity.low,
        high=quantity.high,
        low_exclusive=quantity.low_exclusive,
        high_exclusive=quantity.high_exclusive,
        approximate=quantity.approximate,
    )


def _measure(name: str) -> str | None:
    """`name` if it measures or relates instead of counting: a share, a rate, kilometres, dollars."""
    apart = name in ("proportion", "percentage") or " per " in name or unit.named(name.split()[-1]) is not None
    return name if apart else None


def _document(reading: Extraction, n: int, claims: Sequence[tuple[Claim, ClaimView]]) -> DocumentView:
    document = reading.document
    marks: list[Mark] = [(s.start, s.end, "furniture", "page furniture, not read") for s in document.furniture]
    anchors = []
    for claim, shown in claims:
        title = f"{shown.number}: {shown.party} {shown.stance}"
        marks += [(s.start, s.end, f"content k{shown.number}", title) for s in claim.content]
        marks += [(s.start, s.end, "cue", "cue") for s in claim.cue]
        marks += [(h.mention.start, h.mention.end, "source", h.name) for h in claim.chain if h.mention]
        anchors.append((min(claim.content or claim.cue).start, shown.number))
    facts = [
        Cell(value="by", words=", ".join(document.authors) or None),
        Cell(value="format", words=document.format),
        Cell(value="file", words=document.name),
        Cell(value="address", words=document.url),
    ]
    return DocumentView(
        number=n,
        title=document.title or document.name,
        report=document.report_name,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
        facts=tuple(fact for fact in facts if fact.words),
        provenance=tuple(
            Cell(value=hop.relation, words=hop.shown_by.text if hop.shown_by else hop.url, by=hop.name)
            for hop in document.provenance
        ),
        faults=tuple(_faults((*document.problems, *reading.problems))),
        furniture=sum(s.end - s.start for s in document.furniture),
        claims=len(claims),
        text=text_html(document.text, marks, anchors),
    )


def _faults(problems: Iterable[Problem]) -> list[str]:
    """Each fault once, with how often; page furniture is counted elsewhere."""
    severity = {"error": 0, "warning": 1, "info": 2}
    counts = Counter((severity[p.severity], p.severity, p.message) for p in set(problems) if p.code != "furniture")
    return [f"{word}: {message}{f' ({n} times)' if n > 1 else ''}" for (_, word, message), n in sorted(counts.items())]


def _pictures(claims: Sequence[Claim], views: Sequence[ClaimView], sources: Sources) -> tuple[PictureView, ...]:
    figures: dict[tuple[str, str], list[tuple[Claim, ClaimView, FigureView]]] = {}
    for claim, shown in zip(claims, views, strict=True):
        for figure in shown.figures:
            if figure.outcome:
                figures.setdefault((figure.outcome, figure.measure or ""), []).append((claim, shown, figure))
    rank = {outcome: k for k, outcome in enumerate(_OUTCOMES)}
    order = sorted(figures, key=lambda key: (rank.get(key[0], len(rank)), -len(figures[key]), key))
    return tuple(_picture(*key, figures[key], sources) for key in order)


def _picture(outcome: str, measure: str, figures: Sequence[tuple[Claim, ClaimView, FigureView]], sources: Sources) -> PictureView:
    axis = axis_for(figure.interval for _, _, figure in figures if figure.level)
    same: dict[tuple[object, ...], list[tuple[ClaimView, FigureView]]] = {}
    for claim, shown, figure in figures:
        key = (
            shown.said.order,
            shown.party,
            *(_identity(claim, i, shown, sources) for i in _claimants(claim)),
            str(figure.interval),
            figure.level,
            shown.stance,
            shown.negative,
            figure.counted or "",
            figure.notes,
            figure.words.casefold(),
        )
        same.setdefault(key, []).append((shown, figure))
    rows = []
    for _, group in sorted(same.items(), key=lambda item: (item[0][:2], item[1][0][0].number)):
        shown, figure = group[0]
        reading = str(figure.interval)
        placed = figure.level and figure.interval.drawn
        denied = shown.stance in ("denies", "doubts") or shown.negative
        grounds = [v.basis.value for v, _ in group if v.basis.value != "unspecified"]
        notes = [*figure.notes, *(["in the negative"] if shown.negative else [])]
        if reading and reading != figure.words.casefold():
            notes.insert(0, f"read: {reading}")
        rows.append(
            RowView(
                said=shown.said,
                party=shown.party,
                through=shown.through,
                stance=shown.stance,
                grounds=tuple(dict.fromkeys(grounds)),
                words=figure.words,
                counted=figure.counted,
                reading=reading,
                notes=tuple(notes),
                drawing=row_svg(figure.interval, axis, denied=denied) if axis and placed else None,
                claims=tuple(dict.fromkeys(v.number for v, _ in group)),
            )
        )
    drawn, rest = tuple(r for r in rows if r.drawing), tuple(r for r in rows if not r.drawing)
    return PictureView(
        outcome=outcome,
        measure=measure or None,
        groups=tuple((label, group) for label, group in ((None, drawn), ("No interval, so no place on the axis", rest)) if group),
        statements=len(rows),
        scale=axis.kind if axis else None,
        axis=axis_svg(axis) if axis else None,
        parties=len({shown.party for _, shown, _ in figures}),
        reports=len({shown.document for _, shown, _ in figures}),
    )


def _days(views: Sequence[ClaimView]) -> tuple[DayView, ...]:
    attributed = sorted((v for v in views if v.chain), key=lambda v: (*v.said.order, v.number))
    return tuple(
        DayView(said=group[0].said, claims=tuple(group))
        for _, same in groupby(attributed, key=lambda v: v.said.order)
        if (group := list(same))
    )


def _parties(claims: Sequence[Claim], views: Sequence[ClaimView], sources: Sources) -> tuple[PartyView, ...]:
    groups: dict[tuple[str, ...], list[tuple[Claim, int, ClaimView]]] = {}
    for claim, shown in zip(claims, views, strict=True):
        for i in _claimants(claim) if claim.chain else range(1):
            groups.setdefault(_party_key(claim, i, shown, sources), []).append((claim, i, shown))
    parties = {key: _party_view(key, group, sources) for key, group in groups.items()}

    def order(key: tuple[str, ...]) -> tuple[int, int, str, tuple[int, ...]]:
        party = parties[key]
        numbers = (*(c.number for c in party.claims), *party.also)
        return ("source", "outlet", "nobody").index(key[0]), -len(party.claims), party.name.casefold(), numbers

    return tuple(parties[key] for key in sorted(parties, key=order))


def _party_view(key: tuple[str, ...], group: Sequence[tuple[Claim, int, ClaimView]], sources: Sources) -> PartyView:
    claim, i, first = group[0]
    source = sources.get((claim.id, i)) if claim.chain else None
    own = [shown for _, i, shown in group if i == 0]
    return PartyView(
        name=(source.name if source else claim.chain[i].name) if claim.chain else first.party,
        through=first.through if len(key) > 2 else None,
        facts=("not one party: nobody is named",) if key[0] == "nobody" else _party_facts(source),
        aliases=source.aliases if source and key[0] == "source" else (),
        claims=tuple(sorted(own, key=lambda v: (*v.said.order, v.number))),
        also=tuple(sorted({shown.number for _, i, shown in group if i > 0} - {shown.number for shown in own})),
    )


def _party_facts(source: Source | None) -> tuple[str, ...]:
    if source is None:
        return ()
    facts = [source.type if source.type != "unspecified" else None, source.country]
    facts.append({"named": None, "by role": "named by role only", "anonymous": "anonymous"}[source.named])
    facts.append(f"reliability {source.reliability}" if source.reliability else None)
    return tuple(fact for fact in facts if fact)


def _with_stance(views: Sequence[ClaimView], stance: Stance) -> tuple[ClaimView, ...]:
    return tuple(sorted((v for v in views if v.stance == stance), key=lambda v: (*v.said.order, v.number)))
