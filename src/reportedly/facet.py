"""Who is counted, with which outcome, where and when: what one figure answers, as far as its own document tells.

Who is counted comes from the words beside the figure, else from the figure before it in the claim, else from the one population
of the document that fits. A place counts where the claim puts the figure in it ("in", "near"), not where it is only named.
The day comes from the time mention nearest to the figure; "since May" and "by Friday" make a running total.

What this gets wrong: a place in a phrase about something else ("the embassy in Seoul"), a claim with two figures and two days
in crossed order, "casualties" that are not the killed and wounded.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportedly.interval import Interval
from reportedly.model import Claim, Document, Extraction, PlaceMention, Quantity, TimeMention
from reportedly.population import EVERYONE, Population, countries_in, country_name, population
from reportedly.scene import Scene
from reportedly.unit import named

__all__ = [
    "Figure",
    "Period",
    "Place",
    "around",
    "day_in_words",
    "days_in_words",
    "figures_of",
    "fits",
    "full_name",
    "holds",
    "is_single",
    "names_in",
    "names_nobody",
    "of_things",
    "parted",
    "period_of",
    "place_of",
    "places_of",
    "said_on",
    "short_name",
]

_NO_YEAR = re.compile(r"XXXX-(\d\d)-(\d\d)")

#: A place as `(country, region, point)`, each "" where it is not given: `("RU", "Kursk Oblast", "")`.
Place = tuple[str, str, str]


class Period(NamedTuple):
    """The days a figure is for. `lost`: the days that the text gives where nobody can tell which they are ("last week" in
    an undated report), else ""."""

    start: date | None
    end: date | None
    running: bool
    lost: str = ""

    @property
    def lacks_year(self) -> tuple[int, int] | None:
        """The month and the day of a lost one that lacks no more than its year: "23 December"."""
        found = _NO_YEAR.fullmatch(self.lost)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def dated(self) -> bool:
        """Whether both the first and the last day are known, of what is no running total."""
        return not self.running and self.start is not None and self.end is not None


class Figure(NamedTuple):
    """What one figure, or one denial or silence without a figure, answers, as far as its own document tells.

    `apart`: others whom its claim counts beside it. `alone`: no words tell which people of its report it counts. `whole`: the
    id of the figure of which it is a part. `own`: who is counted by its own words, where its report tells which people of which
    country these are.
    """

    claim: Claim
    quantity: Quantity | None
    outcome: str
    who: Population
    where: Place | None
    period: Period
    said: date | None
    apart: frozenset[Population]
    alone: bool
    whole: str | None = None
    own: Population | None = None

    @property
    def witness(self) -> frozenset[str]:
        """The names in what an unnamed witness is called: such people tell what is around them."""
        origin = self.claim.origin
        unnamed = origin is not None and origin.named != "named" and origin.type in ("person", "group", "unspecified")
        return names_in(origin.name) if origin is not None and unnamed else frozenset()

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.claim.document


@dataclass(frozen=True, slots=True)
class _Lists:
    alike: dict[str, str]
    things: frozenset[str]
    shares: frozenset[str]
    kinds: dict[str, re.Pattern[str]]
    own_work: frozenset[str]
    received: re.Pattern[str]
    receiving: re.Pattern[str]
    carers: re.Pattern[str]
    spoken: re.Pattern[str]
    meant: dict[str, str]
    of_enemies: dict[str, str]


@cache
def _lists() -> _Lists:
    data = tomllib.loads(files("reportedly").joinpath("data/match/outcomes.toml").read_text("utf-8"))
    meant = {noun: outcome for outcome, nouns in data["spoken"].items() for noun in nouns}
    spoken = "|".join(sorted(meant, key=lambda word: (-len(word), word)))
    return _Lists(
        alike={name: names[0] for names in data["alike"] for name in names},
        things=frozenset(data["things"]),
        shares=frozenset(data["shares"]),
        kinds={kind: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for kind, words in data["kinds"].items()},
        own_work=frozenset(data["own_work"]),
        received=re.compile(rf"\b(?:{'|'.join(data['received'])})\b", re.IGNORECASE),
        receiving=re.compile(rf"\b(?:{'|'.join(data['receiving'])})s?\b", re.IGNORECASE),
        carers=re.compile(rf"\b(?:{'|'.join(data['carers'])})\b", re.IGNORECASE),
        spoken=re.compile(rf"((?:[\w'’-]+ ){{0,3}})\b({spoken})\b(?: (?:of|among) ((?:[\w'’-]+ ?){{1,4}}))?", re.IGNORECASE),
        meant=meant,
        of_enemies=data["of_enemies"],
    )


def of_things(outcome: str) -> bool:
    """Whether arms, vehicles or buildings have this outcome, not people."""
    return outcome in _lists().things


def places_of(extraction: Extraction) -> tuple[Place, ...]:
    """The places in a document's claims that are finer than a country, those named most first."""
    places = Counter(place for claim in extraction.claims for m in claim.places if (place := place_of(m))[1] or place[2])
    return tuple(sorted(places, key=lambda place: (-places[place], place)))


