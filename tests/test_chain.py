"""Golden cases of chains: one construction a file, through the whole of extraction by rules.

`claim` are words of the passage whose chain is meant; each hop is given by words of its name, origin first. A relation or a
flag that is missing from a case is not looked at.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from reportedly.attribution import attribution_kind
from reportedly.chain import ChainReader
from reportedly.mention import Mentions
from reportedly.model import Attribution, Span
from reportedly.pipeline import Extractor
from tests.conftest import make_document

CASES = sorted((Path(__file__).parent / "golden" / "chain").glob("*.toml"))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(attribution="rules")


def test_there_are_cases() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, extractor: Extractor) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    claims = [c for c in extractor(make_document(case["text"], date(2024, 5, 18))).claims if case["claim"] in c.passage]
    assert claims, f"no claim holds {case['claim']!r}"
    chain = min(claims, key=lambda c: len(c.passage)).chain
    wanted = case["hop"]
    assert len(chain) == len(wanted), [hop.name for hop in chain]
    for hop, want in zip(chain, wanted, strict=True):
        assert want["name"] in hop.name
        assert want.get("relation", hop.relation) == hop.relation
        assert want.get("joint", False) == hop.joint


def test_a_listener_whom_the_parser_gave_to_the_content(extractor: Extractor) -> None:
    text = "The mayor told Channel Nine missiles had hit three substations."
    parse = extractor.annotator.parse(make_document(text, None))
    source, cue, content = (
        Span.cut(text, text.index(words), text.index(words) + len(words))
        for words in ("The mayor", "told", "missiles had hit three substations")
    )
    said = Attribution(id="a", kind=attribution_kind((content,)), source=(source,), cue=(cue,), content=(content,))
    hops, _ = ChainReader(parse, Mentions(parse, (said,)).resolve).read(said)
    assert [hop.name for hop in hops] == ["The mayor", "Channel Nine"]
