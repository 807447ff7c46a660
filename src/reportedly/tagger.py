"""The learned tagger: source, cue and content of every attribution, from one pass of a small encoder.

The idea is that of semantic role labelling: the cue is the predicate, source and content are its arguments (Pareti 2015;
He et al. 2018, "Jointly Predicting Predicates and Arguments"). A text is read in windows of whole paragraphs. One graph
encodes a window's word pieces, joins what the parse knows of each token, and scores every token as the beginning or the
inside of a cue. A second graph scores, for each likely cue, every token of the window as source or content *of that cue*.
The best path through a small automaton then gives one source at most and a content in as few pieces as the scores
allow, so linking and labelling are one decision. Both graphs are ONNX and run on one thread; see
`data/tagger/MODEL_CARD.md` for data, figures and faults, and `training/attribution` for how the weights were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportedly.model import Parse

__all__ = ["Tagger"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

#: Word pieces in a window, with the marks between paragraphs; the encoder was trained on windows of this length.
WINDOW = 256
#: A paragraph longer than a window is read in steps of this many pieces, with context on both sides.
CORE = 160
#: Pieces of one token that the encoder sees; only the first stands for the token, so no more are needed.
PIECES = 8

CLS, SEP = 101, 102

# --- the automaton ---------------------------------------------------------------------------------------------------
#
# A path labels the tokens of a window for one cue. Phase 0 is before the content, 1 in a gap of it, 2 after it; the flag
# says whether the source has been seen, so that there is one at most. States: O by phase and flag (0-5), source by phase,
# beginning and inside (6-11), content by beginning, inside, end, alone and flag (12-19).

STATES = 20
#: The score of the second graph that each state takes: O by phase (0-2), source B I (3, 4), content B I E U (5-8).
EMISSION = np.array([0, 0, 1, 1, 2, 2, 3, 4, 3, 4, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8])
LABELS = 9


def outside(phase: int, seen: int) -> int:
    """The state of a token that is neither source nor content."""
    return 2 * phase + seen


def source(phase: int, inside: int) -> int:
    """The state of a token of the source: its first (`inside` 0) or a later one."""
    return 6 + 2 * phase + inside


def content(position: int, seen: int) -> int:
    """The state of a token of the content: beginning 0, inside 1, end 2 or alone 3 in its piece."""
    return 12 + 2 * position + seen


def _moves() -> Iterator[tuple[int, int]]:
    for seen in (0, 1):
        opens = (content(0, seen), content(3, seen))
        for phase in (0, 1, 2):
            yield outside(phase, seen), outside(phase, seen)
            if phase < 2:
                yield from ((outside(phase, seen), state) for state in opens)
        for last in (0, 1):
            yield content(last, seen), content(1, seen)
            yield content(last, seen), content(2, seen)
        for last in (2, 3):
            for phase in (1, 2):
                yield content(last, seen), outside(phase, seen)
                if not seen:
                    yield content(last, 0), source(phase, 0)
    for phase in (0, 1, 2):
        yield outside(phase, 0), source(phase, 0)
        for inside in (0, 1):
            yield source(phase, inside), source(phase, 1)
            yield source(phase, inside), outside(phase, 1)
            if phase < 2:
                yield source(phase, inside), content(0, 1)
                yield source(phase, inside), content(3, 1)


#: `ALLOWED[i, j]`: state j may follow state i.
ALLOWED = np.zeros((STATES, STATES), dtype=bool)
for _i, _j in _moves():
    ALLOWED[_i, _j] = True
#: The states that may stand first and last in a window.
FIRST = np.isin(np.arange(STATES), [outside(0, 0), source(0, 0), content(0, 0), content(3, 0)])
LAST = np.isin(
    np.arange(STATES),
    [*(outside(p, f) for p in (0, 2) for f in (0, 1))]
    + [source(p, k) for p in (0, 2) for k in (0, 1)]
    + [content(k, f) for k in (2, 3) for f in (0, 1)],
)

# --- what is known of a token ----------------------------------------------------------------------------------------

#: Penn Treebank tags and ClearNLP dependency labels as spaCy's English pipelines give them; index 0 is "not known".
TAGS = (
    "? $ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR"
    " RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX ``"
).split()
DEPS = (
    "? ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep"
    " det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet"
    " prep prt punct quantmod relcl xcomp"
).split()
_TAG = {tag: i for i, tag in enumerate(TAGS)}
_DEP = {dep: i for i, dep in enumerate(DEPS)}

_MARKS = re.compile("[\"“”„«»‟]")


def quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the quotations of one paragraph begin and end, marks included.

    A straight mark opens when none is open. A quotation that is not closed runs to the end of the paragraph, as
    newspapers print one that goes on in the next; a closing mark with none open is no quotation.
    """
    opened = None
    for match in _MARKS.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if mark in "“„«" or (mark in '"‟' and opened is None):
            opened = at if opened is None else opened
        elif opened is not None:
            yield opened, at + 1
            opened = None
    if opened is not None:
        yield opened, end


