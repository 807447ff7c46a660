"""Near-duplicate texts: reprints, rewrites, and what only looks like one."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import Document
from reportedly.reprint import UNDATED, Blocks, Order, Reprints, quotations
from tests.builders import document

DAY = date(2024, 3, 6)
SYLLABLES = ("ba", "dor", "kel", "mi", "ras", "tov", "lun", "ger", "pa", "shi", "wen", "zul")


def prose(seed: int, paragraphs: int = 5, words: int = 40) -> str:
    """Invented words in paragraphs, the same for one seed."""
    rng = random.Random(seed)
    return "\n\n".join(
        " ".join("".join(rng.choices(SYLLABLES, k=2)) for _ in range(words)).capitalize() + "." for _ in range(paragraphs)
    )


def order(of: Document) -> Order:
    day = of.published.toordinal() if of.published else UNDATED
    return day, 0, -len(of.text), of.id


def laid(*documents: Document) -> Reprints:
    found = Reprints()
    for one in documents:
        found.add(one, order(one))
    return found


def test_a_reprint_has_the_earlier_one_as_its_parent() -> None:
    first = document(prose(1), published=DAY)
    later = document("From our correspondent.\n\n" + prose(1) + "\n\nAll rights reserved.", published=DAY + timedelta(days=2))
    found = laid(later, first)
    overlap = found.parent(later.id)
    assert overlap is not None
    assert (overlap.parent, overlap.kind) == (first.id, "reprint")
    assert overlap.share > 0.95
    assert found.parent(first.id) is None


def test_a_rewrite_changes_words_all_over() -> None:
    words = prose(1).split(" ")
    changed = " ".join("otherwise" if i % 8 == 7 else word for i, word in enumerate(words))
    first, later = document(prose(1), published=DAY), document(changed, published=DAY + timedelta(days=1))
    overlap = laid(first, later).parent(later.id)
    assert overlap is not None
    assert overlap.kind == "rewrite"


def test_two_background_paragraphs_make_neither() -> None:
    background = prose(9, 2)
    first = document(prose(1, 3) + "\n\n" + background, published=DAY)
    later = document(prose(2, 3) + "\n\n" + background, published=DAY + timedelta(days=1))
    assert laid(first, later).parent(later.id) is None


def test_a_long_quotation_in_both_makes_neither() -> None:
    said = "“" + prose(5, 1, 120) + "”"
    first = document(prose(1, 2) + "\n\n" + said, published=DAY)
    later = document(prose(2, 2) + "\n\n" + said, published=DAY + timedelta(days=1))
    assert laid(first, later).parent(later.id) is None


def test_furniture_is_not_compared() -> None:
    menu = prose(7, 4)
    made = []
    for seed in (1, 2):
        text = prose(seed, 2) + "\n\n" + menu
        bare = document(text, published=DAY + timedelta(days=seed))
        made.append(document(text, published=bare.published, furniture=(bare.span(len(text) - len(menu), len(text)),)))
    assert laid(*made).parent(made[1].id) is None


def test_a_month_apart_is_not_compared() -> None:
    first, later = document(prose(1), published=DAY), document(prose(1) + " Again.", published=DAY + timedelta(days=30))
    assert laid(first, later).parent(later.id) is None


def test_of_one_day_the_shorter_is_the_child() -> None:
    whole, cut = document(prose(1), published=DAY), document("\n\n".join(prose(1).split("\n\n")[:3]), published=DAY)
    found = laid(cut, whole)
    assert found.parent(whole.id) is None
    assert (overlap := found.parent(cut.id)) is not None
    assert overlap.parent == whole.id


def test_what_has_no_date_is_the_child() -> None:
    dated, undated = document(prose(1), published=DAY), document(prose(1) + " More words at the end.", published=None)
    found = laid(undated, dated)
    assert (overlap := found.parent(undated.id)) is not None
    assert overlap.parent == dated.id
    assert found.parent(dated.id) is None


def test_a_reprint_of_a_rewrite_has_the_rewrite_as_its_parent() -> None:
    words = prose(1).split(" ")
    changed = " ".join("otherwise" if i % 8 == 7 else word for i, word in enumerate(words))
    wire = document(prose(1), published=DAY)
    rewrite = document(changed, published=DAY + timedelta(days=1))
    copy = document(changed + " The end.", published=DAY + timedelta(days=2))
    assert (overlap := laid(wire, rewrite, copy).parent(copy.id)) is not None
    assert overlap.parent == rewrite.id


def test_texts_of_a_few_words_are_left_alone() -> None:
    words = "The ministry said forty sailors were killed."
    first, later = document(words, published=DAY), document(words + " So far.", published=DAY + timedelta(days=1))
    assert laid(first, later).parent(later.id) is None


def test_quotations_end_with_their_paragraph() -> None:
    text = 'He said “one” and "two" and\n\n"three is not closed.\n\nThe end" of it.'
    assert [text[a:b] for a, b in quotations(text)] == ["“one”", '"two"']


MEMBERS = st.lists(st.tuples(st.integers(1, 40), st.sets(st.integers(0, 5), min_size=1, max_size=3)), min_size=1, max_size=20)


@given(MEMBERS, st.randoms(use_true_random=False))
def test_blocks_do_not_depend_on_the_order_of_arrival(members: list[tuple[int, set[int]]], rng: random.Random) -> None:
    orders: list[tuple[Order, set[int]]] = [((day, 0, 0, f"m{i}"), keys) for i, (day, keys) in enumerate(members)]
    straight, mixed = Blocks(), Blocks()
    for one, keys in orders:
        straight.add(one, keys)
    shuffled = rng.sample(orders, len(orders))
    for one, keys in shuffled:
        mixed.add(one, keys)
    for one, keys in rng.sample(shuffled, len(shuffled) // 2):
        mixed.remove(one[3])
        mixed.add(one, keys)
    assert all(straight.before(one[3]) == mixed.before(one[3]) for one, _ in orders)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=8), st.randoms(use_true_random=False))
def test_stale_names_all_whose_answer_changed(texts: list[tuple[int, int]], rng: random.Random) -> None:
    made = [document(prose(seed, 2) + f" End {i}.", published=DAY + timedelta(days=d)) for i, (seed, d) in enumerate(texts)]
    found = Reprints()
    known: dict[str, object] = {}
    for one in rng.sample(made, len(made)):
        found.add(one, order(one))
        for stale in found.stale() | {one.id}:
            known[stale] = found.parent(stale)
        assert all(found.parent(id) == parent for id, parent in known.items())
