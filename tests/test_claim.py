"""Chains, silences, evidence: one construction a case, through the whole of extraction by rules."""

from __future__ import annotations

from datetime import date

import pytest

from reportedly.model import Claim
from reportedly.pipeline import Extractor
from tests.conftest import make_document


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(attribution="rules")


def claims(extractor: Extractor, text: str, published: date | None = date(2024, 5, 18)) -> tuple[Claim, ...]:
    return extractor(make_document(text, published)).claims


def about(found: tuple[Claim, ...], words: str) -> Claim:
    """The claim whose passage holds the words."""
    matching = [c for c in found if words in c.passage]
    assert matching, f"no claim holds {words!r}: {[c.passage for c in found]}"
    return min(matching, key=lambda c: len(c.passage))


def names(claim: Claim) -> list[str]:
    return [hop.name for hop in claim.chain]


CHAINS = [
    (
        "citing",
        "The daily Polis said on Friday, citing a hospital director, that 14 people had died.",
        "14 people",
        ["hospital director", "Polis"],
    ),
    (
        "testimonies published by",
        "According to testimonies from deserters published by the Harbour Post, recruits go hungry.",
        "recruits go hungry",
        ["deserters", "Harbour Post"],
    ),
    ("video released by", "A video released by the coastguard shows two boats burning.", "two boats", ["coastguard"]),
    (
        "intercepted call",
        "The security service published a call it had intercepted between a cook and his wife. "
        "The cook says that sixty men fell ill.",
        "sixty men",
        ["cook", "security service"],
    ),
    ("told an outlet", "A resident told the Harbour Post that the mill had burned.", "the mill", ["resident", "Harbour Post"]),
    (
        "nested",
        "The lawmaker said the spy agency reported that 3,000 men had crossed the border.",
        "3,000 men",
        ["spy agency", "lawmaker"],
    ),
    ("sourceless", "The envoy is said to have left on a cargo plane.", "cargo plane", ["unknown"]),
]


@pytest.mark.parametrize(("text", "words", "hops"), [c[1:] for c in CHAINS], ids=[c[0] for c in CHAINS])
def test_chains(extractor: Extractor, text: str, words: str, hops: list[str]) -> None:
    chain = names(about(claims(extractor, text), words))
    assert len(chain) == len(hops), chain
    assert all(want in have for want, have in zip(hops, chain, strict=True)), chain


def test_two_claimants_are_not_a_chain(extractor: Extractor) -> None:
    claim = about(claims(extractor, "Both Seoul and Kyiv maintain that the convoy has crossed the border."), "convoy")
    assert names(claim) == ["Seoul", "Kyiv"]
    assert [hop.joint for hop in claim.chain] == [False, True]


STANCES = [
    ("The army denied that any shell had been fired.", "shell", "denies"),
    ("The army declined to comment on the fire.", "fire", "declines"),
    ("The ministry has not acknowledged the loss of the ship.", "loss of the ship", "silent"),
    ("The mayor made no mention of the flood in his speech.", "flood", "silent"),
    ("The governor urged the operator to publish the list.", "list", "orders"),
    ("The panel asked whether the gates had been locked.", "gates", "asks"),
    ("Former colleagues doubt that he crossed the lake.", "lake", "doubts"),
    ("The mayor said that the gates were open.", "gates", "asserts"),
    ("“I don't think the ship exists,” a fisherman said.", "ship", "denies"),
    ("Neither the army nor the mayor has confirmed the loss of the ship.", "loss of the ship", "silent"),
    ("The office has published no figures on the flood.", "flood", "silent"),
    ("The harbour master said nothing about the flood.", "flood", "silent"),
    ("The harbour master said nothing had happened on the quay.", "happened on the quay", "denies"),
    ("The ministry said it had no information about the ship.", "ship", "silent"),
    ("The ministry would not discuss the loss of the ship.", "ship", "declines"),
    ("The school's director declined an interview.", "interview", "declines"),
    ("The opposition asked that the letter be read.", "letter", "orders"),
    ("The panel asked the states for access to the site.", "access", "orders"),
    ("The minister said the letter was “fiction of a good quality”.", "letter", "denies"),
    ("The widow does not believe that he drowned.", "drowned", "doubts"),
    ("The mayor called the list an invention.", "list", "denies"),
    ("The governor said there was no outbreak in the province.", "outbreak", "denies"),
    ("The envoy challenged the army to open the port.", "port", "orders"),
    ("“Close the gate and let them wait,” a voice said.", "gate", "orders"),
    ("“Look what they did to the gate,” a voice said.", "gate", "asserts"),
    ("The director could not be reached for comment.", "director", "silent"),
]


