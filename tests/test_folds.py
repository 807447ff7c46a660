"""The folds together: order and re-reading change nothing, a reading touches only its own, people's verdicts reach everything."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.comparison import Decided, Descent, Judgement, Link, Question, Regard, Relation, Ruling, Step
from reportedly.errors import UsageError
from reportedly.folds import Folds
from reportedly.model import Extraction, Hop, PlaceMention, ProvenanceHop, SourceType, Span, words_of
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
    joined = Folds(made, Decided(judgements=(same,)))
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


# --- what people decide about relations, reprints and sources


def ruling(link: Link, relation: Relation | None = None, *, holds: bool, decision: int = 1, why: str | None = None) -> Ruling:
    """A person's word on the two claims of a link."""
    return Ruling(
        left=link.left, right=link.right, relation=relation or link.relation, holds=holds, by="Osra", why=why, decision=decision
    )


def told_by_two() -> list[Extraction]:
    """Two parties of whom one gives 63, the other "more than 40" and another day 40."""
    return [report("Zenda Post", 1, [(HARBOUR, 2, 1)], VELMAR), report("Hentzau Herald", 1, [(QUAY, 0, 1)], VELMAR)]


def grown(folds: Folds) -> tuple[int, str]:
    """What the agreement of origins counts for."""
    (factor,) = (f for f in folds.assess(folds.questions[0]).factors if f.name == "agreement of origins")
    return factor.weight, factor.found


def test_a_refused_relation_is_no_link_and_no_contradiction_of_origins_until_that_is_undone() -> None:
    folds = Folds(told_by_two())
    (link,) = folds.links(folds.questions[0])
    assert (link.relation, grown(folds)[0]) == ("contradicts", -1)
    folds.judge(Decided(rulings=(ruling(link, holds=False),)))
    assert folds.links(folds.questions[0]) == ()
    weight, found = grown(folds)
    assert weight == 0
    assert "the word of Osra" in found
    folds.judge(Decided(rulings=(ruling(link, "same", holds=False),)))
    assert folds.links(folds.questions[0]) == (link,), "another relation was refused"
    folds.judge(Decided())
    assert folds.links(folds.questions[0]) == (link,)
    assert grown(folds)[0] == -1


def test_a_refused_relation_stays_refused_whoever_retells_the_statements() -> None:
    made = [report("Zenda Post", 3, [(HARBOUR, 2, 1)], VELMAR), report("Hentzau Herald", 3, [(QUAY, 0, 1)], VELMAR)]
    folds = Folds(made)
    (link,) = folds.links(folds.questions[0])
    folds.judge(Decided(rulings=(ruling(link, holds=False),)))
    folds.add(report("Strelsau Courier", 1, [(HARBOUR, 2, 1)], VELMAR))
    folds.add(report("Kell Courier", 2, [(QUAY, 0, 1)], VELMAR))
    (question,) = folds.questions
    assert not {answer.claim for answer in question.answers[:2]} & {link.left, link.right}, "others said it first"
    assert {found.relation for found in folds.links(question)} == {"repeats"}
    assert grown(folds)[0] == 0
    folds.judge(Decided())
    assert {found.relation for found in folds.links(question)} == {"repeats", "contradicts"}


def test_a_denial_that_is_refused_for_all_that_others_say_is_none() -> None:
    denying = report("Hentzau Herald", 2, [(QUAY, 0, 1)], VELMAR)
    denying = replace(denying, claims=(replace(denying.claims[0], stance="denies"),))
    folds = Folds([report("Zenda Post", 1, [(HARBOUR, 0, 1)], VELMAR), denying])

    def denied() -> int:
        return next(factor.weight for factor in folds.assess(folds.questions[0]).factors if factor.name == "denial")

    (link,) = folds.links(folds.questions[0])
    assert (link.relation, denied()) == ("denies", -1)
    folds.judge(Decided(rulings=(ruling(link, holds=False),)))
    assert (folds.links(folds.questions[0]), denied()) == ((), 0)
    folds.add(report("Strelsau Courier", 1, [(SPEAKERS[1], 0, 1)], VELMAR))
    assert denied() == -1, "it still denies what the ministry says"


