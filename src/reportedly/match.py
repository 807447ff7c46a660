"""Which claims answer the same question, and how the answers stand to one another.

A figure answers the question of who is counted, the outcome, the place and the period, as far as its claim gives them. What a
claim leaves out is taken from its own document where that gives one candidate, and then from the questions that all
documents give, again where there is exactly one that its document also speaks of; a question that stays open in this way is
kept apart. Because only what is known decides and never what came first, order of arrival changes nothing. A reading that
comes or goes has the figures of its outcomes keyed anew; questions with the same figures as before are kept as they are.

A statement without a figure answers a yes/no proposition; `proposition` tells which are one.

Precision goes before recall. What this gets wrong: totals of two wars over one population and place are one question; one
event told with two days or two towns is two; a single town's toll said "in Kharkiv" and its province's stay apart; paraphrases of
a proposition that only the matter joins are missed; "casualties" are taken for the killed and the wounded, as most retellings do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from reportedly.comparison import Answer, Question
from reportedly.facet import (
    Figure,
    Period,
    Place,
    around,
    day_in_words,
    days_in_words,
    fits,
    full_name,
    holds,
    is_single,
    names_nobody,
    of_things,
    period_of,
    short_name,
)
from reportedly.interval import Interval, numbers_of, telling_numbers
from reportedly.model import Claim, Extraction, make_id
from reportedly.population import EVERYONE, Population
from reportedly.proposition import Propositions, of_the_speaker
from reportedly.reading import Reading, read
from reportedly.relation import Related, links, order_of, relate
from reportedly.scene import beginnings
from reportedly.shared_scene import NO_SCENE, Scenes, may_be_where, placed, shared_scenes

__all__ = ["Questions", "Related", "links", "relate"]

#: Says which source a claim originates with, by the id of the source; `None` for what the outlet says itself.
PartyOf = Callable[[Claim], str | None]

_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)
_DAY = timedelta(days=1)
#: A name is of one region when so large a part of the reports that have it are.
_MOST = 0.8


class _Key(NamedTuple):
    """Who is counted and where; where no text tells, the place that the documents report on, or the one document alone."""

    who: Population
    where: Place | None
    reported: Place | None = None
    document: str = ""


class _When(NamedTuple):
    """The period of a question: what stands for it in the id, and its words."""

    key: str
    text: str


class _Group(NamedTuple):
    """A question with the figures that answer it."""

    id: str
    text: str
    who: Population
    outcome: str
    where: Place | None
    figures: tuple[Figure, ...]


#: The party that a figure originates with, and the outlet that gives it.
_Teller = tuple[str | None, str]


class _Made(NamedTuple):
    """A question as it was made before, from what, and where it stands among others."""

    group: _Group
    tellers: tuple[_Teller, ...]
    question: Question
    order: tuple[int, str, str]


def _place_of(question: Question) -> tuple[int, str, str]:
    """Those that most documents answer come first."""
    return -len({answer.document for answer in question.answers}), question.text, question.id


class Questions:
    """Which claims answer the same question. Incremental; order of arrival never changes the result."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._figures: dict[str, dict[str, list[Figure]]] = defaultdict(dict)
        self._propositions = Propositions()
        self._scenes = Scenes()
        self._set_in: dict[str, str] = {}
        self._scenes_of: dict[str, dict[str, str]] = {}
        self._settled: dict[str, dict[str, _Group]] = {}
        self._parts: dict[str, dict[_Key, _Part]] = {}
        self._made: dict[str, _Made] = {}

    def add(self, extraction: Extraction) -> None:
        """Take in one reading, in place of an earlier one of the same document."""
        document = extraction.document.id
        if document in self._readings:
            self.remove(document)
        reading = self._readings[document] = read(extraction)
        self._scenes.add(document, reading)
        for figure in reading.figures:
            self._figures[figure.outcome].setdefault(document, []).append(figure)
            self._settled.pop(figure.outcome, None)

    def remove(self, document: str) -> None:
        """Take a document away. Raises KeyError when it is not there."""
        reading = self._readings.pop(document)
        self._scenes.remove(document)
        for figure in reading.figures:
            self._figures[figure.outcome].pop(document, None)
            self._settled.pop(figure.outcome, None)
        if document in self._set_in:
            self._take_away(reading, self._set_in.pop(document))

    def questions(self, party_of: PartyOf) -> tuple[Question, ...]:
        """All questions: those of figures, and the propositions that at least two claims speak to.

        Those that most documents answer come first.
        """
        made: dict[str, _Made] = {}
        for outcome in self._figures:
            for id, group in self._settle(outcome).items():
                tellers = self._tellers(group, party_of)
                before = self._made.get(id)
                if before is None or before.tellers != tellers or before.group != group:
                    question = self._question(group, tellers)
                    before = _Made(group, tellers, question, _place_of(question))
                made[id] = before
        self._made = made
        found = [(one.order, one.question) for one in made.values()]
        told = self._told()
        found += [(_place_of(one), one) for one in (self._proposition(id, told[id], party_of) for id in told)]
        return tuple(question for _, question in sorted(found, key=lambda one: one[0]))

    def question(self, id: str, party_of: PartyOf) -> Question:
        """The question with this id. Raises KeyError when it is not there."""
        for outcome in self._figures:
            if group := self._settle(outcome).get(id):
                return self._question(group, self._tellers(group, party_of))
        return self._proposition(id, self._told()[id], party_of)

    def scenes(self) -> Mapping[str, tuple[str, Place | None]]:
        """Each document with what stands for its scene, "" where it has none, and the region that most reports of it are set
        in."""
        return self._scenes.with_regions()

    def _told(self) -> Mapping[str, list[tuple[Claim, date | None]]]:
        """The claims that speak to each proposition, each laid beside those of its scene as it is now."""
        for document, scene in self._scenes.of_documents().items():
            reading, before = self._readings[document], self._set_in.get(document)
            if scene == before:
                continue
            if before is not None:
                self._take_away(reading, before)
            for statement, claim, said in reading.statements:
                self._propositions.add(statement._replace(scene=scene), claim, said)
            self._set_in[document] = scene
        return self._propositions.found()

    def _take_away(self, reading: Reading, scene: str) -> None:
        for statement, claim, _ in reading.statements:
            self._propositions.remove(statement._replace(scene=scene), claim)

    def _settle(self, outcome: str) -> dict[str, _Group]:
        all_scenes = self._scenes.of_documents()
        scenes = {document: all_scenes[document] for document in self._figures[outcome]}
        if outcome not in self._settled or scenes != self._scenes_of[outcome]:
            self._scenes_of[outcome] = scenes
            fold = _Outcome(outcome, self._figures[outcome], self._readings, scenes, self._parts.get(outcome, {}))
            self._settled[outcome] = {group.id: group for group in fold.groups()}
            self._parts[outcome] = fold.parts
        return self._settled[outcome]

    def _tellers(self, group: _Group, party_of: PartyOf) -> tuple[_Teller, ...]:
        return tuple((party_of(f.claim), self._readings[f.document].outlet) for f in group.figures)

    def _question(self, group: _Group, tellers: Sequence[_Teller]) -> Question:
        answers = (_answer(f, outlet, party) for f, (party, outlet) in zip(group.figures, tellers, strict=True))
        return Question(
            id=group.id,
            kind="figure",
            text=group.text,
            population=str(group.who) or None,
            outcome=group.outcome or None,
            place=full_name(group.where),
            answers=tuple(sorted(answers, key=order_of)),
        )

    def _proposition(self, id: str, statements: Sequence[tuple[Claim, date | None]], party_of: PartyOf) -> Question:
        return Question(
            id=id,
            kind="proposition",
            text=min((_unclear(claim), len(text), text) for claim, _ in statements if (text := _in_words(claim)))[2],
            population=None,
            outcome=None,
            place=None,
            answers=tuple(
                sorted(
                    (
                        _statement(claim, said, self._readings[claim.document].outlet, party_of(claim))
                        for claim, said in statements
                    ),
                    key=order_of,
                )
            ),
        )


