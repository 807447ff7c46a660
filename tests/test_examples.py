"""The example dossiers can be read, say what they are, and their gold stands on their words."""

from __future__ import annotations

import pytest

from tests.eval.gold import EXAMPLES, NAMES, Anchor, documents, load, overlapping

HEAD = "Example report written for the reportedly repository"


def test_every_folder_has_gold() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_read_without_fault_and_is_in_the_gold(name: str) -> None:
    found, problems = documents(name)
    assert not problems
    assert not [p for document in found.values() for p in document.problems if p.severity == "error"]
    assert set(found) == set(load(name).reports)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_says_in_its_text_that_it_is_an_example(name: str) -> None:
    for document in documents(name)[0].values():
        assert document.text.count(HEAD) == 1, document.name


@pytest.mark.parametrize("name", NAMES)
def test_every_anchor_is_found_exactly_where_it_says(name: str) -> None:
    found, _ = documents(name)
    for anchor in load(name).anchors():
        text = found[anchor.report].text
        span = anchor.find(text)
        assert text[span.start : span.end] == span.text == anchor.words
        assert text[: span.start].endswith(anchor.before)
        assert text[span.end :].startswith(anchor.after)


@pytest.mark.parametrize("name", NAMES)
def test_no_words_are_anchored_twice(name: str) -> None:
    assert overlapping(load(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_sayings_come_in_the_order_of_their_days_where_one_supersedes_another(name: str) -> None:
    said = {(q.name, s.name): s for q in load(name).questions for s in q.sayings}
    for question in load(name).questions:
        for pair in question.pairs:
            if pair.accepted and "supersedes" in pair.accepted:
                earlier, later = said[pair.earlier], said[pair.later]
                assert earlier.party == later.party, pair
                assert earlier.said is not None, pair
                assert later.said is not None, pair
                assert earlier.said < later.said, pair


@pytest.mark.parametrize(("passage", "times"), [("here is it", 0), ("it is", 2)])
def test_an_anchor_that_is_not_found_once_is_an_error(passage: str, times: int) -> None:
    with pytest.raises(ValueError, match=f"stands in it {times} times"):
        Anchor(report="a.txt", before="", words=passage, after="").find("it is here, and it is there")