def names_in(text: str) -> frozenset[str]:
    """The names in a text: runs of words with capital letters, and each of their words."""
    runs = {run.removesuffix("'s").removesuffix("’s") for run in _CAPITALS.findall(text)}
    return frozenset(runs | {word for run in runs for word in run.split()})


def figures_of(extraction: Extraction, scene: Scene) -> tuple[Figure, ...]:
    """The figures of a document that answer a question, and the denials and silences that mean an outcome without a figure.

    `scene`: where the document is set.
    """
    document = extraction.document
    places = {short_name(place): place for place in sorted(places_of(extraction), reverse=True)}
    figures: list[Figure] = []
    for claim in extraction.claims:
        said = said_on(claim, document)
        found = [f for q in claim.quantities if (f := _figure(q, claim, document, said, places, scene.region))]
        if not found and (spoken := _spoken_of(claim, said)):
            found = [spoken]
        figures += _from_claim(found)
    return tuple(_from_document(figures, document.text))


def said_on(claim: Claim, document: Document) -> date | None:
    """The last day by which the claim was said, else the day of publication."""
    days = [t.latest or t.earliest for t in claim.times if t.role == "said"]
    return max((day for day in days if day), default=document.published)


def _figure(
    q: Quantity,
    claim: Claim,
    document: Document,
    said: date | None,
    places: Mapping[str, Place],
    region: tuple[str, str] | None,
) -> Figure | None:
    """What a figure answers, or `None` for a change, a measure, a share, and what counts nobody in particular."""
    if q.direction is not None or claim.stance in ("orders", "asks"):
        return None
    unit = q.unit or ""
    if unit == "proportion" or " per " in unit or named(unit) is not None or (q.vague or "").lower() in _lists().shares:
        return None
    outcome = _lists().alike.get(q.outcome or "", q.outcome or "")
    outcome = "hospitalised" if outcome == "wounded" and _is_carer(claim) else _kind_of(outcome, q, claim, document.text)
    words = q.counted if outcome else unit
    who = (population(words) or EVERYONE).without(outcome)
    if not words and (counted := population(unit)) and counted.part:
        who = counted
    received = outcome == "killed" and who.general and _is_received(claim)
    if received:
        who = population("bodies") or who
    if (who.general or who == _SOLDIERS) and claim.origin and _THEIR_OWN.search(claim.passage):
        who = (population(claim.origin.name) or EVERYONE).without(outcome)
    if (
        region
        and who == _SOLDIERS
        and _is_of_those_at_home(claim, region[0], document.text[max(0, q.span.start - _NOUN) : q.span.start])
    ):
        who = replace(who, country=region[0])
    if who.country or who.head in _FIGHTERS:
        outcome = _lists().of_enemies.get(outcome, outcome)
    where = _where(claim, q, document.text, _is_where_taken if received else _is_where) or _where_from(claim, places)
    if where is None and region and _REGION.search(claim.passage):
        where = (*region, "")
    if not outcome and not (who.country and where):
        return None
    if not outcome and who.head in _FIGHTERS:
        outcome = "deployed"  # "11,000 North Korean soldiers are in the Kursk region"
    before = document.text[max(0, q.counted_span.start - 12) : q.counted_span.start] if q.counted_span else ""
    return Figure(
        claim=claim,
        quantity=q,
        outcome=outcome,
        who=who,
        where=where,
        period=period_of(claim, q, document.text),
        said=said,
        apart=frozenset(),
        alone=not who.country and (_THEIRS.search(before) is not None or _is_own_work(outcome, claim)),
        whole=q.part_of,
    )


