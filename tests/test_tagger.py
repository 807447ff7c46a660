"""The learned tagger: its windows and automaton by themselves, then the real weights on plain and on hostile texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Attribution, Parse
from reportedly.tagger import (
    ALLOWED,
    EMISSION,
    EMPTY,
    FIRST,
    LABELS,
    LAST,
    STATES,
    WINDOW,
    Tagger,
    Text,
    all_quotations,
    best_paths,
    encode,
    find_cues,
    kind_of,
    quotations,
    read,
    relate,
    windows,
)

NEWS = (
    "The ministry said on Tuesday that 12 soldiers had been wounded near the border.\n\n"
    "“We heard two explosions and then nothing,” Maria Lopez, a nurse, told reporters. “The road was closed.”\n\n"
    "According to two officials who were not authorised to speak, the convoy never arrived. It rained all day."
)


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The weights that ship."""
    return Tagger.load()


def quoted(text: str) -> list[str]:
    return [text[a:b] for a, b in quotations(text, 0, len(text))]


def test_quotations_are_paired_within_a_paragraph() -> None:
    assert quoted('He said “yes” and then "no" twice.') == ["“yes”", '"no"']


def test_a_quotation_that_is_not_closed_runs_to_the_end() -> None:
    assert quoted("He said: “It goes on") == ["“It goes on"]


def test_a_closing_mark_alone_is_no_quotation() -> None:
    assert quoted("and so it ended,” he said.") == []


