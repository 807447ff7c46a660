"""How a document stands: its present reading with what people decided about it, kept for the next page on the same one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from reportedly.ledger import Reviewed
from reportedly.model import Claim, Document
from reportedly.review.page import Asked
from reportedly.review.text import Mark, Window, blocks, window

__all__ = ["Standing", "standing_of", "standing_with"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A document as it stands."""

    reviewed: Reviewed

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All its claims, the rejected too, in the order of the text."""
        return self.reviewed.claims

    @property
    def document(self) -> Document:
        """The document."""
        return self.reviewed.extraction.document

    def claim(self, id: str) -> Claim | None:
        """The claim of that id."""
        return next((claim for claim in self.claims if claim.id == id), None)

    def status(self, claim: Claim) -> str:
        """What people decided about it, in a word."""
        return self.reviewed.status.get(claim.id, "suggested")

    def window(self, on: Claim | None = None, *, at: int | None = None, first: int | None = None, count: int = 0) -> Window:
        """The paragraphs around a claim, around an offset, or from one number on."""
        text = self.document.text
        if at is None:
            at = on.content[0].start if on and on.content else 0
        return window(text, blocks(text), self._marks(on), at=at, first=first, count=count)

    def _marks(self, on: Claim | None) -> Iterator[Mark]:
        for span in self.document.furniture:
            yield Mark(span.start, span.end, "furniture")
        for claim in self.claims:
            status = self.status(claim)
            for span in claim.content:
                yield Mark(span.start, span.end, status, claim.id)
        if on:
            for span in on.content:
                yield Mark(span.start, span.end, "on")
            for span in on.cue:
                yield Mark(span.start, span.end, "cue")
            for hop in on.chain:
                if hop.mention:
                    yield Mark(hop.mention.start, hop.mention.end, "source")


def standing_of(asked: Asked, document: str) -> Standing:
    """How that document stands. Answers 404 when there is none."""
    try:
        return Standing(reviewed=asked.ledger.reviewed(document))
    except KeyError:
        raise HTTPException(404, "there is no such document in this ledger") from None


def standing_with(asked: Asked, claim: str) -> tuple[Standing, Claim]:
    """How the document of that claim stands, and the claim. Answers 404 when there is none."""
    document = asked.ledger.document_of(claim)
    if document is not None:
        standing = standing_of(asked, document)
        if found := standing.claim(claim):
            return standing, found
    raise HTTPException(404, "there is no such claim in this ledger now; it may have been added and undone")
