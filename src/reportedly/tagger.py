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

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.errors import EnvironmentFault
from reportedly.model import Attribution, AttributionKind, Parse, Span, make_id

__all__ = ["Tagger"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

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

#: The last states of a path with no content: read only when nothing else is left, but counted in the probabilities.
EMPTY = np.isin(np.arange(STATES), [outside(0, 0), outside(0, 1), source(0, 0), source(0, 1)])

# --- what is known of a token ----------------------------------------------------------------------------------------

#: Penn Treebank tags and ClearNLP dependency labels as spaCy's English pipelines give them; index 0 is "not known".
_TAG_WORDS = (
    "? $ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR"
    " RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX ``"
)
_DEP_WORDS = (
    "? ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep"
    " det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet"
    " prep prt punct quantmod relcl xcomp"
)
TAGS = tuple(_TAG_WORDS.split(" "))
DEPS = tuple(_DEP_WORDS.split(" "))
_TAG = {tag: i for i, tag in enumerate(TAGS)}
_DEP = {dep: i for i, dep in enumerate(DEPS)}

_MARKS = re.compile('["“”„«»‟]')


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


# --- decoding --------------------------------------------------------------------------------------------------------


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = raised / raised.sum(-1, keepdims=True)
    return out


def find_cues(scores: Floats, start: float) -> list[tuple[int, int, float]]:
    """Cues in a run of tokens: `(first, last, probability)`, last exclusive, in order; they do not overlap.

    `scores` [N, 3] are those of O, B and I. A cue begins where B is at least as probable as `start` and goes on while I
    beats O and B; where two beginnings claim one token, the likelier keeps it.
    """
    p = softmax(scores)
    begins = np.flatnonzero(p[:, 1] >= start)
    if not len(begins):
        return []
    goes_on = p[:, 2] > np.maximum(p[:, 0], p[:, 1])
    # Where the run of inside tokens after each token ends.
    stops = np.append(np.flatnonzero(~goes_on), len(p))
    spans = []
    for i in begins:
        end = int(stops[np.searchsorted(stops, i + 1)])
        spans.append((int(i), end, float(p[i, 1])))
    taken = np.zeros(len(p), dtype=bool)
    kept = []
    for first, last, chance in sorted(spans, key=lambda x: -x[2]):
        if not taken[first:last].any():
            taken[first:last] = True
            kept.append((first, last, chance))
    return sorted(kept)


#: `BEFORE[k, j]`: the k-th state that may precede state j; filled up with repetitions.
BEFORE = np.stack([np.resize(np.flatnonzero(ALLOWED[:, j]), ALLOWED.sum(0).max()) for j in range(STATES)], axis=1)
#: The forward sums are brought back to one after so many tokens; a double holds many more.
_RESCALE = 8


def best_paths(scores: Sequence[Floats], move: Doubles, first: Doubles, last: Doubles) -> list[tuple[Ints, float]]:
    """For each array of scores [tokens, LABELS] the best path with a content, and its log probability among all paths.

    Paths without content are among all: they say that the cue is none. The first is Viterbi's algorithm, the second the
    forward algorithm with scaling (Rabiner 1989). All rows go together, the longest first, so that those which have ended
    are a tail that is left out.
    """
    order = sorted(range(len(scores)), key=lambda i: -len(scores[i]))
    length = np.array([len(scores[i]) for i in order])
    n, rows = int(length[0]), len(order)
    states = np.zeros((n, STATES, rows))
    for r, i in enumerate(order):
        states[: length[r], :, r] = scores[i][:, EMISSION]
    top = states.max(1)
    raised = np.exp(states - top[:, None])
    weight, cost = np.exp(move).T, move[BEFORE, np.arange(STATES)][..., None]
    best = np.empty_like(states)
    best[0] = states[0] + first[:, None]
    total = raised[0] * np.exp(first)[:, None]
    logs = np.zeros(rows)
    ends, closing = np.exp(last), np.where(EMPTY, -1e6, last)[:, None]
    value, state = np.empty(rows), np.empty(rows, dtype=np.int64)
    on = rows
    for t in range(1, n + 1):
        still = int(np.searchsorted(-length, -t)) if t < n else 0
        if still < on:
            done = slice(still, on)
            final = best[t - 1, :, done] + closing
            state[done], value[done] = final.argmax(0), final.max(0)
            logs[done] += np.log(ends @ total[:, done])
            on, total = still, total[:, :still]
        if not on:
            break
        best[t, :, :on] = (best[t - 1, :, :on][BEFORE] + cost).max(0) + states[t, :, :on]
        total = (weight @ total) * raised[t, :, :on]
        if t % _RESCALE == 0:
            size = total.sum(0)
            total /= size
            logs[:on] += np.log(size)
    logs += (top * (np.arange(n)[:, None] < length)).sum(0)
    path = np.zeros((n, rows), dtype=np.int64)
    row = np.arange(rows)
    for t in range(n - 1, -1, -1):
        on = int(np.searchsorted(-length, -t))
        path[t, :on] = state[:on]
        if t:
            here = BEFORE[:, state[:on]]
            choice = (best[t - 1][here, row[:on]] + move[here, state[:on]]).argmax(0)
            state[:on] = here[choice, row[:on]]
    chances = value - logs
    out: list[tuple[Ints, float]] = [(np.empty(0, dtype=np.int64), 0.0)] * rows
    for r, i in enumerate(order):
        out[i] = path[: length[r], r], float(chances[r])
    return out


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as decoded, in token indices of the parse: runs `[first, last)`.

    `cue_chance`: probability that a cue begins here; `path_chance`: log probability of the path, given the cue.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    cue_chance: float
    path_chance: float

    def tokens(self) -> int:
        """How many tokens the content has."""
        return sum(b - a for a, b in self.content)


def _runs(marked: npt.NDArray[np.bool_], shift: int) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return tuple((int(a) + shift, int(b) + shift) for a, b in zip(edges[::2], edges[1::2], strict=True))


class Tagger:
    """The two graphs, the tokenizer and the weights of the automaton.

    Build one a process; `attributions` is pure. `folder` holds other weights than those that ship. Raises
    EnvironmentFault when the files are not there or cannot be read.
    """

    #: Windows encoded at once, and cues scored at once: enough to fill the cores of a matrix product, little memory.
    WINDOWS, CUES = 8, 16

    def __init__(self, folder: Traversable | None = None) -> None:
        try:
            from onnxruntime import InferenceSession, SessionOptions  # type: ignore[import-untyped]
            from tokenizers import Tokenizer
        except ModuleNotFoundError as fault:
            raise EnvironmentFault(
                f"the tagger needs the package {fault.name}: install it with 'pip install {fault.name}'"
            ) from fault
        folder = folder or files("reportedly") / "data" / "tagger"
        try:
            options = SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = False
            here = ["CPUExecutionProvider"]
            self._encoder = InferenceSession((folder / "encoder.onnx").read_bytes(), options, providers=here)
            self._pairs = InferenceSession((folder / "pairs.onnx").read_bytes(), options, providers=here)
            self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            self._settings: dict[str, Any] = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
        except OSError as fault:
            raise EnvironmentFault(
                f"the tagger's weights are missing ({fault.filename}): install the package again, or use the rules"
            ) from fault

    @classmethod
    def load(cls) -> Tagger:
        """The tagger that ships with the package."""
        return cls()

    @property
    def version(self) -> str:
        """The name of the weights, for an extraction's record of what made it."""
        return str(self._settings["version"])

    @cached_property
    def _automaton(self) -> tuple[Doubles, Doubles, Doubles]:
        return tuple(  # type: ignore[return-value]
            np.where(legal, np.array(self._settings[name]), -1e4)
            for name, legal in (("move", ALLOWED), ("first", FIRST), ("last", LAST))
        )

    def attributions(self, parse: Parse) -> tuple[Attribution, ...]:
        """All attributions of the parse, in the order of their first token. Their confidence is calibrated.

        Time is linear in the text. A content token belongs to one attribution; no attribution is without content.
        """
        return attributions_of(parse, self.settle(self.read(parse)))

    # -- the steps, in order --

    def read(self, parse: Parse, tree: bool = True) -> list[Reading]:
        """What the graphs and the automaton make of each likely cue, before cues compete for words."""
        if not parse.tokens:
            return []
        text = read(parse, self._tokenizer)
        todo = sorted(windows(text, parse.paragraphs), key=lambda w: text.at[w.last] - text.at[w.first])
        out: list[Reading] = []
        for k in range(0, len(todo), self.WINDOWS):
            out += self._read_windows(text, todo[k : k + self.WINDOWS], tree)
        return out

    def _read_windows(self, text: Text, group: Sequence[Window], tree: bool) -> list[Reading]:
        encoded = [encode(text, window) for window in group]
        longest = max(len(ids) for ids, _ in encoded)
        ids = np.zeros((len(group), longest), dtype=np.int64)
        size = np.array([len(i) for i, _ in encoded], dtype=np.int32)
        base = np.cumsum([0] + [w.last - w.first for w in group])
        place = np.empty(base[-1], dtype=np.int64)
        head = np.empty(base[-1], dtype=np.int64)
        for r, ((row, at), w) in enumerate(zip(encoded, group, strict=True)):
            ids[r, : len(row)] = row
            here = slice(base[r], base[r + 1])
            place[here] = at + r * longest
            own = np.arange(w.last - w.first)
            above = text.head[w.first : w.last] - w.first
            head[here] = np.where((above >= 0) & (above < len(own)), above, own) + base[r]
        known = [np.concatenate([x[w.first : w.last] for w in group]) for x in (text.tag, text.dep)]
        if not tree:
            known, head = [np.zeros_like(x) for x in known], np.arange(len(head))
        inputs = {"ids": ids, "size": size, "place": place, "tag": known[0], "dep": known[1], "head": head}
        cue_scores, tokens, keys, cue_a, cue_b = self._encoder.run(None, inputs)
        jobs: list[tuple[int, Window, tuple[int, int], float]] = []
        rivals: dict[int, list[range]] = {}
        for r, w in enumerate(group):
            likely = find_cues(cue_scores[base[r] : base[r + 1]], self._settings["start"])
            likely = [(a + w.first, b + w.first, p) for a, b, p in likely]
            rivals[r] = [range(a, b) for a, b, p in likely if p >= 0.5]
            jobs += [(r, w, (a, b), p) for a, b, p in likely if w.core_first <= a < w.core_last]
        scores: list[Floats] = []
        for k in range(0, len(jobs), self.CUES):
            part = jobs[k : k + self.CUES]
            length = np.array([w.last - w.first for _, w, _, _ in part])
            n = int(length.max())
            index = np.zeros((len(part), n), dtype=np.int64)
            features = np.zeros((len(part), n, len(SIZES)), dtype=np.int64)
            mine = np.empty((2, len(part), 1, cue_a.shape[1]), dtype=np.float32)
            for m, (r, w, (a, b), _) in enumerate(part):
                index[m, : length[m]] = np.arange(base[r], base[r + 1])
                features[m, : length[m]] = relate(text, w, range(a, b), rivals[r], tree)
                here = slice(base[r] + a - w.first, base[r] + b - w.first)
                mine[0, m], mine[1, m] = cue_a[here].mean(0), cue_b[here].mean(0)
            where = np.ravel_multi_index(tuple(features[..., 1:5].transpose(2, 0, 1)), SIZES[1:5])
            found = self._pairs.run(
                None,
                {
                    "tokens": tokens[index],
                    "keys": keys[index],
                    "cue": mine[0],
                    "lock": mine[1],
                    "mask": (np.arange(n) < length[:, None]).astype(np.float32)[..., None],
                    "distance": features[..., 0],
                    "where": where,
                    "branch": features[..., 5] * SIZES[6] + features[..., 6],
                    "own": features[..., 7],
                },
            )[0]
            scores += [found[m, :size] for m, size in enumerate(length)]
        if not jobs:
            return []
        out: list[Reading] = []
        paths = best_paths(scores, *self._automaton)
        for (_, w, cue, p), (path, chance) in zip(jobs, paths, strict=True):
            inside = path >= content(0, 0)
            if inside.any():
                said = _runs((path >= source(0, 0)) & ~inside, w.first)
                out.append(Reading(said, cue, _runs(inside, w.first), p, chance))
        return out

    def confidence(self, reading: Reading) -> float:
        """The calibrated probability that the attribution is right in the sense of the measure `full`."""
        c = self._settings["calibration"]
        p = min(max(reading.cue_chance, 1e-4), 1 - 1e-4)
        x = c["bias"] + c["cue"] * np.log(p / (1 - p)) + c["path"] * reading.path_chance
        x += c["length"] * np.log(reading.tokens()) + c["sourceless"] * (not reading.source)
        return float(1 / (1 + np.exp(-x)))

    def settle(self, readings: Sequence[Reading]) -> list[tuple[Reading, float]]:
        """The readings that stand, with their confidence: surer ones take their words first, unsure ones are dropped.

        One that has lost most of its words to surer ones is dropped too, unless what is left are whole pieces of it.
        """
        sure = sorted(((self.confidence(r), r) for r in readings), key=lambda x: (-x[0], x[1].cue))
        content: set[int] = set()
        cues: set[int] = set()
        out = []
        for chance, r in sure:
            if chance < self._settings["threshold"]:
                break
            own = set(range(*r.cue))
            words = [i for a, b in r.content for i in range(a, b)]
            free = [i for i in words if i not in content and i not in own and i not in cues]
            whole = [piece for piece in r.content if content.isdisjoint(range(*piece))]
            cut = len(free) > sum(b - a for a, b in whole)
            if own & (content | cues) or not free or (cut and 2 * len(free) < len(words)):
                continue
            if len(free) < len(words):
                marked = np.zeros(free[-1] - free[0] + 1, dtype=bool)
                marked[np.array(free) - free[0]] = True
                r = Reading(r.source, r.cue, _runs(marked, free[0]), r.cue_chance, r.path_chance)
            content.update(free)
            cues |= own
            out.append((r, chance))
        return out


def attributions_of(parse: Parse, readings: Sequence[tuple[Reading, float]]) -> tuple[Attribution, ...]:
    """Readings and their confidence as attributions, in the order of their first code point."""
    quoted = all_quotations(parse)
    out = []
    for reading, confidence in readings:
        source, content = (tuple(parse.span(a, b) for a, b in runs) for runs in (reading.source, reading.content))
        cue = (parse.span(*reading.cue),)
        where = [(s.start, s.end) for s in source], reading.cue, [(s.start, s.end) for s in content]
        out.append(
            Attribution(
                id=make_id(parse.document, "attribution", where),
                kind=kind_of(parse.text, quoted, content),
                source=source,
                cue=cue,
                content=content,
                confidence=round(confidence, 4),
            )
        )
    return tuple(sorted(out, key=lambda a: (_start(a), a.id)))


def _start(attribution: Attribution) -> int:
    return min(s.start for s in (*attribution.source, *attribution.cue, *attribution.content))


def all_quotations(parse: Parse) -> list[tuple[int, int]]:
    """The quotations of all paragraphs, in order."""
    tokens = parse.tokens
    bounds = ((tokens[first].start, tokens[last - 1].end) for first, last in parse.paragraphs)
    return [found for start, end in bounds for found in quotations(parse.text, start, end)]


def kind_of(text: str, quoted: Sequence[tuple[int, int]], content: Sequence[Span]) -> AttributionKind:
    """Direct when all words of the content stand inside the quotations of the text, mixed when some do."""
    inside = outside_ = False
    for span in content:
        at = span.start
        k = max(0, bisect_right(quoted, (at, len(text))) - 1)
        while at < span.end and k < len(quoted) and quoted[k][0] < span.end:
            start, end = quoted[k]
            outside_ = outside_ or _has_word(text[at:start])
            inside = inside or _has_word(text[max(at, start) : min(end, span.end)])
            at, k = max(at, end), k + 1
        outside_ = outside_ or _has_word(text[at : span.end])
    return "direct" if inside and not outside_ else "mixed" if inside else "indirect"


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)