def test_windows_read_each_token_once(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    text = "\n\n".join(["One two three four five."] * 90 + ["word and word, " * 400, "The end."])
    parsed = parse(text)
    arrays = read(parsed, tagger._tokenizer)
    found = list(windows(arrays, parsed.paragraphs))
    cores = [i for w in found for i in range(w.core_first, w.core_last)]
    assert cores == list(range(len(parsed.tokens)))
    for w in found:
        assert w.first <= w.core_first < w.core_last <= w.last
        ids, place = encode(arrays, w)
        assert len(ids) <= WINDOW
        assert len(place) == w.last - w.first
        assert 0 <= place.min() <= place.max() < len(ids)


def test_the_first_piece_of_a_token_is_its_own(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    parsed = parse(NEWS)
    arrays = read(parsed, tagger._tokenizer)
    for w in windows(arrays, parsed.paragraphs):
        ids, place = encode(arrays, w)
        for token, at in zip(parsed.tokens[w.first : w.last], place, strict=True):
            piece = tagger._tokenizer.id_to_token(int(ids[at]))
            assert piece is not None
            assert token.lower.startswith(piece) or piece == "[UNK]", (token.text, piece)


def brute_force(scores: np.ndarray, move: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[float, float]:
    """The best score of a legal path with a content, and the log of the sum over all legal paths."""
    best, total = -np.inf, 0.0
    for path in product(range(STATES), repeat=len(scores)):
        if FIRST[path[0]] and LAST[path[-1]] and all(ALLOWED[a, b] for a, b in pairwise(path)):
            value = first[path[0]] + last[path[-1]] + sum(scores[t, EMISSION[s]] for t, s in enumerate(path))
            value += sum(move[a, b] for a, b in pairwise(path))
            total += float(np.exp(value))
            if not EMPTY[path[-1]]:
                best = max(best, float(value))
    return best, float(np.log(total))


@given(st.integers(0, 10_000))
def test_the_best_path_is_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    move = np.where(ALLOWED, rng.normal(size=(STATES, STATES)), -1e4)
    first, last = (np.where(legal, rng.normal(size=STATES), -1e4) for legal in (FIRST, LAST))
    rows = [rng.normal(size=(n, LABELS)).astype(np.float32) for n in (2, 3, 1)]
    for scores, (path, chance) in zip(rows, best_paths(rows, move, first, last), strict=True):
        best, total = brute_force(scores, move, first, last)
        assert chance == pytest.approx(best - total, abs=1e-4)
        assert len(path) == len(scores)
        assert all(ALLOWED[a, b] for a, b in pairwise(path.tolist()))
        assert not EMPTY[path[-1]]


def test_cues_do_not_overlap_and_go_on() -> None:
    o, b, i = (4.0, 0.0, 0.0), (0.0, 4.0, 0.0), (0.0, 0.0, 4.0)
    scores = np.array([o, b, i, o, (1.0, 0.8, 0.0), b, o], dtype=np.float32)
    found = find_cues(scores, 0.2)
    assert [(first, last) for first, last, _ in found] == [(1, 3), (4, 5), (5, 6)]
    assert found[0][2] > 0.9


def test_relations_to_a_cue_are_in_range(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    from reportedly.tagger import SIZES

    parsed = parse(NEWS)
    arrays: Text = read(parsed, tagger._tokenizer)
    for w in windows(arrays, parsed.paragraphs):
        for i in range(w.first, w.last):
            found = relate(arrays, w, [i], [[k] for k in range(w.first, w.last, 3)])
            assert found.min() >= 0
            assert (found.max(0) < SIZES).all()


def cues(found: tuple[Attribution, ...]) -> list[str]:
    return [" ".join(s.text for s in a.cue) for a in found]


def by_cue(found: tuple[Attribution, ...], cue: str) -> Attribution:
    return next(a for a in found if cue in " ".join(s.text for s in a.cue))


def test_plain_news(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    found = tagger.attributions(parse(NEWS))
    said = by_cue(found, "said")
    assert [s.text for s in said.source] == ["The ministry"]
    assert "12 soldiers had been wounded near the border" in said.content[0].text
    assert said.kind == "indirect"
    told = by_cue(found, "told")
    assert "Maria Lopez" in told.source[0].text
    assert told.kind == "direct"
    according = by_cue(found, "According")
    assert "two officials" in according.source[0].text
    assert "the convoy never arrived" in according.content[0].text
    assert not any("rained" in s.text for a in found for s in a.content)


def check(parsed: Parse, found: tuple[Attribution, ...]) -> None:
    """What holds of any reading of any text."""
    taken: set[int] = set()
    for a in found:
        assert a.content
        assert a.cue
        assert a.confidence is not None
        assert 0 < a.confidence < 1
        for span in (*a.source, *a.cue, *a.content):
            assert parsed.text[span.start : span.end] == span.text
        own = {i for s in a.content for i in range(s.start, s.end)}
        assert not own & taken
        taken |= own
    assert len({a.id for a in found}) == len(found)


def hostile() -> Iterator[tuple[str, str]]:
    yield "nothing", ""
    yield "white space", " \n\n\t "
    yield "one mark", "“"
    yield "unpaired marks", 'He said "yes. She said “no. They said ”maybe.\n\n"""' * 5
    yield "no punctuation", "the army said the bridge fell and the mayor said it did not " * 60
    yield "all capitals", NEWS.upper() * 5
    yield "one long word", "x" * 5000 + " he said"
    yield "a line of dashes", "-" * 3000 + "\nHe said no.\n" + "=" * 3000
    yield "a long paragraph", "Officials said on Monday that the road was open, and then it was shut. " * 300
    yield "many quotations", "“Yes,” he said. " * 300
    yield "odd characters", "He said\u200b \ufeffthat\u00a0\U0001f600 \u0000 “\u0301” — no\r\nShe\u2028said yes"
    yield "another script", "Он сказал, что всё в порядке. 他说一切都好。"


@pytest.mark.parametrize(("name", "text"), list(hostile()), ids=[name for name, _ in hostile()])
def test_hostile_texts_are_read(name: str, text: str, tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    parsed = parse(text)
    check(parsed, tagger.attributions(parsed))


def test_windows_grow_with_the_text(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    unit = "Officials said on Monday that the road was open, and then it was shut. "

    def work(times: int) -> int:
        parsed = parse(unit * times)
        arrays = read(parsed, tagger._tokenizer)
        return sum(w.last - w.first for w in windows(arrays, parsed.paragraphs))

    assert work(200) <= 2.2 * work(100)


def test_reading_twice_changes_nothing(tagger: Tagger, parse: Callable[[str], Parse]) -> None:
    assert tagger.attributions(parse(NEWS)) == tagger.attributions(parse(NEWS))


@given(st.text(alphabet=st.sampled_from("ab said “”\"'.,\n—"), max_size=120))
def test_any_text_is_read(tagger: Tagger, parse: Callable[[str], Parse], text: str) -> None:
    parsed = parse(text)
    check(parsed, tagger.attributions(parsed))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It fell,” he said.", "direct"),
        ("He said it “fell” at night.", "mixed"),
        ("He said it fell.", "indirect"),
    ],
)
def test_kind(text: str, kind: str, parse: Callable[[str], Parse]) -> None:
    parsed = parse(text)
    start, end = (0, text.index(" he")) if kind == "direct" else (8, len(text) - 1)
    assert kind_of(text, all_quotations(parsed), [parsed.span(*_tokens(parsed, start, end))]) == kind


def _tokens(parsed: Parse, start: int, end: int) -> tuple[int, int]:
    inside = [t.i for t in parsed.tokens if t.start >= start and t.end <= end]
    return inside[0], inside[-1] + 1
