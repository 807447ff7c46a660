"""The folds together: order and re-reading change nothing, a reading touches only its own, people's verdicts reach everything."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.comparison import Judgement
from reportedly.errors import UsageError
from reportedly.folds import Folds
from reportedly.model import Extraction, Hop, PlaceMention, ProvenanceHop, Span
from tests.builders import claim, document, extraction, hop, quantity, time

VELMAR = PlaceMention(id="1", span=Span(0, 1, "I"), name="Velmar", gazetteer_id="1", country="RO", region="Velmar County")
PAPERS = ("Strelsau Courier", "Zenda Post", "Hentzau Herald")
SPEAKERS: tuple[tuple[Hop, ...], ...] = (
    (),
    (hop("the Interior Ministry", type="government"),),
    (hop("the police", type="government", named="by role"),),
    (hop("Zora Kell, a spokeswoman for the county police", type="person"),),
    (hop("Zora Kell", type="person"),),
    (hop("a nurse", type="person", named="by role", anonymous=True), hop("Harbour Watch", type="ngo")),
    (hop("Harbour Watch", type="ngo"),),
    (hop("a nurse", type="person", named="by role", anonymous=True), hop("Zenda Post", type="outlet", relation="cited")),
    (hop("preliminary data", type="document", named="by role"), hop("President Rudolf Flavia", type="person")),
)
FIGURES = (("40", 40.0, 40.0), ("more than 40", 40.0, None), ("63", 63.0, 63.0), ("dozens", None, None))


def report(
    paper: str,
    day: int | None,
    told: Sequence[tuple[tuple[Hop, ...], int, int | None]],
    *places: PlaceMention,
    credit: bool = False,
) -> Extraction:
    """A report in which each of these speakers gives a figure of people hurt, on a day where one is given."""
    sentences = []
    for k, (_, figure, said) in enumerate(told):
        when = f" on day {said}" if said else ""
        sentences.append(f"In {k} {FIGURES[figure][0]} people were hurt{when}.")
    text = f"{paper} {day}. " + " ".join(sentences)
    of = document(
        text, name=paper, outlet=paper, published=date(2024, 5, day) if day else None,
        provenance=(ProvenanceHop(relation="agency", name="Strelsau Courier"),) if credit else (),
    )  # fmt: skip
    claims = []
    for k, (chain, figure, said) in enumerate(told):
        words, low, high = FIGURES[figure]
        passage = sentences[k].removesuffix(".")
        start = text.index(passage)
        vague = words if low is None and high is None else None
        q = quantity(of, words, low, high, outcome="wounded", counted="people", vague=vague)
        at = text.index(words, start)
        q = type(q)(
            **{**{f: getattr(q, f) for f in q.__slots__}, "span": Span.cut(text, at, at + len(words)), "id": f"{of.id} {k}"}
        )
        days = (time(of, f"day {said}", date(2024, 5, said), role="event"),) if said else ()
        claims.append(claim(of, passage, *chain, quantities=(q,), times=days))
    return extraction(of, *claims, places=places)


@st.composite
def reports(draw: st.DrawFn) -> list[Extraction]:
    made = []
    for _ in range(draw(st.integers(1, 5))):
        told = draw(
            st.lists(
                st.tuples(st.sampled_from(SPEAKERS), st.integers(0, len(FIGURES) - 1), st.sampled_from([None, None, 1, 2])),
                min_size=1, max_size=3,
            )
        )  # fmt: skip
        places = draw(st.sampled_from([(), (VELMAR,)]))
        made.append(
            report(
                draw(st.sampled_from(PAPERS)), draw(st.sampled_from([None, 1, 2, 9])), told, *places, credit=draw(st.booleans())
            )
        )
    return list({one.document.id: one for one in made}.values())


def shown(folds: Folds) -> object:
    """Everything that can be asked of the folds."""
    return (
        folds.sources,
        folds.proposals,
        [(q, folds.support(q), folds.links(q), folds.drifts(q), folds.assess(q), folds.related(q)) for q in folds.questions],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.randoms(use_true_random=False))
def test_order_and_reading_again_and_coming_and_going_change_nothing(made: list[Extraction], rng: random.Random) -> None:
    expected = shown(Folds(made))
    moving = [*made, *made]
    rng.shuffle(moving)
    folds = Folds()
    for one in moving:
        folds.add(one)
        if rng.random() < 0.4:
            shown(folds)
        if rng.random() < 0.3:
            folds.remove(one.document.id)
            folds.add(one)
    assert shown(folds) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_answer_that_asserts_has_one_origin_and_unknown_is_not_counted(made: list[Extraction]) -> None:
    folds = Folds(made)
    for question in folds.questions:
        support = folds.support(question)
        asserted = {a.claim for a in question.answers if a.stance == "asserts" and a.polarity == "+"}
        assert sorted(c for origin in support.origins for c in origin.claims) == sorted(asserted)
        assert support.independent == sum(o.lineage == "known" for o in support.origins)
        assert support.independent + support.unknown <= len(asserted) or not asserted


def test_a_reading_leaves_the_questions_that_it_does_not_touch_as_they_were() -> None:
    folds = Folds([report("Zenda Post", 1, [(SPEAKERS[1], 0, None)], VELMAR)])
    other = document("In Kell 12 miners were killed.", name="other", outlet="Other Post", published=date(2024, 5, 2))
    figures = (quantity(other, "12", 12.0, 12.0, outcome="killed", counted="miners"),)
    (before,) = folds.questions
    folds.add(extraction(other, claim(other, "12 miners were killed", SPEAKERS[1][0], quantities=figures)))
    after = {question.id: question for question in folds.questions}
    assert len(after) == 2
    assert after[before.id] is before


def test_a_verdict_of_a_person_reaches_questions_and_origins() -> None:
    made = [
        report("Zenda Post", 1, [((hop("Harbour Watch", type="ngo"),), 0, None)], VELMAR),
        report("Hentzau Herald", 2, [((hop("Quay Watch", type="ngo"),), 2, None)], VELMAR),
    ]
    apart = Folds(made)
    (question,) = apart.questions
    assert apart.support(question).independent == 2
    one, other = sorted(source.id for source in apart.sources)
    same = Judgement(left=one, right=other, verdict="same", score=None, reasons=("one body",), by="osra", decision=1)
    joined = Folds(made, [same])
    assert joined.support(joined.questions[0]).independent == 1
    assert [link.relation for link in joined.links(joined.questions[0])] == ["supersedes"]
    assert [len(p.history) for p in joined.assess(joined.questions[0]).parties] == [2]


def test_a_party_is_called_by_whom_it_came_through_or_speaks_for() -> None:
    told = [(SPEAKERS[5], 0, None), (SPEAKERS[3], 1, None), (SPEAKERS[8], 2, None), ((), 2, None)]
    folds = Folds([report("Strelsau Courier", 1, told, VELMAR)])
    names = {folds.party_name(answer) for question in folds.questions for answer in question.answers}
    assert names == {"nurse, through Harbour Watch", "county police", "Rudolf Flavia", "Strelsau Courier, itself"}


def test_reports_that_cite_one_another_are_named_whatever_they_say() -> None:
    def citing(paper: str, other: str, day: int) -> Extraction:
        of = document(f"{paper}: two ships burned, the {other} wrote.", name=paper, outlet=paper, published=date(2024, 5, day))
        return extraction(of, claim(of, "two ships burned", hop(f"the {other}", type="outlet", relation="cited")))

    folds = Folds(
        [citing("Zenda Post", "Quay Notes", 2), citing("Quay Notes", "Zenda Post", 2), citing("Hentzau Herald", "Zenda Post", 2)]
    )
    assert folds.questions == ()
    (ring,) = folds.circles
    assert {folds.report(id) for id in ring} == {"Zenda Post", "Quay Notes"}


def test_a_question_is_named_by_words_or_the_beginning_of_its_id() -> None:
    folds = Folds([report("Zenda Post", 1, [(SPEAKERS[1], 0, None)], VELMAR)])
    (question,) = folds.questions
    assert folds.question("people WOUNDED") == folds.question(question.id[:6]) == question
    with pytest.raises(UsageError, match="'reportedly questions' lists them"):
        folds.question("ships")


HARBOUR, QUAY = (hop("Harbour Watch", type="ngo"),), (hop("Quay Watch", type="ngo"),)


def relations(*made: Extraction) -> set[str]:
    folds = Folds(made)
    (question,) = folds.questions
    return {link.relation for link in folds.links(question)}


def test_a_figure_that_one_party_alone_gives_is_its_figure_where_no_source_is_named() -> None:
    first = report("Zenda Post", 1, [(HARBOUR, 2, None)], VELMAR)
    later = report("Strelsau Courier", 9, [(HARBOUR, 1, None)], VELMAR)
    bare = report("Hentzau Herald", 2, [((), 2, None)], VELMAR)
    assert relations(first, later, bare) == {"repeats", "supersedes"}


def test_a_round_figure_without_a_source_is_of_the_one_who_gives_it_only_where_he_speaks_in_that_report() -> None:
    first = report("Zenda Post", 1, [(HARBOUR, 0, None)], VELMAR)
    bare = report("Hentzau Herald", 2, [((), 0, None)], VELMAR)
    meeting = report("Hentzau Herald", 2, [((), 0, None), (HARBOUR, 2, None)], VELMAR)
    assert relations(first, bare) == {"same"}
    assert relations(first, meeting) == {"repeats", "supersedes"}
    other = report("Strelsau Courier", 1, [(QUAY, 0, None)], VELMAR)
    assert "repeats" not in relations(first, other, bare)


def test_what_stands_beside_the_figure_of_one_party_is_of_that_party() -> None:
    told = report("Zenda Post", 1, [(HARBOUR, 2, None)], VELMAR)
    of = document("Of the 63 hurt 7 were missing.", name="later", outlet="Hentzau Herald", published=date(2024, 5, 2))
    figures = (
        quantity(of, "63", 63.0, 63.0, outcome="wounded", counted="people"),
        quantity(of, "7", 7.0, 7.0, outcome="missing", counted="people"),
    )
    folds = Folds([told, extraction(of, claim(of, "Of the 63 hurt 7 were missing", quantities=figures), places=(VELMAR,))])
    (missing,) = (question for question in folds.questions if question.outcome == "missing")
    assert [origin.name for origin in folds.support(missing).origins] == ["Harbour Watch"]


def test_links_say_which_of_the_figures_of_a_claim_they_join() -> None:
    folds = Folds([report("Zenda Post", 1, [(HARBOUR, 2, None)], VELMAR), report("Hentzau Herald", 2, [(QUAY, 0, None)], VELMAR)])
    (question,) = folds.questions
    (link,) = folds.links(question)
    answers = {(answer.claim, answer.quantity) for answer in question.answers}
    assert {(link.left, link.left_figure), (link.right, link.right_figure)} == answers
