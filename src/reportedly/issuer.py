"""Whose own voice a document speaks in: its outlet, or the body that issued it.

A ministry's press release, a union's bulletin or a rebels' communiqué says in its own voice what that body says, so its claims
without a source are that body's. A newspaper's own voice is nobody's statement, and stays so. Where a text speaks of itself
("we counted", "told this newspaper"), the one who publishes it is named where that is known.

What it gets wrong: a body whose name is like that of a paper ("Names at Sea") is taken for one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from reportedly.model import THE_OUTLET, Claim, Extraction, Hop, SourceType
from reportedly.naming import whose_organ
from reportedly.spelling import plain

__all__ = ["in_its_own_name", "is_body"]

#: A line at the head that begins with a name and gives the day, with a place or with what it is between: "Karakum Today, 20 May
#: 2019", "The Voice, bulletin of the press office of the Upper Zenda Front, 4 May 2021".
_HEADLINE = re.compile(
    r"(?m)^(?P<name>[A-Z][\w'’-]+(?: [\w'’-]+){0,4})(?P<more>(?:, [\w'’ -]{2,80}){0,2}), \d{1,2} [A-Z][a-z]+ \d{4}(?:\.|\s*$)"
)
#: Code points in which it stands.
_HEAD = 1000
#: What the body calls its own paper: "bulletin of the press office of …".
_PUBLICATION = re.compile(r"^(?:the )?(?:bulletin|newsletter|organ|paper|publication|channel|page|site) of (?:the )?")
#: Verbs with which a text passes on what somebody else says: "a voice message speaks of 300 dead".
_SAYING = re.compile(r"\b(?:says?|said|speaks?|spoke|talks?|tells?|told|claims?|claimed|reports?|reported|alleges?|alleged)\b")


def in_its_own_name(extraction: Extraction) -> Extraction:
    """The reading with the one who publishes it named where the text speaks of itself, and as the source of what it says in its
    own voice if that is a body that speaks for itself."""
    name = _publisher(extraction)
    if name is None:
        return extraction
    issuer = _issuer(name)
    # A monitoring group publishes what it finds: what it is, other reports tell.
    own = issuer or Hop(name=name, type="unspecified", named="named")
    return replace(
        extraction,
        document=replace(extraction.document, outlet=name),
        claims=tuple(_named(claim, own, issuer) for claim in extraction.claims),
    )


def _publisher(extraction: Extraction) -> str | None:
    """What the outlet of a document is called: as it was read, else by the line at its head that gives its day."""
    document = extraction.document
    if document.outlet:
        return document.outlet
    found = _HEADLINE.search(document.text[:_HEAD])
    if found is None or any(m.span.start < found.end("name") and found.start("name") < m.span.end for m in extraction.places):
        return None
    for segment in found["more"].split(", "):
        if (organ := _PUBLICATION.sub("", segment)) and whose_organ(organ):
            return organ
    return found["name"]


def _named(claim: Claim, own: Hop, issuer: Hop | None) -> Claim:
    if not claim.chain:
        passed_on = claim.basis == "rumour" or _SAYING.search(claim.passage)
        return claim if issuer is None or passed_on else replace(claim, chain=(issuer,))
    chain = tuple(
        replace(hop, name=own.name, type=own.type, country=own.country) if hop.name == THE_OUTLET else hop for hop in claim.chain
    )
    return replace(claim, chain=chain)


def is_body(outlet: str) -> bool:
    """Whether what a document gives as its outlet is a body that issued it, and no paper."""
    return _issuer(outlet) is not None


@lru_cache(maxsize=4096)
def _issuer(name: str) -> Hop | None:
    """The body that publishes under this name, if it is one."""
    organ = whose_organ(name)
    words = re.findall(r"[\w’']+", plain(organ or name))
    types, outlets = _words()
    if organ is None and any(word in outlets for word in words):
        return None
    # "Ministry of National Defence" by its first noun, "Highlands Defence Front" by its last.
    heads = re.split(r" (?:of|for|in) ", plain(organ or name))[0].split()
    found = next((types[word] for word in (*reversed(heads), *words) if word in types), "group" if organ else None)
    return Hop(name=organ or name, type=cast(SourceType, found), named="named") if found else None


@cache
def _words() -> tuple[dict[str, str], frozenset[str]]:
    data = tomllib.loads(files("reportedly").joinpath("data/source/issuers.toml").read_text("utf-8"))
    types = {word: of for of, nouns in data["types"].items() for word in nouns.split()}
    return types, frozenset(data["outlet"]["words"].split())
