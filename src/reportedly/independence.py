"""On how many independent origins the answers to a question rest.

`support` collapses before it counts: weighting reports by how reliable they look fails once one false report is copied often
(Dong, Berti-Equille and Srivastava, Integrating Conflicting Data: The Role of Source Dependence, 2009). Lines of retelling are
followed back over the edges that `ancestry` finds. The origin of an answer is the source that answers for it. Whoever is
not named is known only through the body that passed it on, or as somebody who spoke to that very outlet; else the lineage is
unknown, and never counts as independent.

What this gets wrong: two unnamed people of one role with one figure, heard by two outlets, count for one; so do two bodies that
reports describe with the same words; two bodies that speak from one briefing count for two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from types import MappingProxyType

from reportedly.comparison import Answer, Lineage, Origin, Question, Step, StepKind, Support, claimant, unnamed
from reportedly.graph import by_child, components, rings
from reportedly.interval import Interval, numbers_of, telling_numbers
from reportedly.issuer import is_body
from reportedly.model import THE_OUTLET, Claim, Document, Hop, make_id
from reportedly.naming import spoken_for
from reportedly.spelling import british, plain
from reportedly.teller import (
    BODIES,
    CREDITS,
    EXPLICIT,
    FAR,
    PERHAPS_OUTLET,
    kinship,
    outlet_name,
    outlet_names,
    role_of,
    speaker_of,
)

__all__ = ["support"]

#: On these grounds an outlet that heard one unnamed person heard somebody who can know.
_HEARD = ("testimony", "eyewitness", "participant")

#: On these grounds an outlet is its own origin.
_OWN_WORK = ("eyewitness", "participant", "records", "analysis")

#: With these verbs an outlet that speaks of itself only passes on what it has from others: "we have learned".
_HEARSAY = re.compile(
    r"(?:learn|hear|understand|understood|believe|think|thought|told|assume|guess|suspect|read|inform)", re.IGNORECASE
)

#: An evening's figure stands in a report that bears the day before.
_NIGHT = timedelta(days=1)

#: By which kind of step a claim without a chain of its own follows its document to another, best first.
_COPIED: tuple[StepKind, ...] = ("reprint", "rewrite", "translation", "credit line", "shared quotation", "shared figure")

#: Steps by which a report says, or its text shows, that it is another's, whoever it names.
_SAID_SO: tuple[StepKind, ...] = ("reprint", "cites")


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the line of one claim starts. `key`: what makes lines one."""

    key: tuple[str, ...]
    source: str | None
    name: str
    lineage: Lineage
    reasons: tuple[str, ...] = ()


def support(
    question: Question,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    steps: Sequence[Step],
    party_of: Callable[[Claim], str | None],
    name_of: Callable[[str], str],
    hop_of: Callable[[Claim, int], str] | None = None,
    settled: Callable[[str], bool] = lambda source: False,
    met_in: Callable[[str], frozenset[str]] = lambda document: frozenset(),
    lent: Mapping[str, str] = MappingProxyType({}),
) -> Support:
    """What stands behind the answers to `question` that assert something.

    `steps`: `Ancestry.steps_of` the documents of the answers. `party_of` gives the id of the source that answers for a claim,
    `name_of` what the source of an id is called, `hop_of` the id of the source at any hop; without it bodies that pass
    something on are told apart by their names. `settled`: whether a source is known by more than one document's description
    of it ("the police"). `met_in`: the ids of the sources that speak in a document. `lent`: for claims that name no source,
    the one that alone gives another of their figures. Raises KeyError when an answer's claim or document is not given.
    """
    asserted = [a for a in question.answers if a.stance == "asserts" and a.polarity == "+"]
    tracer = _Tracer(asserted, claims, documents, steps, party_of, name_of, hop_of, settled, met_in, lent)
    found: dict[tuple[str, ...], list[tuple[str, _Line]]] = defaultdict(list)
    for claim in sorted({a.claim for a in asserted}):
        line = tracer.line(claim)
        found[line.key].append((claim, line))
    origins = []
    for key, lines in found.items():
        line = lines[0][1]
        names = Counter(other.name for _, other in lines)
        origins.append(
            Origin(
                id=make_id("origin", *key),
                source=min((other.source for _, other in lines if other.source), default=None),
                name=min(names, key=lambda name: (-names[name], name)),
                lineage=line.lineage,
                claims=tuple(sorted(claim for claim, _ in lines)),
                documents=tuple(sorted({claims[claim].document for claim, _ in lines})),
                reasons=tuple(sorted({reason for _, other in lines for reason in other.reasons})),
            )
        )
    known = [origin for origin in origins if origin.lineage == "known"]
    behind = {a.document for a in asserted}
    return Support(
        documents=len(behind),
        independent=len(known),
        unknown=len(behind - {document for origin in known for document in origin.documents}),
        origins=tuple(sorted(origins, key=lambda o: (o.lineage != "known", -len(o.documents), o.name, o.id))),
        steps=tuple(sorted(set(steps), key=by_child)),
        circles=tuple(rings(step for step in steps if step.kind in EXPLICIT)),
    )


