"""Parsed documents -> windows with gold paths, and batches of them."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import ENCODER
from tokenizers import Tokenizer

from reportedly.tagger import Text, Window, content, encode, outside, read, relate, source, windows

#: A source in two pieces with at most this many tokens between is one source.
GAP = 3


@dataclass(slots=True)
class Gold:
    """One attribution in a window: the tokens of its cue, and those of source and content pieces that the window holds."""

    cue: list[int]
    source: list[int]
    content: list[list[int]]


@dataclass(slots=True)
class Example:
    text: Text
    window: Window
    ids: np.ndarray
    place: np.ndarray
    gold: list[Gold]
    document: int


def runs(tokens: Sequence[int]) -> list[list[int]]:
    """Unbroken runs of token indices."""
    out: list[list[int]] = []
    for i in sorted(set(tokens)):
        if out and out[-1][-1] == i - 1:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def gold_of(attribution: dict[str, list[list[int]]]) -> Gold | None:
    cue = sorted({i for piece in attribution["cue"] for i in piece})
    if not cue:
        return None
    inside = {i for piece in attribution["content"] for i in piece} - set(cue)
    pieces = runs(sorted({i for piece in attribution["source"] for i in piece} - inside))
    merged = pieces[:1]
    for piece in pieces[1:]:
        if piece[0] - merged[-1][-1] <= GAP and not any(i in inside for i in range(merged[-1][-1], piece[0])):
            merged[-1] = list(range(merged[-1][0], piece[-1] + 1))
        else:
            merged.append(piece)
    return Gold(cue, merged[0] if merged else [], runs(sorted(inside)))


def path_of(gold: Gold, window: Window) -> np.ndarray:
    """The states of the automaton that spell this attribution."""
    n = window.last - window.first
    pieces = [[i - window.first for i in piece if window.first <= i < window.last] for piece in gold.content]
    pieces = [run for piece in pieces for run in runs(piece)]
    said = [i - window.first for i in gold.source if window.first <= i < window.last]
    path = np.zeros(n, dtype=np.int64)
    first = pieces[0][0] if pieces else n
    last = pieces[-1][-1] if pieces else n
    opens = said[0] if said else n
    inside = {i for piece in pieces for i in piece}
    said = [i for i in said if i not in inside]
    closes = opens
    while closes + 1 < n and closes + 1 in said:
        closes += 1
    for i in range(n):
        phase = 0 if i < first else 2 if i > last else 1
        seen = int(i > closes) if said else 0
        path[i] = source(phase, int(i > opens)) if said and opens <= i <= closes else outside(phase, seen)
    for piece in pieces:
        seen = int(bool(said) and piece[0] > closes)
        if len(piece) == 1:
            path[piece[0]] = content(3, seen)
        else:
            path[piece[0]], path[piece[-1]] = content(0, seen), content(2, seen)
            path[piece[1:-1]] = content(1, seen)
    return path


def examples(documents: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> list[Example]:
    out = []
    for number, document in enumerate(documents):
        parse = document["parse"]
        if not parse.tokens:
            continue
        text = read(parse, tokenizer)
        gold = [g for g in map(gold_of, document["gold"]) if g is not None]
        for window in windows(text, parse.paragraphs):
            ids, place = encode(text, window)
            mine = [g for g in gold if window.first <= g.cue[0] and g.cue[-1] < window.last]
            out.append(Example(text, window, ids, place, mine, number))
    return out


def load(path: Path) -> dict[str, list[dict[str, Any]]]:
    with path.open("rb") as file:
        return pickle.load(file)


def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def batches(items: list[Example], size: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of windows of like length, in random order when `rng` is given."""
    order = list(items)
    if rng:
        rng.shuffle(order)
        order = [e for i in range(0, len(order), size * 20) for e in sorted(order[i : i + size * 20], key=lambda e: len(e.ids))]
        groups = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(groups)
        yield from groups
    else:
        order.sort(key=lambda e: len(e.ids))
        yield from (order[i : i + size] for i in range(0, len(order), size))


def tensors(batch: list[Example], blind: set[int] = frozenset()) -> dict[str, torch.Tensor]:  # type: ignore[assignment]
    """Inputs of `network.Tokens`. The parse of the examples whose position is in `blind` is withheld."""
    t = max(len(e.ids) for e in batch)
    n = max(len(e.place) for e in batch)
    out = {k: torch.zeros(len(batch), t, dtype=torch.long) for k in ("ids", "mask")}
    out |= {k: torch.zeros(len(batch), n, dtype=torch.long) for k in ("place", "tag", "dep", "head")}
    for r, e in enumerate(batch):
        a, b = e.window.first, e.window.last
        out["ids"][r, : len(e.ids)] = torch.from_numpy(e.ids)
        out["mask"][r, : len(e.ids)] = 1
        out["place"][r, : b - a] = torch.from_numpy(e.place)
        heads = np.arange(b - a)
        if r not in blind:
            out["tag"][r, : b - a] = torch.from_numpy(e.text.tag[a:b])
            out["dep"][r, : b - a] = torch.from_numpy(e.text.dep[a:b])
            own = e.text.head[a:b] - a
            heads = np.where((own >= 0) & (own < b - a), own, heads)
        out["head"][r, : b - a] = torch.from_numpy(heads)
    return out


def pair_features(e: Example, cue: Sequence[int], cues: Sequence[Sequence[int]], n: int, tree: bool) -> np.ndarray:
    features = relate(e.text, e.window, cue, cues, tree)
    return np.pad(features, ((0, n - len(features)), (0, 0)))
