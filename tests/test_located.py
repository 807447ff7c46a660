"""Looking up by place agrees with going through everything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportedly.located import Located

RANGES = st.tuples(st.integers(0, 3000), st.integers(1, 900)).map(lambda r: (r[0], r[0] + r[1]))


@given(st.lists(RANGES, max_size=30), RANGES)
def test_over_finds_what_overlaps(ranges: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    located = Located((a, b, i) for i, (a, b) in enumerate(ranges))
    wanted = [i for i, (a, b) in enumerate(ranges) if a < asked[1] and asked[0] < b]
    assert list(located.over(*asked)) == wanted