def _is_of_those_at_home(claim: Claim, country: str, before: str) -> bool:
    """Whether a state counts soldiers where it is at home and does not say whose they are: "Ruritania's general staff puts the
    losses at three soldiers", but not "it had killed 25 soldiers"."""
    origin = claim.origin
    return origin is not None and origin.type in _STATE_FORCES and origin.country == country and _KILLING.search(before) is None


#: Code points after a figure within which words tell its outcome more exactly.
_CLAUSE = 90
_NEXT = re.compile(r"[.;:]|, (?:and|but|while|with|\w+ of them)\b")
_ONESELF = re.compile(r"(?:i|we|he|she|they)$", re.IGNORECASE)


def _kind_of(outcome: str, q: Quantity, claim: Claim, text: str) -> str:
    """The outcome, or the kind of it that the words between a figure and the next one tell."""
    end = min(
        [q.span.end + _CLAUSE, claim.content[-1].end, *(o.span.start for o in claim.quantities if o.span.start > q.span.start)]
    )
    after = _NEXT.split(text[q.span.end : max(end, q.span.end)])[0]
    found = [kind for kind, words in _lists().kinds.items() if kind.split(":")[0] == outcome and words.search(after)]
    return found[0] if found else outcome


def _is_received(claim: Claim) -> bool:
    """Whether a hospital or a morgue, or whoever speaks of one, tells how many it has taken in."""
    place = f"{claim.passage} {claim.origin.name if claim.origin else ''}"
    return _lists().received.search(claim.passage) is not None and _lists().receiving.search(place) is not None


def _is_carer(claim: Claim) -> bool:
    """Whether it begins with one unnamed nurse or the like."""
    origin = claim.origin
    unnamed = origin is not None and origin.type == "person" and origin.named != "named"
    return unnamed and origin is not None and _lists().carers.search(origin.name) is not None


def _is_own_work(outcome: str, claim: Claim) -> bool:
    """Whether somebody counts only those for whom he did something himself."""
    about = claim.predication.about if claim.predication else ()
    return outcome in _lists().own_work and len(about) == 1 and _ONESELF.match(about[0]) is not None


_STATE_FORCES = frozenset(("armed force", "government"))
_SOLDIERS = Population(head="soldier")
_FIGHTERS = frozenset(("soldier", "fighter", "rebel"))
#: Before a figure, what those do who count the dead of others.
_KILLING = re.compile(
    r"\b(?:killed|killing|eliminated|neutrali[sz]ed|destroyed|liquidated)\s(?:[\w,'’-]+\s){0,3}$", re.IGNORECASE
)
_CAPITALS = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_THEIRS = re.compile(r"\b(?:its|their|his|her|our|my|your)\s+(?:own\s+)?$", re.IGNORECASE)
#: "Put their own injured at 14".
_THEIR_OWN = re.compile(
    r"\b(?:its|their|his) own (?:\w+ )?"
    r"(?:injured|wounded|dead|killed|losses|casualties|missing|ranks|side|soldiers|men|troops|people)\b"
    r"|\b(?:soldiers|men|troops|people|fighters) of (?:its|their|his) own\b",
    re.IGNORECASE,
)
#: Some of those that the words before have counted: "five of them".
_SOME = re.compile(r"\s+of (?:them|these|those|whom|the (?:dead|injured|wounded|missing|detained))\b", re.IGNORECASE)
_EVERYONE = re.compile(r"\b(?:people|persons?|others)$", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:in|at|near|outside|around|across|inside|throughout|over|off|within|outskirts of"
    r"|parts? of|village of|town of|city of|region of|province of|close to)\s+(?:(?!and\b|or\b|from\b)[\w'’-]+\s+){0,4}$",
    re.IGNORECASE,
)
#: "Across the region", which its document has named before.
_REGION = re.compile(
    r"\b(?:in|across|throughout) (?:all |the whole |the entire )?(?:of )?the (?:whole |entire )?(?:of the )?"
    r"(?:region|province|department|county|oblast|governorate)\b",
    re.IGNORECASE,
)
#: "The toll of the Kell flood".
_TOLL_OF = re.compile(
    r"\b(?:toll|dead|deaths|victims|casualties|injured|missing) (?:of|from|in|after) (?:the |last \w+'s )?$", re.IGNORECASE
)
_WAR = re.compile(r"(?:['’]s)?\s+(?:war|conflict|crisis|invasion)\b", re.IGNORECASE)
#: "It emerged on Monday that": the day is the one it was said on.
_THAT = re.compile(r"\W*that\b", re.IGNORECASE)
#: What a count finds and nobody does on a day, right after the figure; what makes it an event again; how a count is put.
_STATE = re.compile(
    r"\s*(?:people|persons|others|men|women|children)?(?:\s+(?:are|were|was|is|still|remain|remained|listed as))*\s*"
    r"(?:dead|missing|unaccounted for)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:killed|died|burst|collapsed|since|when|after|went|disappeared|vanished)\b", re.IGNORECASE)
