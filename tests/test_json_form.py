"""The JSON form: round trip, schema, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reportedly.json_form import from_json, schema, to_json
from reportedly.model import Claim, Document, Evidence, Extraction, Hop, Problem, Quantity, Span, TimeMention, make_id
from reportedly.pipeline import Extractor
from tests.conftest import make_document

TEXT = "More than 40 miners were trapped on Tuesday, the union said."


def an_extraction() -> Extraction:
    """One claim with every kind of cell."""
    document = Document(id=make_id(TEXT), name="a.txt", text=TEXT, published=date(2023, 5, 4), authors=("A. Writer",))
    figure = Span.cut(TEXT, 0, 12)
    claim = Claim(
        id="c1",
        document=document.id,
        kind="indirect",
        content=(Span.cut(TEXT, 0, 43),),
        chain=(Hop(name="the union", type="group", mention=Span.cut(TEXT, 45, 54), relation="said", joint=False),),
        stance="asserts",
        polarity="+",
        basis="official statement",
        cue=(Span.cut(TEXT, 55, 59),),
        quantities=(Quantity(id="q1", span=figure, low=40, high=None, low_exclusive=True, outcome="trapped"),),
        times=(TimeMention(id="t1", span=Span.cut(TEXT, 36, 43), type="DATE", value="2023-05-02", earliest=date(2023, 5, 2)),),
        evidence=(Evidence(field="stance", value="asserts", span=Span.cut(TEXT, 55, 59)),),
    )
    return Extraction(
        document=document,
        versions=(("reportedly", "0"),),
        claims=(claim,),
        problems=(Problem(code="no-date", severity="warning", message="none given"),),
    )


def test_round_trip_through_text() -> None:
    extraction = an_extraction()
    again = from_json(Extraction, json.loads(json.dumps(to_json(extraction), ensure_ascii=False)))
    assert again == extraction
    assert [s.text for s in again.claims[0].content] == ["More than 40 miners were trapped on Tuesday"]


def test_the_form_has_the_keys_that_are_documented() -> None:
    data = to_json(an_extraction())
    claim = data["claims"][0]
    assert data["id"] == "a.txt"
    assert claim["content"] == [[0, 43]]
    assert claim["passage"] == TEXT[:43]
    assert claim["chain"][0]["mention"] == [45, 54]
    assert {k: claim["quantities"][0][k] for k in ("start", "end", "text", "low", "high")} == {
        "start": 0,
        "end": 12,
        "text": "More than 40",
        "low": 40,
        "high": None,
    }
    assert claim["times"][0]["earliest"] == "2023-05-02"


def test_the_schema_accepts_the_form_and_refuses_another() -> None:
    validator = Draft202012Validator(schema())
    data = to_json(an_extraction())
    assert list(validator.iter_errors(data)) == []
    data["claims"][0]["stance"] = "shouts"
    assert [e.json_path for e in validator.iter_errors(data)] == ["$.claims[0].stance"]


@pytest.mark.parametrize(("key", "value"), [("stance", "shouts"), ("content", [[5, 2]]), ("content", [[0, 10_000]])])
def test_what_is_not_of_the_form_is_refused(key: str, value: object) -> None:
    data = to_json(an_extraction())
    data["claims"][0][key] = value
    with pytest.raises(ValueError, match=r"bad span|is not one of"):
        from_json(Extraction, data)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(attribution="rules")


def _spans(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [s for item in value for s in _spans(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [s for name in value.__dataclass_fields__ for s in _spans(getattr(value, name))]
    return []


PIECES = "The minister said on Monday that 20 soldiers were killed “ ” \" ' , . … according to Reuters she denied it about"
WORDS = st.sampled_from(
    [*PIECES.split(), "reportedly", "–", "(", "KYIV", "1,000", "%", "é", "漢", "\n", "\n\n", "\u200b", "\x00"]
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=120))
def test_whatever_the_text_every_span_equals_it_and_the_form_comes_back(extractor: Extractor, text: str) -> None:
    extraction = extractor(make_document(text, date(2024, 1, 2)))
    for span in _spans(extraction):
        assert text[span.start : span.end] == span.text
    assert from_json(Extraction, json.loads(json.dumps(to_json(extraction)))) == extraction


def test_reading_twice_gives_the_same(parse: Callable[[str], object], extractor: Extractor) -> None:
    document = make_document(TEXT, date(2023, 5, 4))
    assert extractor(document) == extractor(document)
    assert extractor(document).id == extractor(document).id