@dataclass(frozen=True, slots=True)
class Text:
    """A parse as arrays over its tokens, and its word pieces.

    `head`, `left`, `right` are token indices; `quote` numbers the quotation that a token is in, 0 outside; `pieces` are
    the ids of the word pieces, `at[i]:at[i + 1]` those of token i.
    """

    tag: Ints
    dep: Ints
    head: Ints
    sentence: Ints
    paragraph: Ints
    quote: Ints
    left: Sequence[int]
    right: Sequence[int]
    children: Sequence[tuple[int, ...]]
    pieces: Ints
    at: Ints


def read(parse: Parse, tokenizer: object) -> Text:
    """The arrays of a parse, with its paragraphs cut into word pieces by a `tokenizers.Tokenizer`."""
    tokens = parse.tokens
    n = len(tokens)
    starts = np.array(parse.starts, dtype=np.int64)
    paragraph = np.zeros(n, dtype=np.int64)
    quote = np.zeros(n, dtype=np.int64)
    count = 0
    for number, (first, last) in enumerate(parse.paragraphs):
        paragraph[first:last] = number
        for start, end in quotations(parse.text, tokens[first].start, tokens[last - 1].end):
            count += 1
            a, b = np.searchsorted(starts[first:last], (start, end))
            quote[first + a : first + b] = count
    pieces, at = _pieces(parse, tokenizer, starts)
    return Text(
        tag=np.fromiter((_TAG.get(t.tag, 0) for t in tokens), np.int64, n),
        dep=np.fromiter((_DEP.get(t.dep, 0) for t in tokens), np.int64, n),
        head=np.fromiter((t.head for t in tokens), np.int64, n),
        sentence=np.fromiter((t.sentence for t in tokens), np.int64, n),
        paragraph=paragraph,
        quote=quote,
        left=parse.left_edge,
        right=parse.right_edge,
        children=parse.children,
        pieces=pieces,
        at=at,
    )


def _pieces(parse: Parse, tokenizer: object, starts: Ints) -> tuple[Ints, Ints]:
    """The word pieces of all paragraphs and, for each token, where its own begin.

    A piece belongs to the token in which it starts; a token in which none starts shares the one that covers it. Of a
    token with very many (a line of dashes) only the first few are kept.
    """
    tokens = parse.tokens
    where = [(tokens[first].start, tokens[last - 1].end) for first, last in parse.paragraphs]
    encoded = tokenizer.encode_batch([parse.text[a:b] for a, b in where], add_special_tokens=False)  # type: ignore[attr-defined]
    ids: list[int] = []
    offsets: list[Ints] = []
    for (start, _), encoding in zip(where, encoded, strict=True):
        ids += encoding.ids
        if encoding.ids:
            offsets.append(np.array(encoding.offsets, dtype=np.int64)[:, 0] + start)
    begin = np.concatenate(offsets) if offsets else np.zeros(0, dtype=np.int64)
    owner = np.searchsorted(starts, begin, side="right") - 1
    first = np.searchsorted(owner, np.arange(len(tokens)))
    rank = np.arange(len(owner)) - first[owner] if len(owner) else owner
    kept = rank < PIECES
    pieces = np.array(ids, dtype=np.int64)[kept]
    at = np.searchsorted(owner[kept], np.arange(len(tokens) + 1))
    return pieces, at.astype(np.int64)


# --- windows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `[first, last)` read together; cues are looked for in `[core_first, core_last)`, the rest is context."""

    first: int
    last: int
    core_first: int
    core_last: int


def windows(text: Text, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Window]:
    """Windows of whole paragraphs, as many as fit; a longer paragraph is cut with context on both sides."""
    at = text.at
    room = WINDOW - 1
    begin = end = None
    used = 0
    for first, last in paragraphs:
        size = int(at[last] - at[first]) + 1
        if begin is not None and end is not None and used + size > room:
            yield Window(begin, end, begin, end)
            begin, used = None, 0
        if size > room:
            yield from _cut(at, first, last)
            continue
        begin, end, used = (first if begin is None else begin), last, used + size
    if begin is not None and end is not None:
        yield Window(begin, end, begin, end)


def _cut(at: Ints, first: int, last: int) -> Iterator[Window]:
    margin = (WINDOW - 2 - CORE) // 2 - PIECES
    start = first
    while start < last:
        stop = int(np.searchsorted(at, at[start] + CORE, side="left"))
        stop = min(last, max(stop, start + 1))
        before = max(first, int(np.searchsorted(at, at[start] - margin, side="left")))
        after = min(last, int(np.searchsorted(at, at[stop] + margin, side="right")) - 1)
        yield Window(min(before, start), max(after, stop), start, stop)
        start = stop