@pytest.mark.parametrize(("text", "words", "stance"), STANCES)
def test_stance_has_the_words_that_show_it(extractor: Extractor, text: str, words: str, stance: str) -> None:
    claim = about(claims(extractor, text), words)
    assert claim.stance == stance
    assert next(e for e in claim.evidence if e.field == "stance").span is not None


@pytest.mark.parametrize(
    ("text", "words", "hedge"),
    [
        ("The envoy said the crew may have drowned.", "crew", "may"),
        ("The envoy said the crew appeared to be safe.", "crew", "appeared"),
        ("Some information suggests that the crew was armed.", "crew", "suggests"),
        ("The envoy said the crew was safe.", "crew", None),
        ("The fleet parades every May, the envoy said.", "fleet", None),
    ],
)
def test_hedges(extractor: Extractor, text: str, words: str, hedge: str | None) -> None:
    assert about(claims(extractor, text), words).hedge == hedge


@pytest.mark.parametrize(
    ("text", "words", "verification"),
    [
        (
            "The union said 58 men were missing. The figure could not be independently verified.",
            "58 men",
            "not independently verified",
        ),
        (
            "The union said 58 men were missing, a figure that, if confirmed, would be the worst in years.",
            "58 men",
            "unconfirmed",
        ),
        ("The union said 58 men were missing. The mayor said 12 were.", "58 men", None),
    ],
)
def test_verification(extractor: Extractor, text: str, words: str, verification: str | None) -> None:
    assert about(claims(extractor, text), words).verification == verification


def test_a_check_of_a_recording_holds_for_all_that_is_heard_in_it(extractor: Extractor) -> None:
    text = (
        "In a call intercepted by the security service, a cook tells her sister that sixty men fell ill.\n\n"
        "The recording has not been independently verified."
    )
    assert about(claims(extractor, text), "sixty men").verification == "not independently verified"


def test_whom_somebody_cites_and_why_he_is_not_named_are_no_claims(extractor: Extractor) -> None:
    found = claims(
        extractor, "A guard, who asked that his name not be given, said on Friday, citing a doctor, that two men had died."
    )
    assert [c.passage for c in found if c.kind != "unattributed"] == ["two men had died"]


def test_a_negation_behind_its_verb_and_an_object_before_it_are_read(extractor: Extractor) -> None:
    assert claims(extractor, "The utility says not so fast. The utility said on Monday that 40 homes were dark.")
    assert claims(extractor, "No details of the flood has the office published, and 40 homes are dark, the mayor said.")


def test_a_thing_that_is_only_named_is_no_claim_unless_it_is_denied_or_counted(extractor: Extractor) -> None:
    assert not claims(extractor, "The mayor described the flood.")
    assert about(claims(extractor, "The mayor denied the report."), "report").stance == "denies"
    assert about(claims(extractor, "The mayor reported 40 deaths."), "40 deaths")


def test_what_is_denied_is_told_without_what_it_is_called(extractor: Extractor) -> None:
    claim = about(claims(extractor, "The general staff dismissed the recording as “a radio play”."), "recording")
    assert (claim.passage, claim.stance, claim.kind) == ("the recording", "denies", "indirect")


def test_a_silence_goes_no_further_than_a_semicolon(extractor: Extractor) -> None:
    found = claims(extractor, "The agency published a picture of the street; it did not say which street it was.")
    assert "it did not say which street it was" in [c.passage for c in found if c.stance == "silent"]


