"""What people said of how claims stand to one another, laid over what the program finds.

A person speaks of two claims. A relation holds between what was said and by whom, so the word goes for all claims in which the
same party gives the same answer. It is laid over the links of a question when they are asked for, and changes nothing below
them: whichever comes first, the reports or the word, the links are the same, and so they are again when it is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from reportedly.comparison import SYMMETRIC, Link, Ruling

__all__ = ["Rulings", "Tellings", "confirmed", "joins"]

#: The claims in which an answer is given as the same party gives it, by claim and figure.
Tellings = Mapping[tuple[str, str | None], frozenset[str]]


class Rulings:
    """The words of people on relations, to be looked up by claim. Of those that fit the last counts."""

    def __init__(self, rulings: Iterable[Ruling] = ()) -> None:
        self._of: dict[str, list[Ruling]] = defaultdict(list)
        for ruling in sorted(rulings, key=lambda one: one.decision):
            for claim in {ruling.left, ruling.right}:
                self._of[claim].append(ruling)

    def of(self, claims: Iterable[str]) -> tuple[Ruling, ...]:
        """Those that speak of any of these claims, in the order in which they were made."""
        if not self._of:
            return ()
        found = {ruling for claim in claims for ruling in self._of.get(claim, ())}
        return tuple(sorted(found, key=lambda one: one.decision))

    def on(self, link: Link, tellings: Tellings) -> list[Ruling]:
        """The words on one link; the last counts."""
        lefts, rights = _ends(link, tellings)
        about = (ruling for ruling in self.of(lefts) if ruling.relation in (None, link.relation))
        return [ruling for ruling in about if _joins(ruling, lefts, rights)]

    def over(self, links: Iterable[Link], tellings: Tellings) -> tuple[list[Link], set[Ruling]]:
        """The links without those that people refuse, and with the names of those who confirm them; and all words on them."""
        found: list[Link] = []
        said: set[Ruling] = set()
        for link in links:
            words = self.on(link, tellings)
            said.update(words)
            if not words:
                found.append(link)
            elif words[-1].holds:
                found.append(replace(link, score=None, by=words[-1].by, reasons=(confirmed(words[-1]), *link.reasons)))
        return found, said

    def at_odds(self, some: Collection[str], others: Collection[str]) -> Ruling | None:
        """The last word that tells whether what some claims say and what others say can both be true."""
        return next((one for one in reversed(self._between(some, others)) if one.at_odds is not None), None)

    def one_statement(self, one: str, other: str) -> bool | None:
        """Whether by the last word that says so two claims tell one statement; `None` where nobody says."""
        words = [ruling.one_statement for ruling in self._between((one,), (other,))]
        return next((word for word in reversed(words) if word is not None), None)

    def _between(self, some: Collection[str], others: Collection[str]) -> list[Ruling]:
        return [one for one in self.of(some) if _joins(one, some, others) or _joins(one, others, some)]


def joins(ruling: Ruling, link: Link, tellings: Tellings) -> bool:
    """Whether a link is between the two of which a word speaks, whatever the relation and whichever comes first."""
    lefts, rights = _ends(link, tellings)
    return _joins(ruling, lefts, rights) or _joins(ruling, rights, lefts)


def confirmed(ruling: Ruling) -> str:
    """Who confirmed a relation, and why, in words."""
    return f"confirmed by {ruling.by}" + (f": {ruling.why}" if ruling.why else "")


def _ends(link: Link, tellings: Tellings) -> tuple[frozenset[str], frozenset[str]]:
    """The claims that tell what a link joins."""
    lefts = tellings.get((link.left, link.left_figure), frozenset((link.left,)))
    rights = tellings.get((link.right, link.right_figure), frozenset((link.right,)))
    if lefts == rights:  # it joins two tellings of one thing, and each of them is meant by itself
        return frozenset((link.left,)), frozenset((link.right,))
    return lefts, rights


def _joins(ruling: Ruling, lefts: Collection[str], rights: Collection[str]) -> bool:
    """Whether it speaks of one claim of each, in this order where the relation has one."""
    if ruling.left in lefts and ruling.right in rights:
        return True
    turned = ruling.left in rights and ruling.right in lefts
    return turned and (ruling.relation is None or ruling.relation in SYMMETRIC)
