"""How an origin knows: one construction a case, through the whole of extraction by rules."""

from __future__ import annotations

from datetime import date

import pytest

from reportedly.model import Claim
from reportedly.pipeline import Extractor
from tests.conftest import make_document


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(attribution="rules")


def about(extractor: Extractor, text: str, words: str) -> Claim:
    """The claim of the text whose passage holds the words."""
    found = [c for c in extractor(make_document(text, date(2024, 5, 18))).claims if words in c.passage]
    assert found, f"no claim holds {words!r}"
    return min(found, key=lambda c: len(c.passage))


BASES = [
    ("Witnesses said the shots came from the roof.", "shots", "eyewitness"),
    ("The finance ministry said that reserves had fallen.", "reserves", "official statement"),
    ("Norvania's spy agency said that the battery had moved.", "battery", "intelligence"),
    ("Military analysts say the bridge was hit from the east.", "bridge", "analysis"),
    ("A former prison guard said the cells were flooded.", "cells", "testimony"),
    ("A leaked memo says the dam was cracked.", "dam", "document"),
    ("The video shows men loading crates.", "crates", "video"),
    ("The harbour ledger shows that the ship left empty.", "ship", "records"),
    ("Radio Kelvany reported that the mill had burned.", "mill", "media report"),
    ("A bulldozer driver said he had been ordered to dig three trenches.", "trenches", "participant"),
    ("A villager said he had heard shots in the night.", "shots", "eyewitness"),
    ("A nurse said she had carried four of them to the ward.", "four of them", "eyewitness"),
    ("The mayor said in a video address that the gates were open.", "gates", "official statement"),
    ("A doctor told a bus driver that the fever had spread, the driver said.", "fever", "testimony"),
    ("The opposition said that the ballot was forged.", "ballot", "unspecified"),
    ("The Polis, citing the mine rescue service, said that the shaft was flooded.", "shaft", "official statement"),
    ("The envoy is said to have left.", "left", "rumour"),
    ("A former envoy said that the letters were burned.", "letters", "testimony"),
    ("A communiqué said that the guns had been silent.", "guns", "official statement"),
    ("“They sent us back at the gate,” a sailor said.", "gate", "participant"),
    ("The girl's uncle said he had counted four graves.", "graves", "eyewitness"),
    ("The girl's uncle said she had counted four graves.", "graves", "testimony"),
    ("Red Lantern denied that its staff had left.", "staff", "official statement"),
]


@pytest.mark.parametrize(("text", "words", "basis"), BASES)
def test_basis(extractor: Extractor, text: str, words: str, basis: str) -> None:
    assert about(extractor, text, words).basis == basis


def test_the_same_voice_goes_on_resting_on_its_recording(extractor: Extractor) -> None:
    text = (
        "In a clip shared by the coastguard, a sailor says that the mast fell. “We jumped,” the sailor adds. "
        "“Nobody counted us,” he says."
    )
    assert [about(extractor, text, words).basis for words in ("the mast", "We jumped", "Nobody")] == ["video"] * 3


def test_the_words_that_show_it_are_kept(extractor: Extractor) -> None:
    claim = about(extractor, "A villager said he had heard shots in the night.", "shots")
    assert next(e for e in claim.evidence if e.field == "basis").span is not None
