"""Who is who across documents: one identity for every source that claims come from or through.

Every hop of every chain is a mention. `designation` gives it a key from its own document alone; mentions with one key are one
as far as any document can tell. `kinship` joins keys that only several documents together show to be one, block by block.
What persons decided stands above both: from the latest decision back, what they joined is joined and what they held apart
stays apart, and the program joins only what does not bring together two that were held apart. What they hold a source to be
(its type, its grade) is laid over it, and says nothing of who it is.

A source's id is that of one of its keys, and the ids of its other keys are in `absorbed`. So a decision about an id holds
whatever else arrives. Sources are a function of the set of documents and decisions: a new document re-folds the blocks it
touches, and the result is what all documents at once would have given.

Precision goes before recall. Unnamed sources are never joined across documents, only proposed where one body passed them on;
a short name that two could bear stands for neither, not even for itself in another document. What this gets wrong: see
`designation` and `kinship`; and namesakes whose keys are the same cannot be told apart, not even by a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from reportedly.comparison import At, Judgement, Regard, Source, Verdict
from reportedly.designation import Designation, Key, designate
from reportedly.kinship import SCENE, SEASON, Block, Edge, Finding, Pair, blocks_of, fold, land_of
from reportedly.model import Document, Extraction, Hop, SourceType, Span, make_id, words_of
from reportedly.scene import NOWHERE, Scene, scene_of
from reportedly.spelling import plain
from reportedly.state import code_of, name_of, states, type_of

__all__ = ["Sources", "identify", "judge", "plain"]

_T = TypeVar("_T")
_Named = Literal["named", "by role", "anonymous"]

#: Who gives the program's own judgements.
PROGRAM = "reportedly"

#: Unnamed sources that one body passed on further apart than so many days are not proposed as one.
_SAME_MATTER = 30

#: Of an ambiguous name in more documents than this, nothing is proposed: nobody could choose.
_MANY = 20

#: Pairs of names with which more are spoken of than those who are of one matter.
_EVERYWHERE = 1000

#: Which kind of key lends a source its id and country, best first.
_RANKS = ("government", "body", "person", "acronym", "office", "described", "local", "unnamed", "unknown")


@dataclass(frozen=True, slots=True)
class _Mention:
    at: At
    key: Key
    designation: Designation
    type: SourceType
    named: _Named
    country: str | None
    relays: tuple[Key, ...]
    voice: Key | None = None
    silent: bool = False


@dataclass(slots=True)
class _Atom:
    """All mentions with one key, counted, so that one document can be taken out again."""

    key: Key
    id: str
    mentions: list[At] = field(default_factory=list)
    documents: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    types: Counter[SourceType] = field(default_factory=Counter)
    named: Counter[_Named] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    offices: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    relays: Counter[Key] = field(default_factory=Counter)
    scenes: Counter[tuple[str, int]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, int]] = field(default_factory=Counter)
    epithets: Counter[str] = field(default_factory=Counter)
    voices: Counter[Key] = field(default_factory=Counter)
    blocks: frozenset[Block] = frozenset()

    def count(self, mention: _Mention, document: str, day: int | None, by: int) -> None:
        """Count a mention in (`by` 1) or out (-1)."""
        designation = mention.designation
        _bump(self.documents, document, by)
        _bump(self.said, designation.said, by)
        _bump(self.names, designation.name if designation.naming else None, by)
        _bump(self.types, mention.type if mention.type != "unspecified" else None, by)
        _bump(self.named, mention.named, by)
        _bump(self.countries, mention.country, by)
        _bump(self.acronyms, designation.acronym, by)
        for epithet in designation.epithets:
            _bump(self.epithets, epithet, by)
        _bump(self.voices, mention.voice, by)
        if designation.office and day is not None and mention.key[0] == "person":
            _bump(self.offices, (*designation.office, day), by)
        for relay in mention.relays:
            _bump(self.relays, relay, by)

    def scene(self, places: frozenset[str], pairs: frozenset[str], day: int | None, by: int) -> None:
        """Count in or out where and when its document is set, for who is known by what is there: a body of which every region
        has one, the mayor."""
        if day is not None and self.key[0] in ("local", "body", "person"):
            for place in places:
                _bump(self.scenes, (place, day // SEASON), by)
            for pair in pairs:
                _bump(self.pairs, (pair, day // SEASON), by)


@dataclass(frozen=True, slots=True)
class _Document:
    day: int | None
    mentions: list[_Mention]
    places: frozenset[str]
    pairs: frozenset[str]


class Sources:
    """Who is who across documents. Incremental; order of arrival never changes the result.

    `judgements`: those of persons, that is with the number of a decision; others are passed over. `regards`: what persons hold
    sources to be. Both may name sources that no document has brought yet.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), regards: Iterable[Regard] = ()) -> None:
        self._verdicts = _by_end(judgements)
        self._regards = _by_source(regards)
        self._documents: dict[str, _Document] = {}
        self._atoms: dict[Key, _Atom] = {}
        self._keys: dict[str, Key] = {}
        self._at: dict[At, tuple[Key, str]] = {}
        self._blocks: dict[Block, set[Key]] = defaultdict(set)
        self._findings: dict[Block, Finding] = {}
        self._near: dict[Key, dict[Key, set[Block]]] = defaultdict(dict)
        self._ambiguous: dict[Key, set[Block]] = defaultdict(set)
        # What came of it: the source of each key, or of each document's mentions of an ambiguous one, and what each holds.
        self._cluster: dict[Key, str] = {}
        self._pieces: dict[Key, dict[str, str]] = {}
        self._made_of: dict[str, tuple[tuple[Key, ...], str | None]] = {}
        self._built: dict[str, Source] = {}
        self._places: dict[str, str] = {}
        self._order: list[tuple[str, str]] = []
        self._proposals: tuple[Judgement, ...] | None = None
        # What has changed since the last folding: blocks, keys whose company may change, keys with other mentions, sources.
        self._stale: set[Block] = set()
        self._moved: set[Key] = set()
        self._dirty: dict[Key, set[str]] = defaultdict(set)
        self._unbuilt: set[str] = set()

    def add(self, extraction: Extraction, shared: str = "", region: tuple[str, str, str] | None = None) -> None:
        """Take in the mentions of one reading, in place of an earlier one of the same document.

        `shared`: what stands for the scene that it shares with other reports, `region`: that in which most of these are set.
        """
        document = extraction.document
        if document.id in self._documents:
            self.remove(document.id)
        hops = [(claim.id, i, hop) for claim in extraction.claims for i, hop in enumerate(claim.chain)]
        scene = scene_of(extraction)
        if region is not None:
            scene = replace(scene, region=region[:2])
        self._lay(document, hops, replace(scene, names=scene.names | {f"{SCENE}{shared}"}) if shared else scene)

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        gone = self._documents.pop(document)
        for mention in gone.mentions:
            atom = self._atoms[mention.key]
            atom.count(mention, document, gone.day, -1)
            atom.scene(gone.places, gone.pairs, gone.day, -1)
            if not mention.silent:
                del atom.mentions[bisect_left(atom.mentions, mention.at)]
                self._at.pop(mention.at, None)
        self._note({mention.key for mention in gone.mentions}, document)

    def judge(self, judgements: Iterable[Judgement]) -> set[str]:
        """Let these judgements of persons stand in place of those before; the ids of the sources judged otherwise.

        Where one is what a single document says of an ambiguous name, that document must be added again.
        """
        before, after = self._verdicts, _by_end(judgements)
        ends = {end for end in before.keys() | after.keys() if before.get(end) != after.get(end)}
        keys = {key for end in ends if (key := self._keys.get(end))}
        company = self._reach(keys, offices=False)
        self._verdicts = after
        for key in company | self._reach(keys, offices=False):
            self._stale |= {block for block in self._atoms[key].blocks if block[0] == "office"}
        self._moved |= keys
        for key in keys:
            self._dirty[key] |= set()
        self._proposals = None
        return ends

    def regard(self, regards: Iterable[Regard]) -> None:
        """Let these words of persons on what sources are stand in place of those before."""
        before, self._regards = self._regards, _by_source(regards)
        changed = {id for id in before.keys() | self._regards.keys() if before.get(id) != self._regards.get(id)}
        self._unbuilt |= {one for id in changed if (one := self._now(id))}

    def typed(self) -> dict[At, SourceType]:
        """The mentions of sources to which persons gave a type, with that type."""
        self._refresh()
        self._build()
        found = {self._built[one] for id in self._regards if (one := self._now(id))}
        return {at: source.type for source in found if any(r.kind == "type" for r in source.regards) for at in source.mentions}

    def _now(self, id: str) -> str | None:
        """The source that has this id, or has absorbed it; `None` where none does."""
        if id in self._made_of:
            return id
        key = self._keys.get(id)
        return self._cluster.get(key) if key else None

    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order of their plain names, then ids."""
        self._refresh()
        self._build()
        return tuple([self._built[one] for _, one in self._order])

    def of(self, claim: str, hop: int) -> str:
        """The id of the source that is mentioned there. Raises KeyError when there is no such mention."""
        self._refresh()
        key, document = self._at[claim, hop]
        return self._pieces[key][document] if key in self._pieces else self._cluster[key]

    def voice(self, claim: str, hop: int) -> str:
        """The id of the source for which whoever is mentioned there speaks: of a spokesman, the one body; else of himself.

        Raises KeyError when there is no such mention.
        """
        own = self.of(claim, hop)
        key, document = self._at[claim, hop]
        if key[0] not in ("person", "unnamed", "office"):
            return own
        keys = self._made_of[own][0]
        bodies = {voice for one in keys for voice in self._atoms[one].voices}
        if self._made_of[own][1] is not None:
            bodies = {m.voice for m in self._documents[document].mentions if m.key == key and m.voice}
        found = {self._cluster[body] for body in bodies if body in self._cluster}
        return found.pop() if len(found) == 1 else own

    def parts(self, source: str) -> tuple[Source, ...]:
        """What a source would be without the joining: one for each of its keys. A person's "different" is about these.

        Raises KeyError when there is none of that id.
        """
        self._refresh()
        keys, document = self._made_of[source]
        return (self._source(source),) if document else tuple(_as_source(self._atoms[k].id, [self._atoms[k]]) for k in keys)

    def settled(self, source: str) -> bool:
        """Whether a source is known by more than what one document calls it: by a name, an office, a country's body.

        Raises KeyError when there is none of that id.
        """
        self._refresh()
        keys, _ = self._made_of[source]
        return any(
            key[0] not in ("unnamed", "unknown", "described", "local") and not (key[0] == "body" and len(key) > 4) for key in keys
        )

    def proposals(self) -> tuple[Judgement, ...]:
        """The program's own verdicts that stand: what it joined, and what it would ask a person."""
        self._refresh()
        self._build()
        if self._proposals is None:
            found: dict[tuple[str, str], Judgement] = {}
            for judgement in chain(self._from_findings(), self._from_relays()):
                pair = (judgement.left, judgement.right)
                if pair not in found or _weight(judgement) > _weight(found[pair]):
                    found[pair] = judgement
            self._proposals = tuple(found[pair] for pair in sorted(found))
        return self._proposals

    # --- mentions

    def _lay(
        self,
        document: Document,
        hops: list[tuple[str, int, Hop]],
        scene: Scene = NOWHERE,
    ) -> None:
        places, pairs = scene.marks, scene.pairs
        day = scene.day.toordinal() if scene.day else None
        found = designate(document, hops, scene)
        keys = {(claim, i): self._own(d.key, document.id) for (claim, i, _), d in zip(hops, found, strict=True)}
        later: dict[str, list[tuple[int, Hop]]] = defaultdict(list)
        for claim, i, hop in hops:
            later[claim].append((i, hop))
        mentions = []
        for (claim, i, hop), designation in zip(hops, found, strict=True):
            key = keys[claim, i]
            relays: tuple[Key, ...] = ()
            if key[0] == "unnamed":
                relays = tuple(keys[claim, j] for j, other in later[claim] if j > i and not other.joint)
                relays = tuple(k for k in relays if k[0] in ("government", "body", "acronym"))
            voice = None
            if designation.voice:
                # Whoever speaks for a body makes it known, though nothing is said of itself.
                voice = self._own(designation.voice.key, document.id)
                mentions.append(_Mention((claim, i), voice, designation.voice, "unspecified", "by role", None, (), silent=True))
            mentions.append(_Mention((claim, i), key, designation, hop.type, hop.named, code_of(hop.country), relays, voice))
        self._documents[document.id] = _Document(day, mentions, places, pairs)
        for mention in mentions:
            atom = self._atoms.get(mention.key)
            if atom is None:
                atom = self._atoms[mention.key] = _Atom(mention.key, make_id("source", *mention.key))
                self._keys[atom.id] = mention.key
                self._moved.add(mention.key)
            atom.count(mention, document.id, day, 1)
            atom.scene(places, pairs, day, 1)
            if not mention.silent:
                insort(atom.mentions, mention.at)
                self._at[mention.at] = (mention.key, document.id)
        self._note({mention.key for mention in mentions}, document.id)

    def _own(self, key: Key, document: str) -> Key:
        """The key, tied to its document when a person judged what only this document calls so."""
        own = (*key, document)
        return own if self._verdicts and make_id("source", *own) in self._verdicts else key

    def _note(self, keys: set[Key], document: str) -> None:
        """Note what must be looked at again since mentions with these keys came or went."""
        for key in keys:
            atom = self._atoms[key]
            self._dirty[key].add(document)
            blocks: frozenset[Block] = frozenset()
            if atom.documents:
                # Two names tell little of whoever is spoken of with very many.
                pairs = atom.pairs.keys() if len(atom.pairs) <= _EVERYWHERE else ()
                held, scenes, beside = atom.offices.keys(), atom.scenes.keys(), atom.epithets.keys()
                blocks = frozenset(blocks_of(key, atom.acronyms.keys(), atom.types.keys(), held, scenes, beside, pairs))
            else:
                del self._atoms[key], self._keys[atom.id]
                self._moved.add(key)
            for block in atom.blocks - blocks:
                self._blocks[block].discard(key)
            for block in blocks - atom.blocks:
                self._blocks[block].add(key)
            self._stale |= atom.blocks ^ blocks
            if atom.offices:
                # Of an office the days count on which it is held, not only the season.
                self._stale |= {block for block in blocks if block[0] == "office"}
            atom.blocks = blocks

    # --- folding

    def _refresh(self) -> None:
        if not self._dirty:
            return
        self._proposals = None
        changed: set[Key] = set()
        for block in sorted(block for block in self._stale if block[0] != "office"):
            changed |= self._fold(block)
        offices = {block for block in self._stale if block[0] == "office"}
        for key in self._reach(changed, offices=False):
            offices |= {block for block in self._atoms[key].blocks if block[0] == "office"}
        person_of: dict[Key, Key] = {}
        for block in sorted(offices):
            changed |= self._fold(block, person_of)
        self._cluster_again(self._moved | changed)
        for key, documents in self._dirty.items():
            if key in self._pieces:
                for document in documents:
                    self._piece(key, document)
            elif key in self._cluster:
                self._unbuilt.add(self._cluster[key])
        self._stale, self._moved, self._dirty = set(), set(), defaultdict(set)

    def _fold(self, block: Block, person_of: dict[Key, Key] | None = None) -> set[Key]:
        """Fold one block anew; the keys for which something came out differently.

        `person_of` keeps, from one block of an office to the next, which keys of persons are one by all other blocks.
        """
        keys = self._blocks.get(block, set())
        if not keys:
            self._blocks.pop(block, None)
        holders: dict[Key, set[int]] = {}
        if block[0] == "office":
            for key in keys:
                if key[0] == "person":
                    near = range((int(block[3]) - 1) * SEASON, (int(block[3]) + 2) * SEASON)
                    held = self._atoms[key].offices
                    holders[key] = {day for code, office, day in held if (code, office) == block[1:3] and day in near}
        person_of = {} if person_of is None else person_of
        for holder in holders:
            if holder not in person_of:
                person_of.update(dict.fromkeys(self._reach([holder], offices=False), holder))
        old = self._findings.pop(block, None) or Finding()
        new = fold(block, keys, {person: (days, person_of[person]) for person, days in holders.items()})
        if new.edges or new.ambiguous:
            self._findings[block] = new
        changed = old.ambiguous ^ new.ambiguous
        for key in changed:
            self._ambiguous[key] ^= {block}
            if not self._ambiguous[key]:
                del self._ambiguous[key]
        for pair in old.edges.keys() | new.edges.keys():
            before, after = old.edges.get(pair), new.edges.get(pair)
            if before == after:
                continue
            for one, other in (pair, pair[::-1]):
                if after and after.verdict == "same":
                    self._near[one].setdefault(other, set()).add(block)
                elif before and before.verdict == "same":
                    self._near[one][other].discard(block)
                    if not self._near[one][other]:
                        del self._near[one][other]
            changed |= set(pair)
        return changed

    def _reach(self, keys: Iterable[Key], *, offices: bool = True) -> set[Key]:
        """All keys that are joined with these, directly or through others."""
        stack = [key for key in keys if key in self._atoms]
        seen = set(stack)
        while stack:
            for other in self._joined(stack.pop(), offices):
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        return seen

    def _joined(self, key: Key, offices: bool) -> Iterator[Key]:
        if not self._scattered(key):
            for other, blocks in self._near.get(key, {}).items():
                if not self._scattered(other) and (offices or any(block[0] != "office" for block in blocks)):
                    yield other
        one = self._atoms[key].id
        for judgement in self._verdicts.get(one, ()):
            judged = self._keys.get(judgement.right if judgement.left == one else judgement.left)
            if judgement.verdict == "same" and judged is not None:
                yield judged

    def _scattered(self, key: Key) -> bool:
        """Whether each document's mentions of it are a source of their own; never when a person judged it as a whole."""
        return key in self._ambiguous and key in self._atoms and self._atoms[key].id not in self._verdicts

    def _cluster_again(self, keys: set[Key]) -> None:
        """Find anew the company of these keys, and of all that were with them."""
        affected = set(keys)
        for one in {self._cluster[key] for key in keys if key in self._cluster}:
            affected.update(self._made_of[one][0])
        companies: list[set[Key]] = []
        seen: set[Key] = set()
        for key in affected & self._atoms.keys():
            if key not in seen:
                companies.append(self._reach([key]))
                seen |= companies[-1]
        for key in affected | seen:
            self._release(key)
        for company in companies:
            for group in self._partition(company):
                self._settle(group)

    def _release(self, key: Key) -> None:
        """Forget the sources that a key was part of."""
        if key in self._cluster:
            self._drop(self._cluster.pop(key))
        for one in self._pieces.pop(key, {}).values():
            self._drop(one)

    def _settle(self, group: list[Key]) -> None:
        """Let these keys be one source, or an ambiguous one be a source a document."""
        if len(group) == 1 and self._scattered(group[0]):
            self._pieces[group[0]] = {}
            for document in self._atoms[group[0]].documents:
                self._piece(group[0], document)
            return
        group.sort(key=_rank)
        one = self._atoms[group[0]].id
        self._made_of[one] = (tuple(group), None)
        self._unbuilt.add(one)
        for key in group:
            self._cluster[key] = one

    def _piece(self, key: Key, document: str) -> None:
        """What one document says of an ambiguous key: a source of its own, as long as the document is there."""
        one = make_id("source", *key, document)
        if key in self._atoms and document in self._atoms[key].documents:
            self._pieces[key][document] = one
            self._made_of[one] = ((key,), document)
            self._unbuilt.add(one)
        elif self._pieces[key].pop(document, None):
            self._drop(one)

    def _drop(self, one: str) -> None:
        self._made_of.pop(one, None)
        self._unbuilt.discard(one)
        if self._built.pop(one, None):
            del self._order[bisect_left(self._order, (self._places.pop(one), one))]

    def _partition(self, company: set[Key]) -> list[list[Key]]:
        """The keys that are joined, divided where persons held some apart, or where they are bodies of two countries.

        Persons' verdicts from the latest back: each holds unless a later one says otherwise. Then the program's, the firmest
        first; those of one score that would together bring two held apart into one are all passed over, since nothing tells
        which of the two is meant.
        """
        verdicts = {
            judgement
            for key in company
            for judgement in self._verdicts.get(self._atoms[key].id, ())
            if self._keys.get(judgement.left) in company and self._keys.get(judgement.right) in company
        }
        lands = {key: land for key in company if (land := land_of(key))}
        if len(set(lands.values())) < 2 and not any(judgement.verdict == "different" for judgement in verdicts):
            return [list(company)]
        groups = _Groups(company, lands)
        for judgement in sorted(verdicts, key=lambda j: (-(j.decision or 0), j.left, j.right, j.verdict)):
            pair = (self._keys[judgement.left], self._keys[judgement.right])
            if judgement.verdict == "same":
                groups.join([pair], across_lands=True)
            elif judgement.verdict == "different":
                groups.hold_apart(*pair)
        by_score: dict[float, list[Pair]] = defaultdict(list)
        for key in company:
            for other, blocks in self._near.get(key, {}).items():
                if key < other and not self._scattered(key) and not self._scattered(other):
                    by_score[max(self._findings[block].edges[key, other].score for block in blocks)].append((key, other))
        for score in sorted(by_score, reverse=True):
            groups.join([pair for pair in by_score[score] if lands.get(pair[0]) == lands.get(pair[1])])
            groups.join(_of_one_land(by_score[score], lands))
        return groups.all()

    # --- sources

    def _build(self) -> None:
        """Make the sources that have changed, and put them in their places."""
        many = len(self._unbuilt) > 200
        for one in self._unbuilt:
            source = self._built[one] = self._source(one)
            old, new = self._places.get(one), plain(source.name)
            self._places[one] = new
            if old != new and not many:
                if old is not None:
                    del self._order[bisect_left(self._order, (old, one))]
                insort(self._order, (new, one))
        if many:
            self._order = sorted((place, one) for one, place in self._places.items())
        self._unbuilt = set()

    def _source(self, one: str) -> Source:
        keys, document = self._made_of[one]
        if document is None:
            return self._regarded(_as_source(one, [self._atoms[key] for key in keys]))
        part = _Atom(keys[0], one)
        held = self._documents[document]
        for mention in held.mentions:
            if mention.key == keys[0]:
                if not mention.silent:
                    insort(part.mentions, mention.at)
                part.count(mention, document, held.day, 1)
        return self._regarded(_as_source(one, [part]))

    def _regarded(self, source: Source) -> Source:
        """The source as persons regard it: of all that was said of it and of what it absorbed the last word of each kind."""
        said = [regard for id in (source.id, *source.absorbed) for regard in self._regards.get(id, ())]
        last = {regard.kind: regard for regard in sorted(said, key=lambda regard: regard.decision)}
        kind = cast(SourceType, last["type"].value) if "type" in last else source.type
        return replace(source, type=kind, regards=tuple(last[word] for word in sorted(last))) if last else source

    # --- proposals

    def _from_findings(self) -> Iterator[Judgement]:
        refused = set()
        for judgement in set(chain.from_iterable(self._verdicts.values())):
            left, right = self._keys.get(judgement.left), self._keys.get(judgement.right)
            if judgement.verdict == "different" and left in self._cluster and right in self._cluster:
                refused.add(frozenset((self._cluster[left], self._cluster[right])))
        for finding in self._findings.values():
            for (a, b), edge in finding.edges.items():
                if edge.verdict == "same":
                    if a in self._cluster and self._cluster[a] == self._cluster.get(b):
                        yield _proposal(self._atoms[a].id, self._atoms[b].id, edge)
                    continue
                for one in self._ids(a):
                    for other in self._ids(b):
                        if one != other and frozenset((one, other)) not in refused:
                            yield _proposal(one, other, edge)

    def _ids(self, key: Key) -> Iterable[str]:
        """The sources that a key is part of; none when they are too many to choose from."""
        pieces = self._pieces.get(key)
        if pieces is None:
            return (self._cluster[key],)
        return pieces.values() if len(pieces) <= _MANY else ()

    def _from_relays(self) -> Iterator[Judgement]:
        """Unnamed sources of one description that one body passed on within a month: each with the one told before it."""
        told: dict[tuple[str, str], list[tuple[int, str, _Atom]]] = defaultdict(list)
        for key, atom in self._atoms.items():
            if key[0] == "unnamed" and atom.relays and (head := _head(key[1])):
                day = self._documents[key[2]].day
                for relay in {self._cluster[r] for r in atom.relays if r in self._cluster}:
                    told[head, relay].append((-1 if day is None else day, atom.id, atom))
        for (head, relay), line in told.items():
            line.sort(key=lambda entry: entry[:2])
            for i, (day, _, atom) in enumerate(line):
                for before, _, other in reversed(line[max(0, i - 5) : i]):
                    left, right = self._cluster[atom.key], self._cluster[other.key]
                    dated = before >= 0
                    if left == right or other.key[2] == atom.key[2] or not _countries_meet(atom, other):
                        continue
                    if dated and day - before > _SAME_MATTER:
                        break
                    reasons = [f"each is described as {head!r}", f"both were passed on by {self._built[relay].name}"]
                    reasons += [f"published {day - before} days apart"] if dated else []
                    yield Judgement(
                        left=min(left, right),
                        right=max(left, right),
                        verdict="undecided",
                        score=0.5,
                        reasons=tuple(reasons),
                        by=PROGRAM,
                    )
                    break


