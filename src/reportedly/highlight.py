"""Text with some of its spans marked, as HTML that carries nothing but itself. Used by notebooks and the dossier."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from html import escape


def highlighted(text: str, marks: Iterable[tuple[int, int, str, str]]) -> str:
    """`text`, escaped, with `<mark class=... title=...>` around each `(start, end, class, title)`.

    Marks may nest and overlap; each stretch of text carries the classes and titles of all the marks over it.
    """
    marks = [m for m in marks if m[0] < m[1]]
    cuts = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    starting: dict[int, list[int]] = {}
    for k, m in enumerate(marks):
        starting.setdefault(m[0], []).append(k)
    active: set[int] = set()
    out = []
    for start, end in itertools.pairwise(cuts):
        active = {k for k in active if marks[k][1] > start} | set(starting.get(start, ()))
        piece = escape(text[start:end])
        if active:
            classes = " ".join(dict.fromkeys(marks[k][2] for k in sorted(active)))
            title = " · ".join(dict.fromkeys(marks[k][3] for k in sorted(active)))
            piece = f'<mark class="{escape(classes)}" title="{escape(title)}">{piece}</mark>'
        out.append(piece)
    return "".join(out)


def as_notebook_html(title: str, text: str, marks: Iterable[tuple[int, int, str, str]]) -> str:
    """A small block for a notebook: a heading and the highlighted text, styled within itself."""
    style = (
        "<style>.reportedly{white-space:pre-wrap;max-height:30em;overflow:auto;font:inherit}"
        ".reportedly mark{background:#ffe9a8;color:inherit}.reportedly mark.source{background:#cfe3ff}"
        ".reportedly mark.cue{background:#e3d4f7}.reportedly mark.furniture{opacity:.45;background:none}</style>"
    )
    return f'{style}<strong>{escape(title)}</strong><div class="reportedly">{highlighted(text, marks)}</div>'
