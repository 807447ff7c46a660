"""Where and when a report is set: the region it speaks of most, the only state it speaks of, names of places that no gazetteer
has; the day on which it was published, or that a line at its head ends with ("Norda Post, 4 May 2021").

Two reports have one scene when they share a region or such a name: "Ovid Square" in one is in the town that another names
beside it; and when they share two names of ships, firms or persons. What this gets wrong: a report on two regions in equal
parts has none; a person's name that was read as a place's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import combinations

from reportedly.model import Extraction, PlaceMention
from reportedly.office import name_alone
from reportedly.spelling import plain
from reportedly.state import common, is_seat, listed, spoken_of

__all__ = ["NOWHERE", "Scene", "beginnings", "is_passed", "scene_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`home`: the code of the only state that is spoken of. `region`: country and first-level region, as the gazetteer has them.
    `names`: plain names of places that it does not have. `called`: other names of two words and more, by their last two; `often`:
    of those, the ones that it uses most. `day`: of publication. `towns`: plain names of places in the region, `itself`: those of
    the region, with what it is and without. `seat`: whether the region is only that of a capital, which may stand for its
    government. Each is empty where the text does not tell."""

    home: str | None
    region: tuple[str, str] | None
    names: frozenset[str]
    called: frozenset[str] = frozenset()
    often: tuple[str, ...] = ()
    day: date | None = None
    towns: frozenset[str] = frozenset()
    itself: frozenset[str] = frozenset()
    seat: bool = False

    @property
    def marks(self) -> frozenset[str]:
        """What it must share with another to be one with it."""
        return self.names | ({", ".join(self.region)} if self.region else frozenset())

    @property
    def pairs(self) -> frozenset[str]:
        """Of the names that it uses most each two: who shares them is likely to be of one scene with it."""
        return frozenset(f"{a}, {b}" for a, b in combinations(sorted(self.often), 2))


#: The precision of a mention of a first-level region.
_REGION = 4

#: Names of which each two may show what scene it is.
_OFTEN = 8

#: Code points at the head of a document in which the line with its day stands, and those of the longest such line.
_HEAD, _LINE = 1000, 60

#: What shows that a place is the first part of a longer name, and no day: "the Maritime Directorate".
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec"
_LONGER = re.compile(rf" (?!(?:{_DAYS}))[A-Z][a-z]{{2,}}")

#: Words right before a place that nothing happened in, and how far before it they begin.
_PASSING = re.compile(r"\b(?:from|to|towards?|via|for) (?:the )?$", re.IGNORECASE)
_CLOSE = 12
#: What a region is, after its name.
_KIND = re.compile(r" (?:region|province|county|district|state|oblast|department|governorate|prefecture)$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)

NOWHERE = Scene(home=None, region=None, names=frozenset())


def is_passed(mention: PlaceMention, text: str) -> bool:
    """Whether a place is only where somebody comes from or goes to."""
    return _PASSING.search(text, max(0, mention.span.start - _CLOSE), mention.span.start) is not None


def scene_of(extraction: Extraction) -> Scene:
    """The scene of one reading."""
    document = extraction.document
    outlets = {word for name in (document.outlet or "", *(h.name for h in document.provenance)) for word in plain(name).split()}
    # Outlets are called after places, and are elsewhere.
    mentions = [m for m in extraction.places if not set(plain(m.name).split()) <= outlets]
    named = _names_of_sources(extraction)
    mentions = [m for m in mentions if not _LONGER.match(document.text, m.span.end) and plain(m.span.text) not in named]
    set_in = [m for m in mentions if not is_passed(m, document.text)]
    located = [(m.country, m.region, m.name) for m in set_in if m.country and m.region]
    # A capital may stand for its government, or for the bureau that writes.
    telling = [place for place in located if not is_seat(plain(place[2]))]
    regions = Counter((country, region) for country, region, _ in telling or located)
    ranked = regions.most_common(2)
    clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
    places = frozenset(plain(m.name) for m in mentions if m.gazetteer_id is None and not m.country)
    # Where only a capital is known, the report may be set in a place that is not.
    region = ranked[0][0] if clear and (telling or not places) else None
    states = {m.country for m in mentions if m.country} | spoken_of(document.text)
    at_places = {plain(m.name) for m in mentions}
    called = Counter(
        {name: n for name, n in _called(document.text).items() if name not in at_places and not set(name.split()) <= outlets}
    )
    within = [m for m in mentions if (m.country, m.region) == region]
    return Scene(
        # A report from a village that no gazetteer has may name only the other state.
        home=next(iter(states)) if len(states) == 1 and (not places or (region and region[0] in states)) else None,
        region=region,
        towns=frozenset(plain(w) for m in within if m.precision != _REGION for w in (m.name, m.span.text)),
        itself=frozenset(
            name
            for m in within
            if m.precision == _REGION
            for w in (m.name, m.span.text)
            for name in (plain(w), _KIND.sub("", plain(w)))
        ),
        names=places,
        seat=region is not None and not telling,
        called=frozenset(called),
        often=tuple(sorted(filter(_tells, called), key=lambda name: (-called[name], name))[:_OFTEN]),
        day=document.published or _dateline(extraction),
    )


def _tells(name: str) -> bool:
    """Whether a name is none that reports from everywhere have: "United Nations", "the Health Ministry"."""
    return not listed(None, name) and not common(name) and name.split()[-1] not in ("ministry", "minister")


def _names_of_sources(extraction: Extraction) -> frozenset[str]:
    """Plain names of persons, outlets and organisations that speak, and each word of a person's: "the Red Cross", "Dorin"."""
    found: set[str] = set()
    for hop in {hop for claim in extraction.claims for hop in claim.chain if hop.named == "named"}:
        if hop.type == "person":
            name = plain(name_alone(_ARTICLE.sub("", hop.name)))
            found |= {name, *name.split()}
        elif hop.type in ("ngo", "outlet", "group"):
            found.add(plain(hop.name))
    return frozenset(found)


def _dateline(extraction: Extraction) -> date | None:
    """The day with which a short line at the head of the document ends."""
    text = extraction.document.text
    for time in extraction.times:
        span, day = time.span, time.earliest
        line = text.rfind("\n", 0, span.start) + 1
        closes = text[span.end : span.end + 1] in ("\n", "")
        if span.end <= _HEAD and closes and span.end - line <= _LINE and day is not None and day == time.latest:
            return day if str(day.year) in span.text else None
    return None


_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")


def _called(text: str) -> Counter[str]:
    """How often there are the last two words of runs of words with capital letters, after those that only begin a sentence."""
    found: Counter[str] = Counter()
    for run in _NAME.findall(text):
        words = [word for i, word in enumerate(run.split()) if i or word.lower() not in _idle()]
        if len(words) > 1:
            found[plain(" ".join(words[-2:]))] += 1
    return found


@cache
def _idle() -> frozenset[str]:
    lines = files("reportedly").joinpath("data/match/stop.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def beginnings(days: Iterable[date], apart: timedelta | None) -> list[date]:
    """The days, in order, on which a matter is taken up: the first, and each before which nobody spoke of it for longer than
    `apart`; only the first where that is `None`."""
    ranked = sorted(set(days))
    return [day for i, day in enumerate(ranked) if i == 0 or (apart is not None and day - ranked[i - 1] > apart)]
