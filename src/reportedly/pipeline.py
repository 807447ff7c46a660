"""The one composer: document -> extraction. Pure: it sees one document and no database.

read -> annotate -> attributions -> (mentions of sources, evidence, quantities, times, places) -> claims
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.metadata import version
from typing import Literal, get_args

from reportedly import place, quantity, silence, timex
from reportedly.annotate import Annotator
from reportedly.attribution import Rules
from reportedly.claim import ClaimReader
from reportedly.errors import UsageError
from reportedly.evidence import EvidenceReader
from reportedly.mention import Mentions
from reportedly.model import Attribution, Document, Extraction, Problem
from reportedly.tagger import Tagger

Method = Literal["model", "rules"]
Dates = Literal["auto", "news", "narrative"]


class Extractor:
    """The stages with their models loaded; build one a process.

    `attribution`: "model" for the trained tagger, "rules" for the rules over the parse, which need no weights. `dates`: what a
    relative date counts from, the day of publication ("news") or the date mentioned before ("narrative"); "auto" lets the text
    tell. Raises UsageError for another word.
    """

    def __init__(self, attribution: Method = "model", dates: Dates = "auto") -> None:
        if attribution not in get_args(Method):
            raise UsageError(f"no attribution method {attribution!r}: choose {' or '.join(get_args(Method))}")
        if dates not in get_args(Dates):
            raise UsageError(f"no way to count dates is called {dates!r}: choose {', '.join(get_args(Dates))}")
        self.annotator = Annotator()
        self._method = attribution
        self._dates = dates

    @cached_property
    def _tagger(self) -> Tagger:
        return Tagger.load()

    @cached_property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """What made an extraction: program, parser, attribution method, and how dates count when that was given."""
        method = self._tagger.version if self._method == "model" else "rules"
        made = (("reportedly", version("reportedly")), ("parser", self.annotator.version), ("attribution", method))
        return made if self._dates == "auto" else (*made, ("dates", self._dates))

    def attributions(self, rules: Rules) -> tuple[Attribution, ...]:
        """The attributions of the parse that the rules are over, by the method of this extractor."""
        return self._tagger.attributions(rules.parse) if self._method == "model" else rules.attributions()

    def __call__(self, document: Document) -> Extraction:
        """All that is read from one document. A document in another language is kept and not read."""
        if not document.readable:
            problem = Problem(
                code="not-english",
                severity="warning",
                message=f"the text is in language {document.language!r}; only English is read: nothing was extracted",
                document=document.id,
                where=document.path,
            )
            return Extraction(document=document, versions=self.versions, problems=(*document.problems, problem))
        parse = self.annotator.parse(document)
        rules = Rules(parse)
        attributions = rules.completed(self.attributions(rules))
        quantities = quantity.quantities(parse)
        said, further = rules.figures(attributions, quantities)
        further += rules.nested((*said, *further))
        further += rules.beside((*said, *further))
        further += rules.credited((*said, *further))
        further += rules.turns((*said, *further))
        silences = silence.silences(parse)
        times = timex.times(parse, document.published, self._dates)
        places = place.places(parse)
        mentions = Mentions(parse, (*said, *further, *silences))
        evidence = EvidenceReader(parse, attributions)
        claims = ClaimReader(
            document, parse, (*said, *further), silences, evidence, mentions.resolve, quantities, times, places
        ).claims()
        return Extraction(
            document=document,
            versions=self.versions,
            attributions=attributions,
            quantities=quantities,
            times=times,
            places=places,
            claims=claims,
            problems=document.problems,
        )


@cache
def default_extractor() -> Extractor:
    """The extractor of this process."""
    return Extractor()


def extract(document: Document) -> Extraction:
    """All that is read from one document, by the default extractor."""
    return default_extractor()(document)


def extract_all(documents: Iterable[Document]) -> Iterator[Extraction]:
    """`extract` over many documents, in order."""
    return map(default_extractor(), documents)