def test_a_confirmed_relation_bears_a_name_and_no_score() -> None:
    folds = Folds(told_by_two())
    (question,) = folds.questions
    (link,) = folds.links(question)
    folds.judge(Decided(rulings=(ruling(link, holds=True, why="one ward"),)))
    (confirmed,) = folds.links(question)
    assert confirmed == replace(link, score=None, by="Osra", reasons=("confirmed by Osra: one ward", *link.reasons))
    assert grown(folds)[0] == -1


def test_a_confirmed_relation_stands_in_place_of_what_the_program_finds() -> None:
    folds = Folds(told_by_two())
    (question,) = folds.questions
    (link,) = folds.links(question)
    folds.judge(Decided(rulings=(ruling(link, "different scope", holds=True),)))
    (drawn,) = folds.links(question)
    assert (drawn.relation, drawn.by, drawn.score, drawn.reasons) == ("different scope", "Osra", None, ("confirmed by Osra",))
    assert (drawn.left_figure, drawn.right_figure) == (link.left_figure, link.right_figure)
    assert grown(folds)[0] == 0


def test_what_agrees_contradicts_when_a_person_says_so() -> None:
    folds = Folds([report("Zenda Post", 1, [(HARBOUR, 0, 1)], VELMAR), report("Hentzau Herald", 1, [(QUAY, 0, 1)], VELMAR)])
    (link,) = folds.links(folds.questions[0])
    assert (link.relation, grown(folds)[0]) == ("same", 1)
    folds.judge(Decided(rulings=(ruling(link, "contradicts", holds=True),)))
    assert [found.relation for found in folds.links(folds.questions[0])] == ["contradicts"]
    assert grown(folds) == (-1, "they contradict one another, by the word of Osra")


def said(paper: str, words: str) -> Extraction:
    of = document(f"{words}. {paper}.", name=paper, outlet=paper, published=date(2024, 5, 1))
    return extraction(of, claim(of, words, hop(f"{paper} Watch", type="ngo")))


def test_a_relation_of_claims_to_two_questions_is_shown_at_both() -> None:
    made = [said(f"{paper} Post", "France sold four grain ships to Kenya") for paper in ("Zenda", "Kell")]
    made += [said(f"{paper} Post", "the harbour of Lima received French wheat freighters") for paper in ("Strelsau", "Hentzau")]
    left, right = made[0].claims[0], made[2].claims[0]
    word = Ruling(left=left.id, right=right.id, relation="same", holds=True, by="Osra", why=None, decision=1)
    folds = Folds(made, Decided(rulings=(word,)))
    assert [question.kind for question in folds.questions] == ["proposition", "proposition"]
    for question in folds.questions:
        (drawn,) = (found for found in folds.links(question) if found.by)
        assert (drawn.left, drawn.right, drawn.question) == (left.id, right.id, question.id)
    assert folds.answer(right.id).words == right.passage
    gone = Folds(made[:3], Decided(rulings=(word,)))
    assert [bool(found.by) for found in gone.links(gone.questions[0])] == [True, False], "it need answer no question itself"
    gone.remove(made[2].document.id)
    assert not any(found.by for found in gone.links(gone.questions[0]))


def test_of_claims_with_several_figures_a_word_is_meant_where_the_program_finds_the_relation() -> None:
    first, second = [
        report(paper, 1, [(chain, figure, 1)], VELMAR) for paper, chain, figure in (("Zenda", HARBOUR, 2), ("Kell", QUAY, 0))
    ]
    both = []
    for one in (first, second):
        of = one.claims[0]
        dead = replace(of.quantities[0], id=f"{of.id} dead", outcome="killed", low=7.0, high=7.0)
        both.append(replace(one, claims=(replace(of, quantities=(*of.quantities, dead)),)))
    folds = Folds(both)
    hurt, dead_too = sorted(folds.questions, key=lambda q: q.outcome == "killed")
    (link,) = folds.links(hurt)
    before = folds.links(dead_too)
    assert [found.relation for found in before] == ["same"]
    folds.judge(Decided(rulings=(ruling(link, holds=True),)))
    assert [found.by for found in folds.links(hurt)] == ["Osra"]
    assert folds.links(dead_too) == before


