"""Counts that are given without a word of saying: one construction a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.model import Parse
from reportedly.reckoning import Reckonings

CASES = [
    (
        "revised",
        "The coastguard raised its estimate of the missing to 40.",
        [("The coastguard", "its estimate of the missing to 40")],
    ),
    ("lowered", "On Friday the union cut its figure, to 25.", [("the union", "its figure, to 25")]),
    ("that", "On Tuesday the company narrowed that to about 900.", [("the company", "that to about 900")]),
    ("put at", "Rescuers have put their own injured at 12.", [("Rescuers", "their own injured at 12")]),
    ("counted", "The diocese had by Sunday counted about 40 injured pilgrims.", [("The diocese", "about 40 injured pilgrims")]),
    ("several", "The clinic counted 14 dead and 30 wounded.", [("The clinic", "14 dead and 30 wounded")]),
    ("came to", "Orsk Watch had come to around 3,000 on the night.", [("Orsk Watch", "around 3,000")]),
    ("admitted to", "The army has so far admitted to 12.", [("The army", "12")]),
    ("came down", "The organisers have come down from their first figure.", [("The organisers", "down from their first figure")]),
    ("stands", "The ministry count stands at 1,200.", [("The ministry", "at 1,200")]),
    ("owner", "The fire service's own tally is now 14.", [("The fire service", "now 14")]),
    ("lower", "The union estimate was far lower: some 800.", [("The union", "far lower: some 800")]),
    ("given after", "That is far more than the 64 that the police have acknowledged.", [("the police", "the 64")]),
    (
        "shared verb",
        "The organisers had spoken of 6,000 and the police of about 800.",
        [("The organisers", "6,000"), ("the police", "about 800")],
    ),
    ("passive", "Thirty-six dead have been counted by the coastguard.", [("the coastguard", "Thirty-six dead")]),
    ("put passive", "The toll was put at 40 by the ministry.", [("the ministry", "at 40")]),
    ("holds to", "The union holds fast to its estimate of 130.", [("The union", "fast to its estimate of 130")]),
    ("stands by", "The union stands by 130.", [("The union", "130")]),
    (
        "three",
        "The governor's office says 12, the Red Cross 19 and the rebels 40.",
        [("the Red Cross", "19"), ("the rebels", "40")],
    ),
    ("admitted", "The company has so far admitted only two deaths.", [("The company", "only two deaths")]),
    ("with a clause", "Officials in Orsk, who first denied it, now concede 14 deaths.", [("Officials in Orsk", "14 deaths")]),
    ("by nobody", "Thirty dead were counted.", []),
    ("a flood", "The flood raised the toll to 40.", []),
    ("a bill", "The bill came to 30,000.", []),
    ("a train", "The train came to a halt.", []),
    ("a year", "The police put the theft at 1998.", []),
    ("nobody's", "The death toll stands at 90.", []),
    ("a dish", "The council brought that to the boil.", []),
]


@pytest.mark.parametrize(("text", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_constructions(parse: Callable[[str], Parse], text: str, wanted: list[tuple[str, str]]) -> None:
    read = parse(text)
    found = [(read.span(*r.source).text, read.span(*r.content).text) for r in Reckonings(read).all()]
    assert sorted(found) == sorted(wanted)


def test_a_count_that_shares_a_verb_tells_where_the_other_ends(parse: Callable[[str], Parse]) -> None:
    read = parse("The ministry counted 40 dead, the rebels 26.")
    (second,) = [r for r in Reckonings(read).all() if r.gap is not None]
    assert second.gap is not None
    verb, end = second.gap
    assert (read.tokens[verb].text, read.tokens[end - 1].text) == ("counted", "dead")