def encode(text: Text, window: Window) -> tuple[Ints, Ints]:
    """The piece ids of a window, [CLS] first and [SEP] after each paragraph, and where each token's first piece stands.

    A token without a piece of its own stands where the one before it does.
    """
    first, last = window.first, window.last
    at = text.at[first : last + 1] - text.at[first]
    pieces = text.pieces[text.at[first] : text.at[last]]
    shift = text.paragraph[first:last] - text.paragraph[first]
    count = int(shift[-1]) + 1
    own = np.diff(at)
    ids = np.full(len(pieces) + count + 1, SEP, dtype=np.int64)
    ids[0] = CLS
    ids[np.arange(len(pieces)) + 1 + np.repeat(shift, own)] = pieces
    place = at[:-1] + 1 + shift
    place[own == 0] -= 1
    return ids, place


# --- what is known of a token with respect to a cue ------------------------------------------------------------------

_DISTANCES = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61])
#: How many values each feature of a pair has, in the order in which `relate` gives them.
SIZES = (2 * len(_DISTANCES) + 1, 7, 5, 9, 5, 6, len(DEPS) + 1, len(DEPS) + 1)
_LEVELS = 4


def cue_head(text: Text, cue: Sequence[int]) -> int:
    """The token of a cue whose head is outside of it; the first one if there are several."""
    inside = set(cue)
    return next((i for i in cue if int(text.head[i]) not in inside or text.head[i] == i), cue[0])


def relate(text: Text, window: Window, cue: Sequence[int], cues: Sequence[Sequence[int]], tree: bool = True) -> Ints:
    """How each token of the window stands to a cue: an array [tokens, features] of small integers.

    Features: signed distance in tokens (bucketed), in sentences, in paragraphs, how many other cues lie between, whether
    both are in one quotation, the height above the cue's head at which their branches of the tree meet, the label of the
    token's branch there, and the label of the cue's branch. With `tree` false the last three are unknown.
    """
    first, last = window.first, window.last
    n = last - first
    low, high = cue[0], cue[-1]
    out = np.zeros((n, len(SIZES)), dtype=np.int64)
    place = np.arange(first, last)
    before, after = np.maximum(low - place, 0), np.maximum(place - high, 0)
    middle = len(_DISTANCES)
    near = np.searchsorted(_DISTANCES, before + after, side="right")
    out[:, 0] = middle + np.where(before > 0, -near, near)
    out[:, 1] = np.clip(text.sentence[first:last] - text.sentence[low], -3, 3) + 3
    out[:, 2] = np.clip(text.paragraph[first:last] - text.paragraph[low], -2, 2) + 2
    marks = np.zeros(n + 1, dtype=np.int64)
    other = np.zeros(n, dtype=bool)
    for rival in cues:
        if rival[0] <= high and low <= rival[-1]:
            continue
        if rival[0] >= first and rival[-1] < last:
            marks[(rival[0] if rival[0] > high else rival[-1]) - first + 1] += 1
            other[rival[0] - first : rival[-1] + 1 - first] = True
    total = np.cumsum(marks)
    # total[i + 1]: cues that start at or before token i, on the right; total[i]: that end before it, on the left
    at_low, at_high = total[low - first], total[high - first]
    between = np.where(before > 0, total[1:] - at_low, np.where(after > 0, total[:-1] - at_high, 0))
    out[:, 3] = np.where(other, 7, np.clip(between, -3, 3) + 3)
    mine, its = int(text.quote[low]), text.quote[first:last]
    out[:, 4] = np.where(its == 0, 1 if mine else 0, np.where(its == mine, 3, 4 if mine else 2))
    if tree:
        _climb(text, first, last, cue_head(text, cue), out)
    return out


def _climb(text: Text, first: int, last: int, head: int, out: Ints) -> None:
    """The three features of the tree, written from the highest ancestor down so that the nearest stays."""
    path = [head]
    while len(path) < _LEVELS and text.head[path[-1]] != path[-1]:
        path.append(int(text.head[path[-1]]))
    for level in range(len(path) - 1, -1, -1):
        node = path[level]
        a, b = max(text.left[node], first) - first, min(text.right[node] + 1, last) - first
        if a >= b:
            continue
        out[a:b, 5] = level + 1
        out[a:b, 6] = len(DEPS)
        out[a:b, 7] = text.dep[path[level - 1]] if level else 0
        for child in text.children[node]:
            a, b = max(text.left[child], first) - first, min(text.right[child] + 1, last) - first
            if a < b:
                out[a:b, 6] = text.dep[child]


class Tagger:
    """The tagger, loaded."""