_STOOD = re.compile(r"\b(?:stood|stands|standing|put|puts) (?:[\w ]{0,16} )?at (?:[\w ]+ )?$", re.IGNORECASE)
#: Code points beside a figure in which the words for those counted, or for counting, stand.
_NOUN = 40
#: Code points before "five of them" within which those have been counted.
_NEAR = 400
_SINCE = re.compile(r"\bsince\b[^.;]*$", re.IGNORECASE)
_OF = re.compile(r"\bof\s(?:the\s)?$", re.IGNORECASE)
_FROM_WHERE = re.compile(r"\b(?:in|at|near|outside)\s+(?:the\s+)?([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*)")


def _where(claim: Claim, q: Quantity | None, text: str, is_where: Callable[[str], bool]) -> Place | None:
    """The place that the claim puts its figure in, after "in", "near" and so on: the nearest to the figure, then the finest."""
    found = [
        m for m in claim.places if is_where(text[max(0, m.span.start - 60) : m.span.start]) and not _WAR.match(text, m.span.end)
    ]
    if not found:
        return None
    at = q.span.start if q else claim.content[0].start
    nearest = min(found, key=lambda m: (abs(m.span.start - at), m.span.start))
    inside = [place for m in found if holds(place_of(nearest), place := place_of(m))]
    return max(inside, key=lambda place: (sum(map(bool, place)), place))


def _is_where(before: str) -> bool:
    """Whether what comes after these words is where something is."""
    return _AT.search(before) is not None or _TOLL_OF.search(before) is not None


def _is_where_taken(before: str) -> bool:
    """Whether what comes after these words is where the dead were taken: "the hospital of", "in", but not "34 bodies from"."""
    return _AT.search(before) is not None or (_OF.search(before) is not None and bool(_lists().receiving.search(before[-20:])))


def _where_from(claim: Claim, places: Mapping[str, Place]) -> Place | None:
    """Where a witness stands whom nobody names, "a nurse in a hospital near Moscow": such people tell what is around them."""
    origin = claim.origin
    if origin is None or origin.type != "person" or origin.named == "named":
        return None
    found = _FROM_WHERE.search(origin.name)
    return places.get(found[1]) if found else None


def place_of(mention: PlaceMention) -> Place:
    """A mention as `(country, region, point)`; a name that is in no gazetteer is a point of its own."""
    country, region, name = mention.country or "", mention.region or "", " ".join(mention.name.split())
    if mention.precision is not None and mention.precision >= 6 and mention.gazetteer_id:
        return (country, "", "") if country else ("", "", name)
    if mention.precision == 4 and region:
        return (country, region, "")
    if mention.precision == 5 and country and not region:
        return (country, "", "")
    return (country, region, name)


def holds(wide: Place, narrow: Place) -> bool:
    """Whether one place is the other or, by country and region, holds it."""
    return wide == narrow or any(wide == other for other in around(narrow))


def around(place: Place) -> Iterator[Place]:
    """The region and the country that hold the place, as far as it has them, the region first."""
    country, region, point = place
    if point and region:
        yield (country, region, "")
    if (point or region) and country:
        yield (country, "", "")


def full_name(place: Place | None) -> str | None:
    """The place with what holds it, so that a place inside another ends with the other's name."""
    if place is None:
        return None
    country, region, point = place
    return ", ".join(part for part in (point, region, country_name(country)) if part)


def short_name(place: Place) -> str:
    """The finest name of the place."""
    country, region, point = place
    return point or region or country_name(country)


