"""Who tells, in one form for comparison between reports: outlets, roles, speakers; and how alike two claims are."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from reportedly.comparison import StepKind, unnamed
from reportedly.model import Claim, Hop, Quantity
from reportedly.naming import name_within
from reportedly.spelling import british, plain, whole_name

__all__ = [
    "BODIES",
    "CREDITS",
    "EXPLICIT",
    "FAR",
    "PERHAPS_OUTLET",
    "figure_in_one_form",
    "kinship",
    "outlet_name",
    "outlet_names",
    "role_of",
    "speaker_of",
]

#: Credits of a document that say where its words come from, not who translated or wrote them.
CREDITS = ("agency", "originally published by", "canonical")

#: Hop types that may be an outlet which the reading did not know for one.
PERHAPS_OUTLET = ("unspecified", "group", "document")

#: Hop types that speak in public.
BODIES = ("government", "armed force", "intelligence agency", "ngo", "group", "document")

#: Steps by which a report says itself whose it is.
EXPLICIT: tuple[StepKind, ...] = ("cites", "credit line")

#: Over so many reports a line of retelling is followed.
FAR = 8

#: Alike in so large a part of the words of the shorter, two claims can be one statement retold.
_GIST = 0.5


@cache
def _agencies() -> dict[str, str]:
    """The plain forms under which agencies are credited, and the plain name that stands for them."""
    listed = files("reportedly.data.read").joinpath("agencies.txt").read_text("utf8").splitlines()
    found: dict[str, str] = {}
    for line in listed:
        forms = [plain(form) for form in line.split("|") if form.strip() and not line.startswith("#")]
        found.update((form, forms[0]) for form in forms)
    return found


@lru_cache(maxsize=16384)
def outlet_name(name: str) -> str:
    """An outlet's name for comparison: plain, agencies by one form, without what describes it ("the blog"), "www." and the
    top-level domain."""
    name = name_within(name) or name
    key = re.sub(r"^www\.|\.(?:com|org|net|info|[a-z]{2})(?:\.[a-z]{2})?$", "", plain(name))
    return (
        _agencies().get(key)
        or re.sub(r" (?:(?:news |press )?agency|news(?: service)?|(?:news)?wire(?: service)?)$", "", key)
        or key
    )


@lru_cache(maxsize=16384)
def outlet_names(name: str) -> frozenset[str]:
    """The names by which an outlet may be cited: its own, and its initials where these are three or more; none for ""."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper()).lower()
    return frozenset({outlet_name(name), letters if len(letters) > 2 else ""} - {""})


@lru_cache(maxsize=65536)
def role_of(name: str) -> str:
    """The head of a description: "nurse" of "two nurses at a hospital in the east"."""
    words = re.split(r" (?:of|from|in|at|for|with|on|near|who|to)\b|,", plain(name))[0].split()
    return re.sub(r"(?<=[a-z]{3})s$", "", words[-1]) if words else ""


def speaker_of(hop: Hop) -> str:
    """Who a chain begins with, for comparison between documents; families for named persons, heads for descriptions."""
    if unnamed(hop):
        return f"a {role_of(hop.name)}"
    if hop.type == "person" and hop.named == "named":
        return whole_name(plain(hop.name).split()[-1]) if plain(hop.name) else ""
    return " ".join(british(word) for word in plain(hop.name).split())


def figure_in_one_form(q: Quantity) -> str | None:
    """The bounds and the outcome of a figure; `None` where it has no bounds."""
    return None if q.low is None and q.high is None else f"{q.low} {q.high} {q.outcome}"


@lru_cache(maxsize=131072)
def _gist(passage: str) -> frozenset[str]:
    """The beginnings of the longer words of a passage, and its numbers."""
    return frozenset(w[:6] for w in re.findall(r"\w+", passage.casefold()) if len(w) > 3 or w.isdigit())


def kinship(claim: Claim, other: Claim) -> float:
    """How far two claims can be one statement retold, 0 to 2: a figure in common counts one, words in common up to one.

    The figure is one when the outcome is too, or when the words around it are alike in part.
    """
    a, b = _gist(claim.passage), _gist(other.passage)
    words = len(a & b) / min(len(a), len(b)) if a and b else 0.0
    pairs = [(p, q) for p in claim.quantities for q in other.quantities if _bounded(p) and (p.low, p.high) == (q.low, q.high)]
    figures = any(p.outcome == q.outcome or words >= _GIST / 2 for p, q in pairs)
    return (1.0 if figures else 0.0) + (words if words >= _GIST else 0.0)


def _bounded(q: Quantity) -> bool:
    return q.low is not None or q.high is not None