def _of_one_land(pairs: Iterable[Pair], lands: Mapping[Key, str]) -> list[Pair]:
    """The pairs of a body whose country is told and one whose country is not, where only one country is near that one."""
    mixed = [sorted(pair, key=lambda key: key in lands) for pair in pairs if (pair[0] in lands) != (pair[1] in lands)]
    near: dict[Key, set[str]] = defaultdict(set)
    for open_, told in mixed:
        near[open_].add(lands[told])
    return [(open_, told) for open_, told in mixed if len(near[open_]) == 1]


class _Groups:
    """Keys in groups that grow, some of which must not meet (union-find with constraints)."""

    def __init__(self, keys: Iterable[Key], lands: Mapping[Key, str] = MappingProxyType({})) -> None:
        self._parent = {key: key for key in keys}
        self._apart: list[Pair] = []
        #: Of what stands for a group: the countries whose its bodies are.
        self._lands: dict[Key, frozenset[str]] = {key: frozenset((land,)) for key, land in lands.items()}

    def find(self, key: Key) -> Key:
        """What stands for the group of a key."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def hold_apart(self, left: Key, right: Key) -> None:
        """Keep two apart from now on, unless they are together already."""
        if self.find(left) != self.find(right):
            self._apart.append((left, right))

    def join(self, pairs: Iterable[Pair], *, across_lands: bool = False) -> None:
        """Join the pairs, except those that together would bring two that are held apart, or of two countries, into one group."""
        between = [(self.find(left), self.find(right)) for left, right in pairs]
        trial = _Groups(chain.from_iterable(between))
        for left, right in between:
            trial._unite(left, right)
        apart = [(self.find(left), self.find(right)) for left, right in self._apart]
        within = [pair for pair in apart if set(pair) <= trial._parent.keys()]
        barred = {trial.find(left) for left, right in within if trial.find(left) == trial.find(right)}
        of_lands: dict[Key, set[frozenset[str]]] = defaultdict(set)
        for one in () if across_lands else {*chain.from_iterable(between)} & self._lands.keys():
            of_lands[trial.find(one)].add(self._lands[one])
        barred |= {one for one, lands in of_lands.items() if frozenset().union(*lands) not in lands}
        for left, right in between:
            if trial.find(left) not in barred:
                self._unite(left, right)

    def all(self) -> list[list[Key]]:
        """The groups."""
        groups: dict[Key, list[Key]] = defaultdict(list)
        for key in self._parent:
            groups[self.find(key)].append(key)
        return list(groups.values())

    def _unite(self, left: Key, right: Key) -> None:
        low, high = sorted((self.find(left), self.find(right)))
        self._parent[high] = low
        if low != high and high in self._lands:
            self._lands[low] = self._lands.get(low, frozenset()) | self._lands.pop(high)


def identify(
    extractions: Iterable[Extraction], judgements: Iterable[Judgement] = (), regards: Iterable[Regard] = ()
) -> tuple[Source, ...]:
    """The sources of all chains of all claims, in the order of their names, whatever the order of `extractions`."""
    sources = Sources(judgements, regards)
    for extraction in extractions:
        sources.add(extraction)
    return sources.sources()


def judge(left: Source, right: Source) -> Judgement:
    """Whether two sources are one, by what the two alone say, with a score from 0 to 1 and reasons in words.

    "same" when the program would join them if a ledger held nothing else; "different" when type, country or names conflict;
    else "undecided". An office and its holder cannot be judged here, for a source has no date.
    """
    low, high = sorted((left, right), key=lambda source: source.id)

    def judged(verdict: Verdict, score: float, reason: str) -> Judgement:
        return Judgement(left=low.id, right=high.id, verdict=verdict, score=score, reasons=(reason,), by=PROGRAM)

    if low.id == high.id or low.id in high.absorbed or high.id in low.absorbed:
        return judged("same", 1.0, "they are one source")
    both = Sources()
    ours, theirs = (_standing(both, source) for source in (low, high))
    both._refresh()
    if common := {key for key in ours & theirs if not both._scattered(key)}:
        return judged("same", 0.97, f"both are {min(common)[-1]!r}")
    edges = [
        edge
        for finding in both._findings.values()
        for (a, b), edge in finding.edges.items()
        if (a in ours and b in theirs) or (a in theirs and b in ours)
    ]
    if edges:
        best = max(edges, key=lambda edge: (edge.verdict == "same", edge.score, edge.reason))
        return judged(best.verdict, best.score, best.reason)
    if low.country and high.country and low.country != high.country:
        return judged("different", 0.05, f"of two countries, {low.country} and {high.country}")
    if low.named != "named" or high.named != "named":
        return judged("undecided", 0.3, "no name tells who they are")
    if plain(low.name) == plain(high.name) and low.type == high.type:
        return judged("undecided", 0.4, f"one name, {low.name!r}, that many bear")
    return judged("different", 0.1, f"two names, {low.name!r} and {high.name!r}")


def _standing(fold_of: Sources, source: Source) -> set[Key]:
    """The keys of a source in a fold that has read one document in which all its names stand."""
    names = (source.name, *source.aliases)
    letters = next((f" ({name})" for name in names if name.isupper() and " " not in name), "")
    hops = []
    for i, name in enumerate(names):
        full = name if name.isupper() else name + letters
        mention = None if source.unknown else Span(0, len(full), full)
        hop = Hop(name=full, type=source.type, country=source.country, named=source.named, mention=mention)
        hops.append((source.id, i, hop))
    text = name_of(source.country) if source.country and source.country in states() else ""
    fold_of._lay(Document(id=source.id, name=source.name, text=text), hops)
    return {mention.key for mention in fold_of._documents[source.id].mentions}


def _by_source(regards: Iterable[Regard]) -> dict[str, set[Regard]]:
    found: dict[str, set[Regard]] = defaultdict(set)
    for regard in regards:
        found[regard.source].add(regard)
    return dict(found)


def _by_end(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """The judgements of persons by each source that they are about."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.decision is not None:
            for end in {judgement.left, judgement.right}:
                found[end].append(judgement)
    return found