def period_of(claim: Claim, q: Quantity | None, text: str) -> Period:
    """The days a figure is for, from the time nearest to it. "By Friday" and "since May" make a running total."""
    running = q is not None and (q.since is not None or q.scope == "total")
    at = q.span.start if q else claim.content[0].start
    times = [
        t
        for t in claim.times
        if t.role in ("event", "as-of")
        and t.type in ("DATE", "TIME")
        and not t.value.endswith("_REF")
        and not _THAT.match(text[t.span.end : max(at, t.span.end)])
    ]
    if not times:
        return Period(None, None, running)
    time: TimeMention = min(times, key=lambda t: (abs(t.span.start - at), t.span.start))
    if not (time.earliest or time.latest):
        # "The night" of a day that is not said tells no day; "Friday" tells one that nobody can place.
        return Period(None, None, running, lost="" if running or time.type == "TIME" else time.value)
    if _SINCE.search(text[max(0, time.span.start - 80) : time.span.start]):
        return Period(time.earliest, None, True)
    if running or time.role == "as-of" or (q is not None and _is_state(q, time, text)):
        return Period(None, time.latest or time.earliest, True)
    return Period(time.earliest, time.latest, time.earliest is None or time.latest is None)


def _is_state(q: Quantity, time: TimeMention, text: str) -> bool:
    """Whether a figure with a day is how a count stood on it: "58 missing on Thursday", not "58 killed on Tuesday"."""
    first, last = sorted((q.span, time.span))
    if _EVENT.search(text[first.start : last.end]):
        return False
    stood = _STOOD.search(text[max(0, q.span.start - _NOUN) : q.span.start])
    return stood is not None or _STATE.match(text[q.span.end : q.span.end + _NOUN]) is not None


#: How many words stand at most before what is denied: "denied that its army had suffered losses", not "that it hid the losses".
_AT_ONCE = 4


def _spoken_of(claim: Claim, said: date | None) -> Figure | None:
    """What a denial, a doubt or a silence without a figure is about: "declined to comment on the losses"."""
    if claim.stance not in ("denies", "doubts", "declines", "silent"):
        return None
    found = _lists().spoken.search(claim.passage)
    if found is None or (claim.stance in ("denies", "doubts") and len(claim.passage[: found.start(2)].split()) > _AT_ONCE):
        return None
    outcome = _lists().meant[found[2].lower()]
    who = population(found[3]) or EVERYONE
    if not who.country:
        who = EVERYONE
        for code in sorted(countries_in(found[1])):
            who = Population(country=code)
    return Figure(claim, None, outcome, who, None, Period(None, None, False), said, frozenset(), False)


def _from_claim(figures: list[Figure]) -> list[Figure]:
    """The figures of one claim: "100 soldiers killed and 1,000 wounded" counts soldiers twice.

    `apart` are the other populations that the claim counts under the same outcome with figures that cannot be the same.
    """
    out: list[Figure] = []
    for f in figures:
        apart = frozenset(
            g.who
            for g in figures
            if g.quantity and f.quantity and g.outcome == f.outcome and g.who != f.who
            if f.quantity.part_of == g.quantity.id
            or g.quantity.part_of == f.quantity.id
            or not Interval.of(f.quantity).meets(Interval.of(g.quantity))
        )
        some = _is_some_of(f, figures)
        f = f._replace(apart=apart, alone=f.alone or some)
        if some:
            out.append(f._replace(where=None))
            continue
        whole = next((g for g in out if g.quantity and f.quantity and g.quantity.id == f.quantity.part_of), None)
        if whole is not None and whole.where is not None:
            f = f._replace(where=whole.where)  # "the hospital of Norda received 34 dead from Kell, among them 17 children"
        before = next((g for g in reversed(out) if not _is_some_of(g, figures)), None)
        # After "47 people were killed, nine of them children, and 61 are missing" the missing are people.
        if before and before.who.part:
            before = next((g for g in reversed(out) if not g.who.part), before)
        if before and names_nobody(f) and not before.alone and _kind(before) == _kind(f) and before.who not in apart:
            f = f._replace(who=before.who)
        if before and f.where is None and f.outcome:
            f = f._replace(where=before.where)
        out.append(f)
    return out


def _is_some_of(figure: Figure, others: list[Figure]) -> bool:
    """Whether it counts some of those that another figure of its claim counts, and no class of people tells which: "five of them
    seriously". What it answers is for its report alone."""
    part = figure.quantity.part_of if figure.quantity else None
    return part is not None and any(
        g.quantity is not None and g.quantity.id == part and g.outcome == figure.outcome and figure.who in (EVERYONE, g.who)
        for g in others
    )