def test_what_a_person_sets_apart_has_not_drifted() -> None:
    told = [(SPEAKERS[5], 0, None)], [(SPEAKERS[5], 1, None)]
    folds = Folds([report("Zenda Post", 1, told[0], VELMAR), report("Hentzau Herald", 2, told[1], VELMAR)])
    (question,) = folds.questions
    (drift,) = folds.drifts(question)
    earlier, later = (telling.claim for telling in drift.retellings)
    word = Ruling(left=earlier, right=later, relation="repeats", holds=False, by="Osra", why=None, decision=1)
    folds.judge(Decided(rulings=(word,)))
    assert folds.drifts(question) == ()
    assert folds.links(question) == ()
    folds.judge(Decided(rulings=(replace(word, holds=True),)))
    assert folds.drifts(question) == (drift,)


def reprinted(folds: Folds) -> list[Step]:
    return [step for step in folds.support(folds.questions[0]).steps if step.kind in ("reprint", "rewrite")]


def test_a_report_that_a_person_calls_a_reprint_rests_on_what_the_other_rests_on() -> None:
    first, second = report("Zenda Post", 1, [(HARBOUR, 0, None)], VELMAR), report("Hentzau Herald", 2, [((), 1, None)], VELMAR)
    folds = Folds([first, second])
    before = folds.support(folds.questions[0])
    assert (before.independent, before.unknown) == (1, 1)
    word = Descent(document=second.document.id, of=first.document.id, by="Osra", why="its editor", decision=1)
    folds.judge(Decided(descents=(word,)))
    support = folds.support(folds.questions[0])
    assert (support.independent, support.unknown) == (1, 0)
    (step,) = reprinted(folds)
    assert (step.parent, step.score, step.by) == (first.document.id, None, "Osra")
    assert step.reasons == ("a reprint by the word of Osra: its editor",)
    folds.remove(first.document.id)
    assert reprinted(folds) == []
    folds.add(first)
    assert folds.support(folds.questions[0]) == support
    folds.judge(Decided())
    assert folds.support(folds.questions[0]) == before


def test_what_the_program_took_for_a_reprint_is_none_when_a_person_says_so() -> None:
    story = "Nobody at the quay had been told, the pumps stood still for nine hours and the mayor was abroad until the evening. "
    made = []
    for paper, day in (("Zenda Post", 1), ("Hentzau Herald", 2)):
        of = document(f"{story}40 people were hurt. {paper}", name=paper, outlet=paper, published=date(2024, 5, day))
        figures = (quantity(of, "40", 40.0, 40.0, outcome="wounded", counted="people"),)
        made.append(extraction(of, claim(of, "40 people were hurt", quantities=figures), places=(VELMAR,)))
    folds = Folds(made)
    child, parent = made[1].document.id, made[0].document.id
    assert [(step.child, step.parent, step.by) for step in reprinted(folds)] == [(child, parent, None)]
    folds.judge(Decided(descents=(Descent(document=child, of=None, by="Osra", why=None, decision=1),)))
    assert reprinted(folds) == []
    folds.judge(Decided(descents=(Descent(document=parent, of=child, by="Osra", why=None, decision=1),)))
    assert [(step.child, step.parent, step.by) for step in reprinted(folds)] == [(parent, child, "Osra")]
    both = tuple(Descent(document=a, of=b, by="Osra", why=None, decision=1) for a, b in ((child, parent), (parent, child)))
    folds.judge(Decided(descents=both))
    assert folds.support(folds.questions[0]).independent == 0, "people who send us in a circle lead nowhere"


