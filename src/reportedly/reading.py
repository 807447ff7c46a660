"""What one document gives to the questions: its figures, its statements, where and when it is set, and what else it names."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import NamedTuple

from reportedly.facet import Figure, Place, figures_of, names_in, place_of, places_of, said_on
from reportedly.likeness import is_common
from reportedly.model import Claim, Extraction
from reportedly.population import countries_in
from reportedly.proposition import Statement, statement_of
from reportedly.scene import Scene, is_passed, scene_of
from reportedly.spelling import plain

__all__ = ["Reading", "read"]


#: A shorter word is no name by which a matter is known.
_LONG = 4
#: So many names tell what a report is about.
_MANY = 15
_WORD = re.compile(r"[^\W\d_]+")


class Reading(NamedTuple):
    """`rare`: words of names that few write about, plain. `located`: the places in which something is, those that no gazetteer
    has as `("", "", name)`. `days`: those of events."""

    outlet: str
    figures: tuple[Figure, ...]
    statements: tuple[tuple[Statement, Claim, date | None], ...]
    countries: frozenset[str]
    places: tuple[Place, ...]
    names: frozenset[str]
    rare: frozenset[str]
    scene: Scene
    located: frozenset[Place]
    days: frozenset[date]


def read(extraction: Extraction) -> Reading:
    """What the document of this extraction gives."""
    document = extraction.document
    scene = scene_of(extraction)
    text = f"{document.title or ''}\n{document.text}"
    names = names_in(text)
    figures = figures_of(extraction, scene)
    counted = {f.claim.id for f in figures}
    with_figures = {claim.id for claim in extraction.claims if claim.id in counted and not _says_more(claim)}
    return Reading(
        outlet=document.report_name,
        figures=figures,
        statements=tuple(
            (statement, claim, said_on(claim, document))
            for claim in extraction.claims
            if claim.id not in with_figures and (statement := statement_of(claim))
        ),
        countries=countries_in(document.text),
        places=places_of(extraction),
        names=names,
        rare=_rare(text, names),
        scene=scene,
        located=frozenset(
            place for m in extraction.places if ((place := place_of(m))[1] or place[2]) and not is_passed(m, document.text)
        ),
        days=frozenset(
            t.earliest
            for claim in extraction.claims
            for t in claim.times
            if t.role == "event" and t.earliest is not None and t.earliest == t.latest
        ),
    )


def _rare(text: str, names: frozenset[str]) -> frozenset[str]:
    """Words of names that few write about, plain: of those of a text the ones that it has most often."""
    words = Counter(_WORD.findall(text))
    found: Counter[str] = Counter()
    for word in names & words.keys():
        if len(name := plain(word)) >= _LONG and name.isalpha() and not is_common(name):
            found[name] += words[word]
    return frozenset(sorted(found, key=lambda name: (-found[name], name))[:_MANY])


def _says_more(claim: Claim) -> bool:
    """Whether the main clause of a claim has none of its figures: "that the army shelled the school and 40 people died"."""
    clause = claim.predication
    return clause is not None and not any(clause.span.overlaps(q.span) for q in claim.quantities)
