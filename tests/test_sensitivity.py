"""What is proposed from the words of the text, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Span, words_of
from reportedly.sensitivity import Proposal, Sensitivity, propose
from reportedly.source import identify
from tests.builders import claim, document, extraction, find, harbour, hop


def proposed(text: str, name: str, content: str = "it", **fields: Any) -> Proposal:
    of = document(text)
    reading = extraction(of, claim(of, content, hop(name, text, **{"type": "person", **fields})))
    ((_, proposal),) = propose([reading], identify([reading])).items()
    return proposal


@pytest.mark.parametrize(
    ("text", "name", "kind", "words"),
    [
        ("Ida Vale, a nurse at the clinic, said it.", "Ida Vale", "medic", "nurse"),
        ("Surgeon Ida Vale said it.", "Ida Vale", "medic", "Surgeon"),
        ("A nurse said it.", "A nurse", "medic", "nurse"),
        ("A hospital worker said it.", "A hospital worker", "medic", "hospital worker"),
        ("The captured soldier Petr Zvon said it.", "Petr Zvon", "captive", "captured"),
        ("Petr Zvon, who was taken prisoner in May, said it.", "Petr Zvon", "captive", "was taken prisoner"),
        ("Petr Zvon surrendered. He said it.", "Petr Zvon", "captive", "surrendered"),
        ("A prisoner of war said it.", "A prisoner of war", "captive", "prisoner of war"),
        ("Petr Zvon, a defector, said it.", "Petr Zvon", "defector", "defector"),
        ("Petr Zvon, who defected in 2020, said it.", "Petr Zvon", "defector", "defected"),
        ("Petr Zvon was badly wounded; he said it.", "Petr Zvon", "wounded", "was badly wounded"),
        ("The wounded fighter said it.", "The wounded fighter", "wounded", "wounded"),
        ("Petr Zvon, 14, said it.", "Petr Zvon", "minor", "14"),
        ("The 16-year-old Petr Zvon said it.", "Petr Zvon", "minor", "16"),
        ("A schoolgirl said it.", "A schoolgirl", "minor", "schoolgirl"),
        ("The captured general Petr Zvon said it.", "Petr Zvon", "captive", "captured"),
    ],
)
def test_what_the_words_show(text: str, name: str, kind: Sensitivity, words: str) -> None:
    found, span, reason = proposed(text, name)
    assert (found, span and span.text) == (kind, words), reason
    assert span == find(text, words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ida Vale said it.", "Ida Vale"),
        ("Ida Vale said that a nurse did it.", "Ida Vale"),
        ("Health minister Ida Vale, a doctor, said it.", "Ida Vale"),
        ("Ida Vale, 41, said it.", "Ida Vale"),
        ("Ida Vale said 12 prisoners were captured by it.", "Ida Vale"),
        ("A nurse told the mayor of it. Ida Vale said it.", "Ida Vale"),
        ("President Ida Vale said it.", "Ida Vale"),
    ],
)
def test_what_they_do_not_show(text: str, name: str) -> None:
    assert proposed(text, name)[:2] == ("none", None)


@pytest.mark.parametrize("type", ["government", "armed force", "intelligence agency", "ngo", "outlet", "document"])
def test_bodies_are_never_proposed(type: str) -> None:
    name = "The Prisoners' Ministry for Wounded Children"
    assert proposed(f"{name}, a doctor, said it.", name, type=type)[:2] == ("none", None)


def test_anonymous() -> None:
    text = "An official, who spoke on condition of anonymity, said it."
    reason = find(text, "on condition of anonymity")
    fields: dict[str, Any] = {"named": "anonymous", "anonymous": True, "anonymity_reason": reason}
    assert proposed(text, "An official", **fields)[:2] == ("anonymous", reason)
    assert proposed(text, "An official", type="government", **fields)[:2] == ("anonymous", reason)
    assert proposed("A source said it.", "A source", named="anonymous", anonymous=True)[0] == "anonymous"


def test_an_unknown_hop_is_nobody_who_could_be_harmed() -> None:
    assert proposed("It emerged that it is so.", "unknown", "it is so", named="anonymous", type="unspecified")[0] == "none"


def test_every_source_gets_a_proposal() -> None:
    sources = identify(harbour())
    found = propose(harbour(), sources)
    assert found.keys() == {s.id for s in sources}
    assert {s.name: found[s.id][0] for s in sources if found[s.id][0] != "none"} == {"nurse": "medic"}


@given(st.text(max_size=60), st.text("ab, .\n(14)nurse", max_size=60))
def test_any_text_is_read_and_spans_hold(before: str, after: str) -> None:
    text = f"{before}Ida Vale{after} it"
    at = Span(len(before), len(before) + 8, "Ida Vale")
    kind, span, _ = proposed(text, "Ida Vale", mention=at)
    assert kind in words_of(Sensitivity)
    assert span is None or text[span.start : span.end] == span.text
