"""The folds over stored readings, one after the other: who is who, which questions, which origins, what stands.

The one composer of the second phase, as `pipeline` is of the first. Readings may come in any order and again; the result is
the same. A reading that is added re-folds only the blocks it touches: the names it mentions, the questions it answers, the
texts it resembles. What is asked of one question is computed when it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportedly.ancestry import Ancestry
from reportedly.assess import assess
from reportedly.comparison import Answer, Assessment, Drift, Judgement, Link, Question, Source, Support, claimant, unnamed
from reportedly.drift import drifts
from reportedly.errors import UsageError
from reportedly.independence import support
from reportedly.issuer import in_its_own_name
from reportedly.match import Questions, Related, links
from reportedly.model import Claim, Document, Extraction
from reportedly.source import Sources
from reportedly.vague import Profile, profiles

__all__ = ["Folds"]


class Folds:
    """What many readings say when they are laid side by side.

    One reading a document: adding another replaces it. `judgements` are those of people (`Ledger.judgements`).
    """

    def __init__(self, extractions: Iterable[Extraction] = (), judgements: Iterable[Judgement] = ()) -> None:
        self._sources = Sources(judgements)
        self._questions = Questions()
        self._ancestry = Ancestry()
        self._documents: dict[str, Document] = {}
        self._claims: dict[str, Claim] = {}
        self._of_document: dict[str, tuple[str, ...]] = {}
        self._found: tuple[Question, ...] | None = None
        self._names: dict[str, str] | None = None
        self._related: Related | None = None
        self._asked: dict[str, list[Question]] | None = None
        self._giving: dict[str, list[Answer]] | None = None
        self._supports: dict[str, Support] = {}
        for extraction in extractions:
            self.add(extraction)

    def add(self, extraction: Extraction) -> None:
        """Lay one more reading beside the others, in place of an earlier one of the same document."""
        light = replace(in_its_own_name(extraction), attributions=(), quantities=())
        document = light.document
        if document.id in self._documents:
            self.remove(document.id)
        self._documents[document.id] = document
        self._of_document[document.id] = tuple(claim.id for claim in light.claims)
        self._claims.update((claim.id, claim) for claim in light.claims)
        for fold in (self._sources, self._questions, self._ancestry):
            fold.add(light)
        self._forget()

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        del self._documents[document]
        for claim in self._of_document.pop(document):
            self._claims.pop(claim, None)
        for fold in (self._sources, self._questions, self._ancestry):
            fold.remove(document)
        self._forget()

    def _forget(self) -> None:
        """Let go of what was found before something changed."""
        self._found = self._names = self._related = self._asked = self._giving = None
        self._supports.clear()

    def judge(self, judgements: Iterable[Judgement]) -> set[str]:
        """Let these judgements of people stand in place of those before; the ids of the sources judged otherwise.

        The documents that mention them must be added again.
        """
        self._forget()
        return self._sources.judge(judgements)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who is who, in the order of their names."""
        return self._sources.sources()

    def parts(self, source: str) -> tuple[Source, ...]:
        """What was joined to one source, each as it would be alone. Raises KeyError when there is none of that id."""
        return self._sources.parts(source)

    @property
    def proposals(self) -> tuple[Judgement, ...]:
        """What the program thinks of pairs of sources: those it made one, and those it leaves to a person."""
        return self._sources.proposals()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What claims answer, those with the most documents first."""
        if self._found is None:
            self._found = self._questions.questions(self._party)
        return self._found

    def question(self, name: str) -> Question:
        """The question whose id begins with `name`, or whose text it is or holds, when just one does.

        Raises UsageError, which lists the candidates, when none or several do.
        """
        wanted = name.casefold().strip()
        for fits in (
            lambda q: q.id == wanted or q.text.casefold() == wanted,
            lambda q: len(wanted) > 3 and q.id.startswith(wanted),
            lambda q: wanted in q.text.casefold(),
        ):
            found = [q for q in self.questions if fits(q)]
            if len(found) == 1:
                return found[0]
            if found:
                shown = "; ".join(f"{q.id[:6]} {q.text}" for q in found[:8])
                raise UsageError(f"{name!r} could be {len(found):,} questions; name one by the beginning of its id: {shown}")
        raise UsageError(f"no question is called {name!r}; 'reportedly questions' lists them")

    def links(self, question: Question) -> tuple[Link, ...]:
        """How the claims that answer `question` stand to one another and to those of the questions around it.

        A claim counts as said by whoever stands behind it: the outlet that passes a figure on takes no side of its own.
        """
        return links(self._spoken(question), [self._spoken(other) for other in self.related(question)])

    def support(self, question: Question) -> Support:
        """What stands behind the answers to `question`."""
        if question.id not in self._supports:
            self._supports[question.id] = self._support(question, self._lent(question))
        return self._supports[question.id]

    def _support(self, question: Question, lent: Mapping[str, str]) -> Support:
        return support(
            question,
            self._claims,
            self._documents,
            self._ancestry.steps_of({answer.document for answer in question.answers}),
            self._party,
            self.name,
            self._hop,
            self._sources.settled,
            self._met_in,
            lent,
        )

    def _lent(self, question: Question) -> dict[str, str]:
        """For claims that name no source, the only one behind other figures of theirs ("among the 81 are 14 children"), or behind
        the figure of which theirs counts some ("eleven of them")."""
        lent = {}
        for answer in question.answers:
            claim = self._claims[answer.claim]
            if claim.chain or (len(claim.quantities) < 2 and answer.whole is None):
                continue
            wholes = {a.claim for a in self._answers_with(answer.whole)} - {claim.id} if answer.whole else set()
            told = {claim.id, *wholes}
            asked = {q.id: q for id in told for q in self._asked_by(id) if q.id != question.id or id in wholes}
            origins = [o for q in asked.values() for o in self._support(q, {}).origins if told & set(o.claims)]
            found = {origin.source for origin in origins if origin.lineage == "known"}
            if len(found) == 1 and (source := found.pop()) is not None:
                lent[claim.id] = source
        return lent

    def _answers_with(self, figure: str) -> Sequence[Answer]:
        """The answers that give a figure of this id."""
        if self._giving is None:
            self._giving = defaultdict(list)
            for question in self.questions:
                for answer in question.answers:
                    if answer.quantity is not None:
                        self._giving[answer.quantity].append(answer)
        return self._giving.get(figure, ())

    def _asked_by(self, claim: str) -> Sequence[Question]:
        """The questions that a claim answers."""
        if self._asked is None:
            self._asked = defaultdict(list)
            for question in self.questions:
                for id in {answer.claim for answer in question.answers}:
                    self._asked[id].append(question)
        return self._asked.get(claim, ())

    def _met_in(self, document: str) -> frozenset[str]:
        """The sources that speak in a document."""
        claims = [self._claims[id] for id in self._of_document[document]]
        hops = {self._hop(claim, i) for claim in claims for i in range(len(claim.chain))}
        return frozenset(hops | {party for claim in claims if (party := self._party(claim))})

    def drifts(self, question: Question) -> tuple[Drift, ...]:
        """What retellings made of the statements that answer `question`."""
        behind = self.support(question)
        return drifts(question, behind, self._claims, self._documents, behind.steps)

    def assess(self, question: Question, as_of: date | None = None) -> Assessment:
        """What stands about `question` by what was said up to and on `as_of`."""
        return assess(
            question,
            self.support(question),
            name=self.party_name,
            claims=self._claims,
            profiles={name: Profile.load(name).read for name in profiles()},
            as_of=as_of,
        )

    def related(self, question: Question) -> tuple[Question, ...]:
        """The questions that hold `question` or that it holds: killed within casualties."""
        if self._related is None:
            self._related = Related(self.questions)
        return self._related.of(question)

    @property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Documents that cite one another in a ring, each ring once."""
        return self._ancestry.circles()

    def report(self, document: str) -> str:
        """What a report is called: its outlet, else its file or site. Raises KeyError when there is none."""
        found = self._documents[document]
        return found.outlet or found.name

    def claim(self, id: str) -> Claim:
        """The claim of that id. Raises KeyError when there is none."""
        return self._claims[id]

    def document(self, id: str) -> Document:
        """The document of that id. Raises KeyError when there is none."""
        return self._documents[id]

    def name(self, source: str) -> str:
        """What the source of that id is called. Raises KeyError when there is none."""
        if self._names is None:
            self._names = {one.id: one.name for one in self.sources}
        return self._names[source]

    def party_name(self, answer: Answer) -> str:
        """What whoever gives an answer is called; of somebody unnamed also through whom, or in which report, it came."""
        if not answer.party:
            return f"{answer.outlet}, itself"
        claim, name = self._claims[answer.claim], self.name(answer.party)
        at = claimant(claim)
        if claim.chain[at].name == "unknown":
            return f"nobody named, in {answer.outlet}"
        if not unnamed(claim.chain[at]) or self._sources.settled(answer.party):
            return name
        later = [hop.name for hop in claim.chain[at + 1 :] if not hop.joint and hop.name != "unknown"]
        return f"{name}, through {later[0]}" if later else f"{name}, in {answer.outlet}"

    def _spoken(self, question: Question) -> Question:
        """The question with each answer given to whoever stands behind it, as far as that is known."""
        behind = self.support(question).behind
        answers = tuple(replace(a, party=behind.get(a.claim, a.party)) for a in question.answers)
        return replace(question, answers=answers)

    def _hop(self, claim: Claim, hop: int) -> str:
        return self._sources.of(claim.id, hop)

    def _party(self, claim: Claim) -> str | None:
        return self._sources.voice(claim.id, claimant(claim)) if claim.chain else None