class _Tracer:
    """Follows the answers to one question back to where they start."""

    def __init__(
        self,
        answers: Sequence[Answer],
        claims: Mapping[str, Claim],
        documents: Mapping[str, Document],
        steps: Sequence[Step],
        party_of: Callable[[Claim], str | None],
        name_of: Callable[[str], str],
        hop_of: Callable[[Claim, int], str] | None,
        settled: Callable[[str], bool],
        met_in: Callable[[str], frozenset[str]],
        lent: Mapping[str, str],
    ) -> None:
        # What stands before whoever answers for a claim is no speaker.
        self._skipped = {a.claim: claimant(claims[a.claim]) if claims[a.claim].chain else 0 for a in answers}
        self._claims = {
            id: replace(claims[id], chain=claims[id].chain[n:]) if n else claims[id] for id, n in self._skipped.items()
        }
        self._documents = documents
        self._parties = {id: party_of(claims[id]) for id in self._claims}
        self._name_of, self._hop_of, self._settled = name_of, hop_of, settled
        self._met_in, self._lent = met_in, lent
        named = (name for claim in self._claims.values() for name in _outlets_of(documents[claim.document]))
        self._outlets = frozenset().union(*map(outlet_names, named))
        self._intervals = {a.claim: a.interval for a in reversed(answers)}
        self._said = {a.claim: a.said for a in reversed(answers)}
        self._answers: dict[str, list[str]] = defaultdict(list)
        for claim in sorted({a.claim for a in answers}):
            self._answers[claims[claim].document].append(claim)
        self._steps: dict[str, list[Step]] = defaultdict(list)
        for step in sorted(steps, key=lambda s: (-2 if s.score is None else -s.score, by_child(s))):
            self._steps[step.child].append(step)
        self._ring = {document: ring for ring in rings(steps) for document in ring}
        said = rings(step for step in steps if step.by)
        self._said_ring = {document: ring for ring in said for document in ring}
        self._lines: dict[str, _Line] = {}
        self._passed_on = self._join_passed_on()
        self._voices: dict[str, dict[tuple[Interval | None, _Line], None]] = defaultdict(dict)
        for id, line in self._passed_on.items():
            self._voices[line.key[1]][self._intervals[id], line] = None
        self._described = self._join_described()
        self._doubles = self._find_doubles()
        self._counts = self._find_counts()

    def line(self, claim: str) -> _Line:
        """Where the line of a claim starts."""
        # Not recursive over long lines of retelling: the claims on the way are put first.
        ahead = [] if claim in self._lines else [claim]
        while ahead:
            here = ahead[-1]
            there, step = self._next(here)
            if there is not None and there not in self._lines:
                ahead.append(there)
                continue
            ahead.pop()
            if there is None or step is None:
                self._lines[here] = self._start(self._claims[here])
                continue
            before = self._lines[there]
            reason = f"{step.kind}: {', '.join(step.reasons)}"
            known = before.reasons if reason in before.reasons else (*before.reasons, reason)
            self._lines[here] = replace(before, reasons=known)
        return self._lines[claim]

    def _next(self, id: str) -> tuple[str | None, Step | None]:
        """The claim that this one has what it says from, in another document, and by which step."""
        claim = self._claims[id]
        for step in self._followed(claim):
            if (there := self._same_answer(id, step.parent)) and (step.kind in _SAID_SO or self._retells(id, there)):
                return there, step
        return None, None

    def _followed(self, claim: Claim) -> list[Step]:
        """The steps by which this claim can come from another document, the surest kind first."""
        steps = [s for s in self._steps[claim.document] if s.parent and not self._in_ring(s)]
        reprints = [s for s in steps if s.kind == "reprint"]
        names = {hop.name for hop in claim.chain}
        cited = [s for s in steps if s.kind == "cites" and s.cited in names]
        if claim.chain and not self._unnamed(claim.id) and not self._is_outlet(claim.chain[0]):
            return []
        if self._relay(claim) is not None or claim.id in self._described:
            return []
        inferred = [s for kind in _COPIED[1:] for s in steps if s.kind == kind]
        return [*reprints, *cited, *inferred]

    def _retells(self, id: str, there: str) -> bool:
        """Whether a claim can be had from another in a report that its own resembles: the same speaker, or the same matter."""
        claim, other = self._claims[id], self._claims[there]
        if claim.chain:
            return bool(other.chain) and speaker_of(claim.chain[0]) == speaker_of(other.chain[0])
        return kinship(claim, other) > 0 or _meet(self._intervals[id], self._intervals[there])

    def _in_ring(self, step: Step) -> bool:
        """Whether it leads nowhere; what a person says leads out of a ring, unless people say that it is one."""
        rings_of = self._said_ring if step.by else self._ring
        return step.parent is not None and step.parent in rings_of.get(step.child, ())

    def _same_answer(self, id: str, document: str | None, depth: int = FAR) -> str | None:
        """The answer of that document that is nearest to this one; when it gives none, of the documents it follows."""
        if document is None or not depth:
            return None
        own = self._intervals[id]

        def distance(other: str) -> tuple[int, float, str]:
            there = self._intervals[other]
            apart = 0 if there == own else 1 if own and there and own.meets(there) else 2
            return apart, -kinship(self._claims[id], self._claims[other]), other

        if there := [c for c in self._answers.get(document, ()) if c != id]:
            return min(there, key=distance)
        for step in self._steps[document]:
            if step.kind in _COPIED and not self._in_ring(step) and (found := self._same_answer(id, step.parent, depth - 1)):
                return found
        return None

    def _start(self, claim: Claim) -> _Line:
        """The line of a claim that no step leads away from."""
        document = self._documents[claim.document]
        outlet = document.report_name
        if not claim.chain:
            if claim.basis in ("eyewitness", "participant"):
                return _Line(("outlet", outlet_name(outlet)), None, f"{outlet}, which was there", "known")
            if (line := self._only_one_with(claim)) is not None:
                return line
            if claim.id in self._lent:
                return self._line_of(self._lent[claim.id], "nobody else gives the figure beside it")
            return self._unknown(claim, f"{outlet}, which does not say how it knows")
        first, party = claim.chain[0], self._parties[claim.id]
        for lines in (self._described, self._passed_on):
            if claim.id in lines:
                return lines[claim.id]
        if first.name == "unknown":
            return self._unknown(claim, f"nobody named, in {outlet}")
        if self._is_outlet(first):
            own = first.name == THE_OUTLET or outlet_name(first.name) in outlet_names(outlet)
            heard = claim.basis == "rumour" or _HEARSAY.match(first.relation or "") is not None
            if party is not None and (claim.basis in _OWN_WORK or (own and not heard)):
                return _Line(("party", party), party, self._name_of(party), "known", ("its own work",))
            return self._unknown(claim, f"{first.name}, which does not say here how it knows")
        if not self._unnamed(claim.id):
            if party is None:
                return self._unknown(claim, first.name)
            return self._voice(claim) or self._line_of(party)
        if self._spoke_to_outlet(claim):
            role = role_of(first.name)
            if claim.id in self._doubles:
                return self._unknown(claim, f"{first.name} in {outlet}, perhaps the same that another outlet heard")
            return _Line(("told", outlet_name(outlet), role), party, f"{first.name} to {outlet}", "known", ("it spoke to them",))
        return self._unknown(claim, f"{first.name}, in {outlet}")

    def _line_of(self, party: str, *reasons: str) -> _Line:
        return _Line(("party", party), party, self._name_of(party), "known", reasons)

    def _voice(self, claim: Claim) -> _Line | None:
        """The line of whoever a body passed on, when what it says itself is the same figure: then it rests on that voice."""
        own = self._intervals[claim.id]
        told = [line for interval, line in self._voices.get(self._body(claim, 0), ()) if _one_figure(interval, own)]
        if not told:
            return None
        line = min(told, key=lambda line: line.key)
        return replace(line, reasons=(*line.reasons, f"{claim.chain[0].name} gives the figure of those whom it passed on"))

    def _body(self, claim: Claim, hop: int) -> str:
        """What stands for the body at a hop."""
        return self._hop_of(claim, hop + self._skipped[claim.id]) if self._hop_of else speaker_of(claim.chain[hop])

    def _unnamed(self, id: str) -> bool:
        """Whether nobody could go and ask whoever a claim begins with, by what all reports tell of the source."""
        party = self._parties[id]
        return unnamed(self._claims[id].chain[0]) and not (party is not None and self._settled(party))

    def _is_described(self, id: str) -> bool:
        """Whether a claim begins with a body or an office that its report describes and nothing else tells."""
        first, party = self._claims[id].chain[0], self._parties[id]
        return first.named == "by role" and not unnamed(first) and party is not None and not self._settled(party)

    def _is_outlet(self, hop: Hop) -> bool:
        """Whether it is an outlet by its type, or one of the reports comes from or credits an outlet of that name."""
        perhaps = hop.type in (*PERHAPS_OUTLET, "person") and hop.named == "named"
        return hop.type == "outlet" or (perhaps and outlet_name(hop.name) in self._outlets)

    def _unknown(self, claim: Claim, name: str) -> _Line:
        """A line whose start no text tells. Those that lead to one cited report, or into one ring, stand together."""
        if ring := self._ring.get(claim.document):
            return _Line(("ring", *ring), None, "reports that cite one another", "unknown", ("circular citation",))
        named = next((hop.name for hop in reversed(claim.chain) if self._is_outlet(hop)), None)
        for step in self._steps[claim.document]:
            follows = step.cited == named if claim.chain else step.kind == "credit line"
            if step.parent is None and step.cited and step.kind in EXPLICIT and follows:
                why = f"{step.kind}: {', '.join(step.reasons)}"
                return _Line(
                    ("cited", outlet_name(step.cited)), None, f"{step.cited}, whose report is not here", "unknown", (why,)
                )
        return _Line(("unknown", claim.document), None, name, "unknown")

    def _relay(self, claim: Claim) -> int | None:
        """The index of the named body that passed on what somebody unnamed said."""
        if not claim.chain or not (self._unnamed(claim.id) or claim.chain[0].name == "unknown"):
            return None
        return next(
            (
                i
                for i, h in enumerate(claim.chain)
                if i and h.type in BODIES and not h.joint and not unnamed(h) and h.name != "unknown" and not self._is_outlet(h)
            ),
            None,
        )

    def _spoke_to_outlet(self, claim: Claim) -> bool:
        """Whether the report itself says that it heard the one person it rests on, whom it does not name.

        It names itself as the one that was told, or the person is one who can know.
        """
        first, *later = claim.chain
        if not self._unnamed(claim.id) or first.name == "unknown":
            return False
        own = outlet_names(self._documents[claim.document].outlet or "")
        return outlet_name(later[0].name) in own if len(later) == 1 else not later and claim.basis in _HEARD

    def _find_doubles(self) -> set[str]:
        """Claims of unnamed people whom an earlier report of another outlet can have heard: one role, figures that can be one.

        They may be others, but nothing shows it.
        """
        heard: dict[str, dict[tuple[str, Interval | None], None]] = defaultdict(dict)
        doubles = set()
        told = [self._claims[id] for ids in self._answers.values() for id in ids if self._claims[id].chain]
        told = [claim for claim in told if claim.id not in self._described and self._spoke_to_outlet(claim)]
        for claim in sorted(told, key=lambda c: (self._documents[c.document].published or date.max, c.document, c.id)):
            document, interval = self._documents[claim.document], self._intervals[claim.id]
            if self._next(claim.id)[0] is not None:
                continue
            outlet, earlier = outlet_name(document.report_name), heard[role_of(claim.chain[0].name)]
            if any(there != outlet and _meet(other, interval) for there, other in earlier):
                doubles.add(claim.id)
            else:
                earlier[outlet, interval] = None
        return doubles

    def _find_counts(self) -> dict[float, dict[_Line, set[date | None]]]:
        """Who gives which number, and on which days, as far as reports name who it is."""
        found: dict[float, dict[_Line, set[date | None]]] = defaultdict(lambda: defaultdict(set))
        for id, claim in self._claims.items():
            party, interval = self._parties[id], self._intervals[id]
            if interval is not None and id in self._lent:
                for number in numbers_of(interval):
                    found[number][self._line_of(self._lent[id])].add(self._said[id])
            if party is None or interval is None or self._is_outlet(claim.chain[0]) or claim.chain[0].name == "unknown":
                continue
            if id in self._described or not self._unnamed(id):
                for number in numbers_of(interval):
                    found[number][self._described.get(id) or self._line_of(party)].add(self._said[id])
        return found

    def _only_one_with(self, claim: Claim) -> _Line | None:
        """The line of the only one who gives the figure of a claim without a source, when he had given it by then.

        Where others might arrive at the number too, or several give it, he must be the only one who speaks in the report. What
        it gets wrong: an outlet that counted the same for itself and does not say so.
        """
        interval, day = self._intervals[claim.id], self._said[claim.id]
        if interval is None:
            return None
        telling = telling_numbers(interval)
        lines = {}
        for number in telling or numbers_of(interval):
            for line, days in self._counts.get(number, {}).items():
                if day is None or any(said is None or said <= day + _NIGHT for said in days):
                    lines[line.key] = line
        if len(lines) > 1 or not telling:
            met = self._met_in(claim.document)
            lines = {key: line for key, line in lines.items() if line.source in met} if len(lines) < 2 or telling else {}
        if len(lines) != 1:
            return None
        line = next(iter(lines.values()))
        return replace(line, reasons=(*line.reasons, "nobody else gives the figure"))

    def _join_passed_on(self) -> dict[str, _Line]:
        """The lines of what bodies passed on of people they do not name.

        Through one body, one role is one line; and so are two roles whose figures can be one, for one voice is described in
        many ways. A report that gives one figure from such a voice and from such a body ("a nurse says that 220 were brought;
        220, says the service") has the voice through the body. What it gets wrong: two voices that give one figure through one
        body count as one, never the reverse.
        """
        through: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for document in sorted(self._answers):
            for id in self._answers[document]:
                claim = self._claims[id]
                if (i := self._relay(claim)) is not None:
                    through[self._body(claim, i)].append((role_of(claim.chain[0].name), id, claim.chain[i].name))
        passed = {(body, role) for body, told in through.items() for role, _, _ in told}
        for ids in self._answers.values():
            voices = [id for id in ids if self._claims[id].chain and self._unnamed(id) and len(self._claims[id].chain) == 1]
            bodies = [id for id in ids if self._claims[id].chain and not self._unnamed(id)]
            for id, other in product(voices, bodies):
                role, body = role_of(self._claims[id].chain[0].name), self._body(self._claims[other], 0)
                if (body, role) in passed and _one_figure(self._intervals[id], self._intervals[other]):
                    through[body].append((role, id, self._claims[other].chain[0].name))
        lines = {}
        for body, told in through.items():
            roles = sorted({role for role, _, _ in told})
            groups = components(roles, [
                (a, b) for (a, x, _), (b, y, _) in combinations(_spread(told, self._intervals), 2)
                if a != b and _meet(self._intervals[x], self._intervals[y])
            ])  # fmt: skip
            for group in groups:
                for role, id, name in told:
                    if role in group:
                        who = self._claims[id].chain[0].name
                        lines[id] = _Line(
                            ("through", body, group[0]), None, f"{who}, through {name}", "known", (f"passed on by {name}",)
                        )
        return lines

    def _join_described(self) -> dict[str, _Line]:
        """The lines of bodies and offices that a document only describes ("the police", "a ministry spokesman").

        A question is of one event, so there a description is of the one body that bears it in its name, else of the one of
        its kind that says the same on the same day, or has given by then a number that nobody arrives at by himself, else of
        whoever is described so in other reports. What it gets wrong: two
        hospitals in one town.
        """
        names: dict[str, set[str]] = defaultdict(set)
        said: dict[tuple[date | None, str], set[tuple[Interval | None, str]]] = defaultdict(set)
        loose: dict[str, frozenset[str]] = {}
        lines: dict[str, _Line] = {}
        for id, claim in self._claims.items():
            party = self._parties[id]
            if not claim.chain or party is None or claim.chain[0].name == "unknown" or self._is_outlet(claim.chain[0]):
                continue
            first = claim.chain[0]
            speaks = self._hop_of is not None and self._hop_of(claim, self._skipped[id]) != party
            if speaks and self._settled(party):
                lines[id] = self._line_of(party, f"said by {first.name}")
            elif described := spoken_for(first.name) or (first.name if self._is_described(id) else ""):
                loose[id] = _telling(described)
            elif not self._unnamed(id):
                names[party] |= _telling(self._name_of(party)) | _telling(first.name)
                said[self._said[id], first.type].add((self._intervals[id], party))
        for id, words in loose.items():
            first, day = self._claims[id].chain[0], self._said[id]
            fits = {party for party, name in names.items() if words and words <= name}
            if not fits:
                fits = {party for figure, party in said[day, first.type] if _one_figure(figure, self._intervals[id])}
            interval = self._intervals[id]
            if not fits and interval is not None and telling_numbers(interval):
                fits = {
                    party
                    for (when, kind), told in said.items()
                    if kind == first.type and (when is None or day is None or when <= day)
                    for figure, party in told
                    if _one_figure(figure, interval)
                }
            if len(fits) == 1:
                lines[id] = self._line_of(fits.pop(), f"called {first.name}")
        rest = {id: " ".join(sorted(words)) for id, words in loose.items() if id not in lines and words}
        alike = combinations(sorted(set(rest.values())), 2)
        near = [(a, b) for a, b in alike if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())]
        for group in components(sorted(set(rest.values())), near):
            for id in sorted(id for id, phrase in rest.items() if phrase in group):
                lines[id] = _Line(("described", group[0]), None, self._claims[id].chain[0].name, "known")
        return lines