def _from_document(figures: list[Figure], text: str) -> Iterator[Figure]:
    """The figures of one document, with the country of those counted where the document counts people of one only, and those
    that are some of others before them ("five of them") for that report alone."""
    figures = [_of_those(f, figures[:i], text) for i, f in enumerate(figures)]
    figures = [_as_answered(f, figures[:i]) for i, f in enumerate(figures)]
    known = {kind: {f.who for f in figures if f.who.country and _kind(f) == kind} for kind in (False, True)}
    known = {kind: whos - parted(figures) for kind, whos in known.items()}
    classes: dict[str, set[Population]] = defaultdict(set)
    for f in figures:
        if f.who.head and not f.who.country and f.whole is None:
            classes[f.outcome].add(f.who)
    for f in figures:
        if not f.who.country and not f.alone and (f.who.head or names_nobody(f)):
            fitting = {who for who in known[_kind(f)] if who not in f.apart and fits(f.who, who)}
            if not f.who.head:  # "Three soldiers and 27 attackers were killed. The rebels speak of 38": nobody can tell of whom
                either = {who for who in fitting if not all(fits(other, who) for other in classes[f.outcome])}
                fitting, f = fitting - either, f._replace(apart=f.apart | either)
            narrowest = {who for who in fitting if not any(who in other.wider for other in fitting)}
            if len(narrowest) == 1:
                lent = narrowest.pop()
                f = f._replace(who=replace(lent, head=lent.head or f.who.head), own=f.who)
        yield f


def _as_answered(f: Figure, before: list[Figure]) -> Figure:
    """A bare figure with the place and the kind of outcome of the one that it answers, whose words tell its outcome: "They
    claimed 17 dead near Kell. The army admitted to two." """
    told = f.quantity.outcome_span if f.quantity else None
    if told is None or any(span.start <= told.start < span.end for span in f.claim.content):
        return f
    g = next((g for g in before if g.quantity and g.quantity.outcome_span == told), None)
    return f._replace(where=f.where or g.where, outcome=g.outcome) if g is not None else f


def parted(figures: Sequence[Figure]) -> frozenset[Population]:
    """The people of a country who are counted as a part of others, who are then not they: "40 soldiers, among them 28
    Burundians"."""
    wholes = {f.quantity.id for f in figures if f.quantity and not f.who.country}
    return frozenset(f.who for f in figures if f.who.country and f.whole in wholes)


def _of_those(f: Figure, before: list[Figure], text: str) -> Figure:
    """The figure with the one before it of which it counts some ("five of them"): the nearest that is larger.

    Where no class of people tells which, and the outcome is the same, it is a figure for its report alone.
    """
    if f.quantity is None:
        return f
    g = next((g for g in before if g.quantity and g.quantity.id == f.whole), None)
    if g is None and f.whole is None and _SOME.match(text, f.quantity.span.end):
        few = Interval.of(f.quantity).widened.high
        near = (g for g in reversed(before) if g.quantity and g.who.country == f.who.country)
        near = (g for g in near if g.quantity and g.quantity.span.end >= f.quantity.span.start - _NEAR)
        g = next((g for g in near if g.quantity and _exceeds(Interval.of(g.quantity), few)), None)
    if g is None or g.quantity is None:
        return f
    return f._replace(whole=g.quantity.id, alone=f.alone or (f.outcome == g.outcome and f.who in (EVERYONE, g.who)))


def _exceeds(many: Interval, few: float | None) -> bool:
    high = many.widened.high
    return few is not None and (high is None or high > few)


def _kind(figure: Figure) -> bool:
    return figure.outcome in _lists().things


def names_nobody(figure: Figure) -> bool:
    """ "1,100 were killed", not "1,100 people were killed"."""
    q = figure.quantity
    return figure.who.general and not (q and q.counted and _EVERYONE.search(q.counted))


def fits(loose: Population, firm: Population) -> bool:
    """Whether those loosely named may be the others: "soldiers", or nobody in particular, for North Korean soldiers."""
    if loose.country or loose.modifiers != firm.modifiers:
        return False
    if not loose.head:
        return not firm.part
    return loose.head == firm.head or not (firm.head or loose.of_no_state)


def is_single(figure: Figure) -> bool:
    """ "A soldier was captured": one case, not a toll of one."""
    q = figure.quantity
    return q is not None and q.low == q.high == 1 and q.span.text.lower().startswith(("a ", "an ", "another "))


def day_in_words(day: date) -> str:
    """ "3 March 2024"."""
    return f"{day.day} {day:%B %Y}"


def days_in_words(start: date, end: date) -> str:
    """ "3 March 2024 to 9 March 2024"."""
    return day_in_words(start) if start == end else f"{day_in_words(start)} to {day_in_words(end)}"