def test_the_type_that_a_person_gives_is_that_of_the_source_and_of_its_hops() -> None:
    voice = (hop("the harbour office", type="unspecified", named="by role"),)
    other = document("In Kell 12 miners were killed.", name="other", outlet="Other Post", published=date(2024, 5, 2))
    figures = (quantity(other, "12", 12.0, 12.0, outcome="killed", counted="miners"),)
    folds = Folds([report("Zenda Post", 1, [(voice, 0, None)], VELMAR)])
    folds.add(extraction(other, claim(other, "12 miners were killed", SPEAKERS[1][0], quantities=figures)))

    def asked(outcome: str) -> Question:
        return next(question for question in folds.questions if question.outcome == outcome)

    (office,) = (source for source in folds.sources if "harbour office" in source.name)
    before, unknown = asked("killed"), folds.support(asked("wounded"))
    assert (office.type, unknown.independent) == ("unspecified", 0)
    regard = Regard(source=office.id, kind="type", value="government", by="Osra", why=None, decision=1)
    folds.judge(Decided(regards=(regard,)))
    assert folds.support(asked("wounded")).independent == 1
    assert asked("killed") is before, "it touches no other question"
    assert next(source for source in folds.sources if source.id == office.id) == replace(
        office, type="government", regards=(regard,)
    )
    folds.judge(Decided())
    assert folds.support(asked("wounded")) == unknown
    assert office in folds.sources


def test_a_grade_is_shown_with_its_source_and_holds_when_that_is_merged() -> None:
    made = told_by_two()
    one, other = sorted(source.id for source in Folds(made).sources)
    grades = [
        Regard(source=id, kind="grade", value=v, by="Osra", why="w", decision=n)
        for n, (id, v) in enumerate(((one, "B"), (other, "D")))
    ]
    folds = Folds(made, Decided(regards=tuple(grades)))
    assert {source.id: source.reliability for source in folds.sources} == {one: "B, by Osra", other: "D, by Osra"}
    plain = Folds(made)
    assert folds.assess(folds.questions[0]) == plain.assess(plain.questions[0]), "it is no part of the grade of the information"
    same = Judgement(left=one, right=other, verdict="same", score=None, reasons=(), by="Osra", decision=3)
    folds.judge(Decided(judgements=(same,), regards=tuple(grades)))
    (source,) = folds.sources
    assert (source.reliability, folds.reliability(source.id), folds.reliability(None)) == ("D, by Osra", "D, by Osra", None)


def what_people_decide(draw: st.DataObject, made: list[Extraction]) -> Decided:
    """Some words of people on what is in these reports."""
    claims, documents = [c.id for one in made for c in one.claims], [one.document.id for one in made]
    sources = [source.id for source in Folds(made).sources]

    def number() -> st.SearchStrategy[int]:
        return st.integers(1, 99)

    relation = st.sampled_from([*words_of(Relation), None])
    people = {"by": st.just("Osra"), "why": st.none(), "decision": number()}
    rulings = st.builds(
        Ruling, left=st.sampled_from(claims), right=st.sampled_from(claims), relation=relation, holds=st.booleans(), **people
    )
    descents = st.builds(Descent, document=st.sampled_from(documents), of=st.sampled_from([*documents, None]), **people)
    types = st.builds(
        Regard,
        source=st.sampled_from([*sources, "gone"]),
        kind=st.just("type"),
        value=st.sampled_from(words_of(SourceType)),
        **people,
    )
    grades = st.builds(
        Regard, source=st.sampled_from([*sources, "gone"]), kind=st.just("grade"), value=st.sampled_from("ABCDEF"), **people
    )
    return Decided(
        rulings=tuple(draw.draw(st.lists(rulings, max_size=4, unique_by=lambda r: r.decision))),
        descents=tuple(draw.draw(st.lists(descents, max_size=3, unique_by=lambda d: d.document))),
        regards=tuple(draw.draw(st.lists(types | grades, max_size=3, unique_by=lambda r: r.decision))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.data(), st.randoms(use_true_random=False))
def test_it_does_not_matter_whether_people_decide_before_or_after(
    made: list[Extraction], draw: st.DataObject, rng: random.Random
) -> None:
    decided, before = what_people_decide(draw, made), what_people_decide(draw, made)
    expected = shown(Folds(made, decided))
    folds = Folds(decided=before)
    moving = [*made, *made]
    rng.shuffle(moving)
    at = rng.randrange(len(moving))
    for i, one in enumerate(moving):
        folds.add(one)
        if rng.random() < 0.4:
            shown(folds)
        if i == at:
            folds.judge(decided)
    assert shown(folds) == expected
    folds.judge(Decided())
    assert shown(folds) == shown(Folds(made))