def _bump(counter: Counter[_T], fact: _T | None, by: int) -> None:
    if fact is not None:
        counter[fact] += by
        if not counter[fact]:
            del counter[fact]


def _sum(counters: Iterable[Counter[_T]]) -> dict[_T, int]:
    total: dict[_T, int] = {}
    for counter in counters:
        for fact, n in counter.items():
            total[fact] = total.get(fact, 0) + n
    return total


def _rank(key: Key) -> tuple[int, bool, Key]:
    """The key that lends a source its id comes first: the most telling kind, with its country, in full."""
    whole = key[0] not in ("person", "body") or (bool(_country(key)) and " " in key[2 if key[0] == "person" else 3])
    return (_RANKS.index(key[0]), not whole, key)


def _as_source(one: str, atoms: list[_Atom]) -> Source:
    """A source from what was counted of its keys, the most telling first."""
    names, said = _sum(atom.names for atom in atoms), _sum(atom.said for atom in atoms)
    types, named = _sum(atom.types for atom in atoms), _sum(atom.named for atom in atoms)
    countries = _sum(atom.countries for atom in atoms)
    order = words_of(SourceType)
    counted = names or said
    name = min(counted, key=lambda n: (-counted[n], -len(n), n))
    kind = min(types, key=lambda t: (-types[t], order.index(t))) if types else "unspecified"
    country = next(filter(None, (_country(atom.key) for atom in atoms)), None)
    country = country or (min(countries, key=lambda c: (-countries[c], c)) if countries else None)
    first = atoms[0].key
    if first[0] == "government":
        name, kind, country = f"government of {name_of(first[1])}", "government", first[1]
    elif first[0] == "body" and (listed_type := type_of(first[2], first[3])):
        kind, country = listed_type, _country(first)
    acronyms = {acronym.upper() for atom in atoms for acronym in atom.acronyms}
    return Source(
        id=one,
        name=name,
        type=kind,
        country=country,
        named="named" if "named" in named else min(named, key=lambda n: (-named[n], n)),
        aliases=tuple(sorted((said.keys() | names.keys() | acronyms) - {name})),
        mentions=tuple(sorted(chain.from_iterable(atom.mentions for atom in atoms))),
        absorbed=tuple(sorted(atom.id for atom in atoms[1:])),
    )


def _country(key: Key) -> str | None:
    """The country that a key tells, if it does."""
    match key[0]:
        case "body" | "acronym":
            code = key[2].strip("-") or None
            return code if code is None or code in states() else code.title()
        case "person" | "described":
            return key[1] or None
        case "office":
            return key[1] if key[1] in states() else None
        case _:
            return None


def _head(words: str) -> str:
    """The head word of a description: "russian nurse near moscow" is a "nurse"."""
    before = re.split(r"\s(?:of|at|in|from|near|on|with|who|that|for|by|inside|outside)\s", words)[0].split()
    return before[-1] if before else ""


def _countries_meet(left: _Atom, right: _Atom) -> bool:
    return not left.countries or not right.countries or not left.countries.keys().isdisjoint(right.countries)


def _proposal(left: str, right: str, edge: Edge) -> Judgement:
    low, high = min(left, right), max(left, right)
    return Judgement(left=low, right=high, verdict=edge.verdict, score=edge.score, reasons=(edge.reason,), by=PROGRAM)


def _weight(judgement: Judgement) -> tuple[bool, float, tuple[str, ...]]:
    return (judgement.verdict == "same", judgement.score or 0.0, judgement.reasons)