def _answer(figure: Figure, outlet: str, party: str | None) -> Answer:
    claim, q = figure.claim, figure.quantity
    return Answer(
        claim=claim.id,
        document=claim.document,
        party=party,
        outlet=outlet,
        stance=claim.stance,
        polarity=claim.polarity,
        basis=claim.basis,
        hedge=claim.hedge,
        words=q.span.text if q else claim.passage,
        quantity=q.id if q else None,
        interval=Interval.of(q) if q else None,
        vague=q.vague if q else None,
        scope=("total" if figure.period.running else q.scope) if q else None,
        said=figure.said,
        earliest=figure.period.start,
        latest=figure.period.end,
        whole=figure.whole,
    )


def _in_words(claim: Claim) -> str:
    """The passage of a claim; where it speaks of "it" or "he", who that is stands before it."""
    passage = claim.passage.strip(" ,.;:“”\"'")
    return f"{claim.origin.name}: {passage}" if claim.origin and of_the_speaker(passage) else passage


def _unclear(claim: Claim) -> int:
    """How little the words of a claim tell what is asked: none at all where it says, in a clause with a subject of its own, that
    something is so; most where it only denies "any involvement"."""
    whole = claim.predication is not None and not of_the_speaker(claim.passage)
    return (0 if whole else 2) + (0 if claim.stance == "asserts" and claim.polarity == "+" else 1)