def test_figures_and_days_go_to_their_claim(extractor: Extractor) -> None:
    claim = about(claims(extractor, "The union said on Monday that more than 40 miners had been killed on Sunday."), "40 miners")
    assert [(q.low, q.high, q.outcome) for q in claim.quantities] == [(40, None, "killed")]
    assert {(t.role, t.earliest) for t in claim.times} == {("said", date(2024, 5, 13)), ("event", date(2024, 5, 12))}


def test_a_bare_figure_counts_what_it_answers(extractor: Extractor) -> None:
    found = claims(extractor, "The union said that 40 miners had been killed. The ministry put the number at 23.")
    assert [(q.low, q.outcome) for q in about(found, "23").quantities] == [(23, "killed")]
    found = claims(extractor, "The union said that 40 miners had been killed. The ministry reported 23 vehicles.")
    assert not any(q.outcome for c in found for q in c.quantities if "23" in c.passage)


def test_a_period_of_two_days_is_one(extractor: Extractor) -> None:
    claim = about(claims(extractor, "The union said the mine was shut between 2 and 11 April."), "mine")
    assert [(t.earliest, t.latest) for t in claim.times] == [(date(2024, 4, 2), date(2024, 4, 11))]


def test_without_a_date_relative_days_stay_open(extractor: Extractor) -> None:
    claim = about(claims(extractor, "The union said on Monday that the mine was shut.", None), "mine")
    assert [(t.earliest, t.latest) for t in claim.times] == [(None, None)]


def test_the_outlets_own_figure_is_a_claim_of_nobody_else(extractor: Extractor) -> None:
    claim = about(claims(extractor, "About twenty wounded soldiers were taken to a hospital in the port last week."), "twenty")
    assert (claim.kind, claim.chain, claim.basis) == ("unattributed", (), "unspecified")


def test_why_a_source_is_not_named_is_no_statement_of_his(extractor: Extractor) -> None:
    found = claims(extractor, "Both nurses asked to speak without their names being published for fear of dismissal.")
    assert [c.kind for c in found] == ["unattributed"]


def test_silence_inside_anothers_words_is_not_a_row_of_its_own(extractor: Extractor) -> None:
    found = claims(extractor, "The envoy said that the army had not confirmed the loss of the ship.")
    assert [names(c) for c in found] == [["The envoy"]]


def test_every_cell_with_words_has_its_span(extractor: Extractor) -> None:
    found = claims(extractor, "The army denied that any shell had been fired. The union said the roof may have fallen.")
    for claim in found:
        for field in ("hedge", "verification"):
            if getattr(claim, field):
                assert any(e.field == field and e.span for e in claim.evidence)


def test_what_was_added_to_a_report_was_said_on_that_day(extractor: Extractor) -> None:
    text = "The square was empty when I came home and nobody spoke.\n\nAdded on Monday: Two people lost an eye, the union says."
    claim = about(claims(extractor, text), "lost an eye")
    assert [(t.role, t.earliest) for t in claim.times] == [("said", date(2024, 5, 20))]


def test_a_figure_called_an_earlier_one_was_given_before_the_report(extractor: Extractor) -> None:
    found = claims(extractor, "The union said that 40 miners had died. It had earlier counted 23.")
    (past,) = about(found, "23").times
    assert (past.span.text, past.role, past.earliest, past.latest) == ("earlier", "said", None, date(2024, 5, 17))
    assert about(found, "40 miners").times == ()


def test_a_day_belongs_to_the_statement_whose_verb_it_stands_by(extractor: Extractor) -> None:
    found = claims(extractor, "The union said that 40 miners had died. The coroner, who had spoken of 30 on Monday, counts 38.")
    assert [t.span.text for t in about(found, "30").times] == ["Monday"]
    assert about(found, "38").times == ()


def test_what_stands_beside_anothers_words_is_the_outlets(extractor: Extractor) -> None:
    found = claims(extractor, "Dozens were hurt, and the union says that some are in a bad way.")
    assert (found[0].kind, found[0].passage) == ("unattributed", "Dozens were hurt")
