"""The folds over stored readings, one after the other: who is who, which questions, which origins, what stands.

The one composer of the second phase, as `pipeline` is of the first. Readings may come in any order and again; the result is
the same. A reading that is added re-folds only the blocks it touches: the names it mentions, the questions it answers, the
texts it resembles. What is asked of one question is computed when it is asked.

What people decided goes before what the program found, and holds only as long as it is decided: who is who and what a source is
in the sources and in the hops that speak of them, reprints in the ancestry, relations in the links of each question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from reportedly.ancestry import Ancestry
from reportedly.assess import assess
from reportedly.comparison import (
    Answer,
    Assessment,
    At,
    Decided,
    Drift,
    Judgement,
    Link,
    Question,
    Relation,
    Ruling,
    Source,
    Support,
    claimant,
    unnamed,
)
from reportedly.drift import drifts
from reportedly.errors import UsageError
from reportedly.facet import Place
from reportedly.independence import support
from reportedly.issuer import in_its_own_name
from reportedly.match import Questions, Related, links
from reportedly.model import Claim, Document, Extraction, SourceType
from reportedly.relation import order_of_links, tellings
from reportedly.ruling import Rulings, Tellings, confirmed, joins
from reportedly.source import Sources
from reportedly.vague import Profile, profiles

__all__ = ["Folds"]


class Folds:
    """What many readings say when they are laid side by side.

    One reading a document: adding another replaces it. `decided` is what people decided (`Ledger.decided`).
    """

    def __init__(self, extractions: Iterable[Extraction] = (), decided: Decided | None = None) -> None:
        self._decided = decided or Decided()
        self._who_is_who = Sources(self._decided.judgements, self._decided.regards)
        self._set_in: dict[str, tuple[str, Place | None]] = {}
        self._is_set = True
        self._questions = Questions()
        self._ancestry = Ancestry()
        self._ancestry.mark(self._decided.descents)
        self._rulings = Rulings(self._decided.rulings)
        self._readings: dict[str, Extraction] = {}
        self._typed: dict[str, dict[At, SourceType]] = {}
        self._documents: dict[str, Document] = {}
        self._claims: dict[str, Claim] = {}
        self._of_document: dict[str, tuple[str, ...]] = {}
        self._found: tuple[Question, ...] | None = None
        self._names: dict[str, str] | None = None
        self._reliable: dict[str, str | None] | None = None
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
        self._readings[document.id] = light
        self._of_document[document.id] = tuple(claim.id for claim in light.claims)
        self._set_in.pop(document.id, None)
        self._lay(light)

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        del self._documents[document], self._readings[document]
        self._typed.pop(document, None)
        for claim in self._of_document.pop(document):
            self._claims.pop(claim, None)
        if document in self._set_in:
            del self._set_in[document]
            self._who_is_who.remove(document)
        for fold in (self._questions, self._ancestry):
            fold.remove(document)
        self._is_set = False
        self._forget()

    def _lay(self, reading: Extraction) -> None:
        """Bring a reading to the folds that go by what the sources in it are."""
        self._claims.update((claim.id, claim) for claim in reading.claims)
        for fold in (self._questions, self._ancestry):
            fold.add(reading)
        self._is_set = False
        self._forget()

    @property
    def _sources(self) -> Sources:
        """Who is who, where the reports that describe them are set: "the army" of one scene is one."""
        if not self._is_set:
            self._is_set = True
            for document, scene in self._questions.scenes().items():
                if self._set_in.get(document) != scene:
                    self._who_is_who.add(self._readings[document], *scene)
                    self._set_in[document] = scene
        return self._who_is_who

    def _type(self) -> None:
        """Let the hops in chains be what people say that their sources are, in the readings for which that has changed."""
        wanted: dict[str, dict[At, SourceType]] = defaultdict(dict)
        if self._decided.regards:
            for (claim, hop), kind in self._sources.typed().items():
                wanted[self._claims[claim].document][claim, hop] = kind
        for document in wanted.keys() | self._typed.keys():
            types = wanted.get(document, {})
            if types != self._typed.get(document, {}):
                self._lay(_typed(self._readings[document], types))
        self._typed = dict(wanted)

    def _forget(self) -> None:
        """Let go of what was found before something changed."""
        self._found = self._names = self._reliable = self._related = self._asked = self._giving = None
        self._supports.clear()

    def judge(self, decided: Decided) -> set[str]:
        """Let this stand in place of what people decided before; the ids of the sources whose identity is judged otherwise.

        The documents that mention them must be added again.
        """
        self._forget()
        self._decided = decided
        self._rulings = Rulings(decided.rulings)
        self._ancestry.mark(decided.descents)
        self._who_is_who.regard(decided.regards)
        return self._who_is_who.judge(decided.judgements)

    @property
    def rulings(self) -> Rulings:
        """What people say of how claims stand to one another."""
        return self._rulings

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
            self._type()
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

        A claim counts as said by whoever stands behind it: the outlet that passes a figure on takes no side of its own. What
        people refuse is not among them. What they confirm is, with their name, also where the program finds nothing or another
        relation, which it then stands in place of: in the questions that both claims answer, else in those of either.
        """
        found, told = self._links(question)
        kept, said = self._rulings.over(found, told)
        for ruling in self.ruled(question):
            if ruling not in said and self._is_shown_at(question, ruling):
                kept = [link for link in kept if link.by or not joins(ruling, link, told)]
                kept.append(self._link(question, ruling))
        return tuple(sorted(kept, key=order_of_links))

    def ruled(self, question: Question) -> tuple[Ruling, ...]:
        """What people say of how claims that answer `question` stand to others, the refused relations too."""
        return self._rulings.of(answer.claim for answer in question.answers)

    def _links(self, question: Question) -> tuple[tuple[Link, ...], Tellings]:
        """The links that the program finds, and which claims tell what they join."""
        spoken = [self._spoken(one) for one in (question, *self.related(question))]
        return links(spoken[0], spoken[1:]), {at: told for one in spoken for at, told in tellings(one).items()}

    def _is_shown_at(self, question: Question, ruling: Ruling) -> bool:
        """Whether a relation that the program does not find at a question is confirmed there."""
        if not ruling.holds or ruling.relation is None or not {ruling.left, ruling.right} <= self._claims.keys():
            return False
        left, right = ({one.id: one for one in self._asked_by(claim)} for claim in (ruling.left, ruling.right))
        if left.keys() & right.keys() and question.id not in left.keys() & right.keys():
            return False
        # Of two claims that answer several questions it is meant where the program finds it.
        others = [one for id, one in (left | right).items() if id != question.id]
        return not any(ruling in self._rulings.on(link, told) for found, told in map(self._links, others) for link in found)

    def _link(self, question: Question, ruling: Ruling) -> Link:
        """The link that a person draws at a question."""
        left, right = self._figure_of(ruling.left, question), self._figure_of(ruling.right, question)
        return Link(
            left=ruling.left,
            right=ruling.right,
            relation=cast(Relation, ruling.relation),
            score=None,
            reasons=(confirmed(ruling),),
            question=question.id,
            left_figure=left,
            right_figure=right,
            by=ruling.by,
        )

    def _figure_of(self, claim: str, question: Question) -> str | None:
        """The one figure with which a claim answers a question, or, where it does not, any; `None` where that is not one."""
        asked = self._asked_by(claim)
        here = [one for one in asked if one.id == question.id] or asked
        figures = {answer.quantity for one in here for answer in one.answers if answer.claim == claim}
        return figures.pop() if len(figures) == 1 else None

    def answer(self, claim: str) -> Answer:
        """What a claim says as a whole, whichever questions it answers. Raises KeyError when there is none of that id."""
        found = self._claims[claim]
        return Answer(
            claim=claim,
            document=found.document,
            party=self._party(found),
            outlet=self.report(found.document),
            stance=found.stance,
            polarity=found.polarity,
            basis=found.basis,
            hedge=found.hedge,
            words=found.passage,
        )

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
        return drifts(question, behind, self._claims, self._documents, behind.steps, self._rulings.one_statement)

    def assess(self, question: Question, as_of: date | None = None) -> Assessment:
        """What stands about `question` by what was said up to and on `as_of`."""
        return assess(
            question,
            self.support(question),
            name=self.party_name,
            claims=self._claims,
            profiles={name: Profile.load(name).read for name in profiles()},
            as_of=as_of,
            at_odds=self._rulings.at_odds,
        )

    def related(self, question: Question) -> tuple[Question, ...]:
        """The questions that hold `question` or that it holds: killed within casualties."""
        if self._related is None:
            self._related = Related(self.questions)
        return self._related.of(question)

    @property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Documents that cite one another in a ring, each ring once."""
        self._type()
        return self._ancestry.circles()

    def report(self, document: str) -> str:
        """What a report is called: its outlet, else its file or site. Raises KeyError when there is none."""
        return self._documents[document].report_name

    def read(self) -> tuple[dict[str, Claim], dict[str, Document]]:
        """All claims and all documents by their ids, as they are now: copies that later changes leave as they are."""
        return dict(self._claims), dict(self._documents)

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

    def reliability(self, source: str | None) -> str | None:
        """How far people say that the source of that id can be relied on, and who says so; `None` where nobody does."""
        if self._reliable is None:
            self._reliable = {one.id: one.reliability for one in self.sources if one.regards}
        return self._reliable.get(source) if source else None

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


def _typed(reading: Extraction, types: Mapping[At, SourceType]) -> Extraction:
    """The reading with the hops that a person gave another type."""
    claims = tuple(
        replace(
            claim,
            chain=tuple(replace(hop, type=types.get((claim.id, i), hop.type)) for i, hop in enumerate(claim.chain)),
        )
        for claim in reading.claims
    )
    return replace(reading, claims=claims)