#: Words that do not tell which body a description means.
_IDLE = frozenset((
    "the", "a", "an", "its", "his", "her", "their", "our", "of", "for", "in", "at", "and",
    "local", "senior", "same", "own", "other", "one", "another",
    "county", "regional", "provincial", "national", "federal", "state",
))  # fmt: skip


def _telling(name: str) -> frozenset[str]:
    """The words of a description that tell which body it is."""
    return frozenset(british(word) for word in plain(name).split() if word not in _IDLE)


def _one_figure(a: Interval | None, b: Interval | None) -> bool:
    """Whether two answers give one number, whatever bound they make of it; answers without a figure do."""
    if a is None or b is None:
        return a is b
    return a.has_number_of(b)


def _outlets_of(document: Document) -> Iterator[str]:
    """The outlet of a document, if no body issued it, and those that it credits."""
    if document.outlet and not is_body(document.outlet):
        yield document.outlet
    yield from (credit.name for credit in document.provenance if credit.relation in CREDITS)


def _spread(told: Sequence[tuple[str, str, str]], intervals: Mapping[str, Interval | None]) -> list[tuple[str, str, str]]:
    """One for each role and figure, so that a thousand retellings are not compared two by two."""
    return list({(role, intervals[id]): (role, id, name) for role, id, name in told}.values())


def _meet(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or a.meets(b)