def _statement(claim: Claim, said: date | None, outlet: str, party: str | None) -> Answer:
    period = period_of(claim, None, "")
    return Answer(
        claim=claim.id,
        document=claim.document,
        party=party,
        outlet=outlet,
        stance=claim.stance,
        polarity=claim.polarity,
        basis=claim.basis,
        hedge=claim.hedge,
        words=claim.passage,
        said=said,
        earliest=period.start,
        latest=period.end,
    )


# --- which figures answer one question ---------------------------------------------------------------------------------

#: Who and where, before it is known which of the others is meant.
_Pair = tuple[Population, Place | None]

#: The first and last day that a figure is for, or what stands for days of which nobody can tell which they are; `None` for
#: running totals and for what gives no day.
_Days = tuple[date, date]
_Window = _Days | str | None


class _Part(NamedTuple):
    """The figures of one population and place, each with its window; what they are by period, and as questions."""

    told: list[tuple[Figure, _Window]]
    periods: Mapping[_When, list[Figure]]
    groups: dict[_When, _Group]


class _Outcome:
    """The figures of one outcome, brought to questions by who is counted, where and when.

    `scenes`: what stands for the scene of each document. `before`: the parts of an earlier time, which are kept as they are where
    they have the same figures; `parts` those of now.
    """

    def __init__(
        self,
        outcome: str,
        figures: Mapping[str, Sequence[Figure]],
        readings: Mapping[str, Reading],
        scenes: Mapping[str, str],
        before: Mapping[_Key, _Part],
    ) -> None:
        self.outcome = outcome
        self.before = before
        self.parts: dict[_Key, _Part] = {}
        self.figures = [f for document in sorted(figures) for f in figures[document] if f.quantity]
        self.spoken = [f for document in sorted(figures) for f in figures[document] if not f.quantity]
        self.readings = readings
        self.windows = _windows(f.period for f in self.figures)
        said = (day for f in self.figures for day in (f.said, f.period.start, f.period.end) if day)
        self.days = {(day.month, day.day) for day in said}
        undated = [f for f in self.figures if f.quantity and f.said and not f.period.dated]
        self.said = {(number, f.said, f.who.country) for f in undated if f.quantity for number in numbers_of(f.quantity)}
        self.scenes = shared_scenes(self.figures, readings, scenes)
        self.figures = [self.at_home(f) for f in self.figures]

    def groups(self) -> Iterator[_Group]:
        """The questions, in no particular order."""
        members: dict[_Key, list[Figure]] = defaultdict(list)
        for key, figure in self.keyed():
            members[key].append(figure)
        for key, figures in members.items():
            told = [(figure, self.window(figure)) for figure in figures]
            before = self.before.get(key)
            self.parts[key] = before if before and before.told == told else _Part(told, self.by_period(key, figures), {})
        spoken: dict[tuple[_Key, _When], list[Figure]] = defaultdict(list)
        for key, period, figure in self.meant(members):
            spoken[key, period].append(figure)
        for key, part in self.parts.items():
            for period, found in part.periods.items():
                figures = [*found, *spoken[key, period]] if (key, period) in spoken else found
                group = part.groups.get(period)
                if group is None or list(group.figures) != figures:
                    group = part.groups[period] = self.group(key, period, figures)
                yield group

    def group(self, key: _Key, period: _When, figures: list[Figure]) -> _Group:
        """One question in words."""
        text = f"{key.who} {self.outcome}".strip() if str(key.who) else f"people {self.outcome}"
        if key.who.implies(self.outcome):
            text = str(key.who)
        if of_things(self.outcome) and not str(key.who):
            text = self.outcome
        text += f", {short_name(key.where)}" if key.where else ""
        text += f" (reports on {short_name(key.reported)})" if key.reported else " (one report)" if key.document else ""
        text += f", {period.text}" if period.text else ""
        where = (key.where or (), key.reported or (), key.document, period.key)
        return _Group(
            id=make_id("figure", self.outcome, key.who.country, key.who.head, key.who.modifiers, *where),
            text=text,
            who=key.who,
            outcome=self.outcome,
            where=key.where,
            figures=tuple(figures),
        )

    # --- who and where -----------------------------------------------------------------------------------------------

    def keyed(self) -> Iterator[tuple[_Key, Figure]]:
        """Each figure with who and where its question is; those that leave something open are brought to the others."""
        by_window: dict[_Window, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            by_window[None if self.is_of_the_event(figure) else self.window(figure)].append(figure)
        # What gives no day comes last: it may be of a place that only figures with a day name.
        at: dict[str, set[_Key]] = defaultdict(set)
        for window in sorted(by_window, key=lambda window: (window is None, str(window))):
            yield from self.keyed_of(by_window[window], at if window is None else defaultdict(set), at)

    def at_home(self, f: Figure) -> Figure:
        """The figure without the country of those counted, where one thing has happened in that country and none of another are
        counted in it: the soldiers of a garrison are "soldiers", "servicemen" and "Turkmen soldiers"."""
        scene = self.scenes.get(f.document, NO_SCENE)
        if f.own is not None and f.who.country in scene.parted:
            f = f._replace(who=f.own)  # other reports count these as a part of all
        if not f.who.country or scene.day is None or scene.region is None or scene.region[0] != f.who.country:
            return f
        return f._replace(who=replace(f.who, country="")) if scene.countries == {f.who.country} else f

    def is_of_the_event(self, f: Figure) -> bool:
        """Whether it gives the day of which its scene speaks most, or a week of that day or just before it."""
        day, period = self.scenes.get(f.document, NO_SCENE).day, f.period
        if day is None or not period.dated or period.start is None or period.end is None or f.who.country:
            return False
        if period.end - period.start < 2 * _DAY:
            return period.start <= day <= period.end
        return period.end - period.start <= _WEEK and period.start - 3 * _DAY <= day <= period.end + 3 * _DAY

    def window(self, figure: Figure) -> _Window:
        """The days of a figure, or those of the window that stands for them."""
        if self.is_of_the_event(figure) and (day := self.scenes[figure.document].day) is not None:
            return day, day
        period = figure.period
        if period.dated and period.start and period.end:
            # "Gave 1,100 killed on 23 December": the day on which others let that figure be said is no day of an event.
            numbers = numbers_of(figure.quantity) if figure.quantity and period.start == period.end else ()
            if any((number, period.start, figure.who.country) in self.said for number in numbers):
                return None
            return self.windows[period.start, period.end]
        if period.lost and period.lacks_year not in self.days:
            return f"{period.lost} in {figure.document}"
        return "one of them" if figure.who.country and is_single(figure) else None

    def keyed_of(
        self, figures: list[Figure], at: dict[str, set[_Key]], everywhere: dict[str, set[_Key]]
    ) -> Iterator[tuple[_Key, Figure]]:
        """The same for the figures of one window. `at`: questions by the names of their places; those found are added to both."""
        firm = [f for f in figures if f.who.country and not f.alone]
        above = _above_total if self.window(figures[0]) is None else _above_firm
        affiliated = _resolved({(f.who, f.where) for f in firm}, above)
        of_country: dict[tuple[str, str], set[_Key]] = defaultdict(set)
        by_name: dict[str, set[_Key]] = defaultdict(set)
        for key in set(affiliated.values()):
            of_country[key.who.country, key.who.head].add(key)
            of_country[key.who.country, ""].add(key)
            if key.where:
                by_name[short_name(key.where)].add(key)
        loose: list[Figure] = []
        for f in figures:
            if f.alone:
                yield _Key(f.who, f.where, None, f.document), f
            elif f.who.country:
                yield _witnessed(f, by_name) or affiliated[f.who, f.where], f
            elif (only := self.affiliated(f, of_country)) is not None:
                yield only, f
            else:
                loose.append(f)
        set_in = [f._replace(where=self.scene(f)) for f in loose]
        said_so = [f for f in set_in if self.scenes.get(f.document, NO_SCENE).day is None]
        stated = {(f.who, f.where) for f in loose if f.where}
        resolved = _resolved(
            {(f.who, f.where) for f in set_in if f.where},
            _above_loose(set_in, said_so, of_things(self.outcome), stated, {scene.main for scene in self.scenes.values()}),
        )
        for key in set(resolved.values()):
            if key.where:
                at[short_name(key.where)].add(key)
                everywhere[short_name(key.where)].add(key)
        unplaced = [f for f in set_in if not f.where]
        others = bool(affiliated or resolved or any(self.readings[f.document].places for f in unplaced))
        for f, here in zip(loose, set_in, strict=True):
            yield (resolved[here.who, here.where] if here.where else self.near(f, at) or self.unplaced(f, others)), f

    def scene(self, f: Figure) -> Place | None:
        """The place of a figure: what it states, unless no gazetteer has it, else the only one that others of its scene give its
        number for, else where most of them are.

        A report that names places must name the one where most are; else it is the region that the scene is set in.
        """
        main, usual, region, counted, *_ = self.scenes.get(f.document, NO_SCENE)
        if (stated := placed(f.where, usual)) is not None:
            # What sank "off Madagascar" sank where the others say; a village of no gazetteer lies in the country of its report.
            inside = main is not None and (holds(stated, main) or (not main[0] and main[2] in self.readings[f.document].names))
            return main if stated[0] and not stated[1] and inside else stated
        if f.where is None and f.quantity is not None:
            places = {place for number in telling_numbers(f.quantity) for place in counted.get(number, ())}
            if len(places) == 1:
                return places.pop()
        return main if main is not None and may_be_where(f, main, self.readings) else f.where or region

    def affiliated(self, f: Figure, of_country: Mapping[tuple[str, str], set[_Key]]) -> _Key | None:
        """The only population of a country that a figure which names none can be about; its document speaks of that country.

        Where people of two countries are counted in a scene, a figure that names nobody can be of either.
        """
        several = len(self.scenes.get(f.document, NO_SCENE).countries) > 1
        if not f.who.head and (several or not names_nobody(f)):
            return None
        reading = self.readings[f.document]
        found: _Key | None = None
        # Where some are counted as a part of all, all are not they.
        for country in reading.countries - self.scenes.get(f.document, NO_SCENE).parted:
            for key in of_country.get((country, f.who.head), ()):
                if key.who in f.apart or not fits(f.who, key.who) or not _may_be_at(f.where, key.where, reading):
                    continue
                if found is not None:
                    return None
                found = key
        return found

    def near(self, f: Figure, at: Mapping[str, set[_Key]]) -> _Key | None:
        """The only question at a place that the document of a figure names, if the figure can be about it."""
        found: _Key | None = None
        for name in self.readings[f.document].names & at.keys():
            for key in at[name]:
                if key.who in f.apart or not (key.who == f.who or (names_nobody(f) and fits(f.who, key.who))):
                    continue
                if found is not None:
                    return None
                found = key
        return found

    def unplaced(self, f: Figure, others: bool) -> _Key:
        """What stands for the place of a figure that names none: what its document reports on most, else the document itself."""
        places = self.readings[f.document].places
        if places:
            return _Key(f.who, None, places[0])
        return _Key(f.who, None, None, f.document if others else "")

    # --- when --------------------------------------------------------------------------------------------------------

    def main_days(self, figures: Sequence[Figure]) -> set[date]:
        """The days of which the scenes of these figures speak most."""
        return {day for f in figures if (day := self.scenes.get(f.document, NO_SCENE).day) is not None}

    def by_period(self, key: _Key, figures: list[Figure]) -> dict[_When, list[Figure]]:
        """Figures of one population and place by period: days and weeks, and what runs on or gives no day."""
        found: dict[_When, list[Figure]] = defaultdict(list)
        rest: list[Figure] = []
        lost: list[Figure] = []
        singles: list[Figure] = []
        windows: dict[_Days, _When] = {}
        for f in figures:
            window = self.window(f)
            if window is None:
                rest.append(f)
            elif not isinstance(window, str):
                windows.setdefault(window, _When(f"{window[0]}..{window[1]}", days_in_words(*window)))
                found[windows[window]].append(f)
            elif f.period.lost:
                lost.append(f)
            else:
                singles.append(f)
        windows = _of_one_event(key.who, windows, found)
        if only := _whole_event(key.who, windows, found, rest, self.main_days(rest)):
            found[windows[only]] += rest
            rest = []
        running: list[Figure] = []
        for f in rest:
            if home := _home_of(f, {windows[w]: found[windows[w]] for w in windows}):
                found[home].append(f)
                continue
            days = [w for w in windows if f.said and w[1] - w[0] < 3 * _DAY and w[0] <= f.said + _DAY and f.said <= w[0] + _WEEK]
            incident = f.quantity is not None and f.quantity.scope == "incident" and not f.period.running
            if incident and len(days) == 1:
                found[windows[days[0]]].append(f)
            elif incident and key.who.country:
                found[_When(f"incident in {f.document}", "one incident")].append(f)
            else:
                running.append(f)
        found.update(_bursts(singles, _WEEK, "one of them"))
        found.update(_bursts(running, None if key.who.country else _MONTH, ""))
        for f, home in [(f, _home_of(f, found)) for f in lost]:
            found[home or _When(str(self.window(f)), "one incident")].append(f)
        return found

    def meant(self, members: Mapping[_Key, list[Figure]]) -> Iterator[tuple[_Key, _When, Figure]]:
        """Denials and silences without a figure, each with who, where and when of the one question that it can be about."""
        if not self.spoken:
            return
        in_document: dict[str, set[_Key]] = defaultdict(set)
        of_country: dict[str, set[_Key]] = defaultdict(set)
        for key, figures in members.items():
            of_country[key.who.country].add(key)
            for f in figures:
                in_document[f.document].add(key)
        for f in self.spoken:
            countries = [f.who.country] if f.who.country else sorted(self.readings[f.document].countries)
            near = {key for key in in_document[f.document] if not f.who.country or key.who.country == f.who.country}
            far = {key for country in countries for key in of_country.get(country, ())} if len(near) != 1 else near
            for keys in (near, far):
                if len(keys) == 1:
                    key = next(iter(keys))
                    periods = self.parts[key].periods
                    running = [when for when in periods if not when.key or len(periods) == 1]
                    if running:
                        yield key, running[0], f
                    break


def _resolved(
    pairs: set[_Pair],
    above: Callable[[_Pair], Iterable[_Pair]],
) -> dict[_Pair, _Key]:
    """Each pair with the one that it is brought to: the only narrower one that there is, or itself.

    `above` gives the pairs that are wider than one, by what it says itself, so that the work grows with the number of pairs.
    """
    below: dict[_Pair, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        for wide in above(pair):
            if wide in pairs and wide != pair:
                below[wide].append(pair)
    found: dict[_Pair, _Key] = {}

    def resolve(pair: _Pair) -> _Key:
        if pair not in found:
            narrow = {resolve(other) for other in below[pair]} if pair in below else set()
            found[pair] = narrow.pop() if len(narrow) == 1 else _Key(*pair)
        return found[pair]

    for pair in pairs:
        resolve(pair)
    return found


def _witnessed(f: Figure, by_name: Mapping[str, set[_Key]]) -> _Key | None:
    """The only question about such people in the place that an unnamed witness is called after: "a nurse near Moscow"."""
    names = f.witness & by_name.keys() if f.where is None else ()
    found = {key for name in names for key in by_name[name] if f.who == key.who or f.who in key.who.wider}
    return found.pop() if len(found) == 1 else None


def _above_firm(pair: _Pair) -> Iterator[_Pair]:
    who, where = pair
    places = [where, *(around(where) if where else ()), None]
    subgroup = Population(head=who.head).part
    whos = [who, *(w for w in who.wider if w.country and w.modifiers == who.modifiers and (w.head == who.head or not subgroup))]
    yield from ((w, place) for w in whos for place in places)


def _above_total(pair: _Pair) -> Iterator[_Pair]:
    """The same for running totals: one that names no village is not of the one village that is named."""
    where = pair[1]
    village = where is not None and where[2] and not where[1].startswith(where[2])
    return (wide for wide in _above_firm(pair) if not village or wide[1] == where)


def _above_loose(
    figures: list[Figure], said_so: list[Figure], things: bool, stated: Set[_Pair], mains: Set[Place | None]
) -> Callable[[_Pair], Iterator[_Pair]]:
    """The same for those who have no country: a toll that names nobody is of the only class of people counted in its place.

    Never of a class that one claim counts beside it, and never where figures among `said_so`, those of no one event, say
    "people" in so many words. A region that only its report gives it is the place of its scene, one of `mains`, if that is a
    town there; a region in so many words, one of the pairs `stated`, is not. Of `things`, buildings are the only buildings that
    are told more of: storage buildings.
    """
    apart: dict[_Pair, set[Population]] = defaultdict(set)
    for f in figures:
        apart[f.who, f.where].update(f.apart)
    explicit = {(f.who, f.where) for f in said_so if f.who.general and not names_nobody(f)}

    def above(pair: _Pair) -> Iterator[_Pair]:
        who, where = pair
        if where is None:
            return
        for wide in around(where) if where in mains or not who.general else ():
            if wide[1] and not (who.general and (who, wide) in stated) and (where in mains or (who, wide) in stated):
                yield who, wide
        if who.general:
            return
        if things and who.modifiers and who.head:
            yield replace(who, modifiers=()), where
        everyone = (EVERYONE, where)
        if not who.part and who not in apart[everyone] and everyone not in explicit:
            yield everyone

    return above


def _may_be_at(stated: Place | None, place: Place | None, reading: Reading) -> bool:
    """Whether a figure with this stated place, in this document, may be about another place."""
    if place is None:
        return True
    if stated is not None:
        return holds(stated, place) or holds(place, stated)
    return place[0] in reading.countries or short_name(place) in reading.names


def _windows(periods: Iterable[Period]) -> dict[tuple[date | None, date | None], _Days]:
    """The days of each dated period, and for weeks and longer of the first that begins and ends within a day of it.

    "The past week" of one statement begins a day later in the report that is a day younger.
    """
    found: dict[tuple[date | None, date | None], _Days] = {}
    firsts: list[_Days] = []
    for start, end in sorted({(p.start, p.end) for p in periods if p.dated and p.start and p.end}):
        window = (start, end)
        if end - start >= 5 * _DAY:
            for first in reversed(firsts):
                if first[0] < start - _DAY:
                    break
                if abs(first[1] - end) <= _DAY:
                    window = first
                    break
            else:
                first = window
            if window == (start, end):
                firsts.append(window)
        found[start, end] = window
    return found


def _of_one_event(who: Population, windows: dict[_Days, _When], found: dict[_When, list[Figure]]) -> dict[_Days, _When]:
    """The windows, after figures of a day have been brought to the day before where one number is given for both.

    "On Saturday night" and "on Sunday" are one event then. Never for those of a country, as above.
    """
    if who.country:
        return windows
    kept: dict[_Days, _When] = {}
    for days in sorted(windows):
        before = next((one for one in reversed(kept) if days[0] - one[0] <= _DAY and days[1] - one[1] <= _DAY), None)
        own = found[windows[days]]
        if before and any(_one_number(f, g) for f in own for g in found[kept[before]]):
            found[kept[before]] += found.pop(windows[days])
        else:
            kept[days] = windows[days]
    return kept


def _home_of(f: Figure, found: Mapping[_When, Sequence[Figure]]) -> _When | None:
    """The only period for which others give the same figure, when it is one that nobody arrives at by himself."""
    q = f.quantity
    if q is None or not telling_numbers(q):
        return None
    homes = [when for when, figures in found.items() if any(_one_number(f, g) for g in figures)]
    return homes[0] if len(homes) == 1 else None


def _one_number(one: Figure, other: Figure) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    return Interval.of(one.quantity).has_number_of(Interval.of(other.quantity))


def _whole_event(
    who: Population,
    windows: Mapping[_Days, _When],
    found: Mapping[_When, Sequence[Figure]],
    rest: Sequence[Figure],
    main: set[date],
) -> _Days | None:
    """The days of the one event that a toll without a day is of: no toll of it was given before them or long after.

    There is one event where all that gives days gives those, or one of several is that of which the reports of the scene speak
    most, `main`. A week is the week of an event where it was not over when it was spoken of: "this week". Never for those of a
    country, of whom there is a running toll in a war.
    """
    among = (
        list(windows)
        if len(windows) == 1
        else [w for w in windows if w[1] - w[0] < 3 * _DAY and len(main) == 1 and main & set(w)]
    )
    if len(among) != 1 or who.country:
        return None
    start, end = among[0]
    near = all(f.said is None or start - _DAY <= f.said <= start + _MONTH for f in rest)
    current = all(f.said is not None and start <= f.said <= end for f in found[windows[among[0]]])
    return among[0] if near and end - start < (_WEEK if current else 3 * _DAY) else None


def _bursts(figures: list[Figure], gap: timedelta | None, name: str) -> dict[_When, list[Figure]]:
    """Figures that give no day, parted where nobody spoke of them for longer than `gap`."""
    found: dict[_When, list[Figure]] = defaultdict(list)
    firsts = beginnings((f.said for f in figures if f.said), gap)
    for f in figures:
        if len(firsts) <= 1:
            when = _When(name, name)
        elif f.said is None:
            when = _When(f"{name} in {f.document}", "no day")
        else:
            first = firsts[bisect_right(firsts, f.said) - 1]
            when = _When(f"{name} from {first}", f"from {day_in_words(first)}")
        found[when].append(f)
    return found
