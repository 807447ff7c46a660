"""Fit the confidence of attributions, and the least confidence at which one is kept, on documents not trained on.

A logistic regression (Platt 1999) on what the decoder knows of a reading, against whether gold has an attribution with a
content Jaccard of at least a half and an agreeing source. The threshold is the one with the best F1 of that.

usage: calibrate.py FOLDER PREPARED.pickle CORPUS OUT.json [START]

START is the least probability at which a beginning is tried as a cue.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from examples import load

from reportedly.tagger import Reading, Tagger

NAMES = ("bias", "cue", "path", "length", "sourceless")
EMPTY = frozenset(("a", "an", "the", "of", "'s", "’s", "and"))


def words(parse: Any, tokens: set[int]) -> set[int]:
    return {i for i in tokens if any(c.isalnum() for c in parse.tokens[i].text)}


def roles(parse: Any, gold: dict[str, list[list[int]]]) -> tuple[set[int], set[int]]:
    content = words(parse, {i for piece in gold["content"] for i in piece})
    source = words(parse, {i for piece in gold["source"] for i in piece})
    return content, {i for i in source if parse.tokens[i].lower not in EMPTY} or source


def right(parse: Any, reading: Reading, gold: list[tuple[set[int], set[int]]]) -> int | None:
    """The index of the gold attribution that this reading matches best, if any."""
    content = words(parse, {i for a, b in reading.content for i in range(a, b)})
    source = words(parse, {i for a, b in reading.source for i in range(a, b)})
    best, found = 0.5, None
    for k, (c, s) in enumerate(gold):
        share = len(content & c) / max(1, len(content | c))
        if share >= best and (source & s if source and s else not source and not s):
            best, found = share, k
    return found


def features(r: Reading) -> list[float]:
    p = min(max(r.cue_chance, 1e-4), 1 - 1e-4)
    return [1.0, float(np.log(p / (1 - p))), r.path_chance, float(np.log(r.tokens())), float(not r.source)]


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 1.0) -> np.ndarray:
    """Newton's method; the penalty keeps the weights small."""
    w = np.zeros(x.shape[1])
    ridge = penalty * np.diag([0.0] + [1.0] * (x.shape[1] - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        h = (x * (p * (1 - p))[:, None]).T @ x + ridge + 1e-9 * np.eye(len(w))
        w += np.linalg.solve(h, x.T @ (y - p) - ridge @ w)
    return w


def calibration_error(p: np.ndarray, y: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal count."""
    groups = np.array_split(np.argsort(p), 10)
    return float(sum(len(g) * abs(p[g].mean() - y[g].mean()) for g in groups) / len(p))


def f1(tagger: Tagger, data: list[tuple[Any, list[Reading], list[tuple[set[int], set[int]]]]]) -> dict[float, float]:
    """F1 of what is left after settling, by threshold."""
    out = {}
    for threshold in np.arange(0.0, 0.7, 0.025):
        tagger._settings["threshold"] = float(threshold)
        hits = found = wanted = 0
        for parse, readings, gold in data:
            kept = [r for r, _ in tagger.settle(readings)]
            hits += len({k for k in (right(parse, r, gold) for r in kept) if k is not None})
            found, wanted = found + len(kept), wanted + len([1 for c, _ in gold if c])
        out[round(float(threshold), 3)] = round(200 * hits / max(1, found + wanted), 2)
    return out


if __name__ == "__main__":
    folder, prepared, corpus, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    tagger = Tagger(folder)
    tagger._settings["start"] = float(sys.argv[5]) if len(sys.argv) > 5 else 0.1
    data = [(d["parse"], tagger.read(d["parse"]), [roles(d["parse"], g) for g in d["gold"]]) for d in load(prepared)[corpus]]
    x = np.array([features(r) for _, readings, _ in data for r in readings])
    y = np.array([right(p, r, gold) is not None for p, readings, gold in data for r in readings], dtype=float)
    half = np.array([k % 2 for k, (_, readings, _) in enumerate(data) for _ in readings], dtype=bool)
    held = np.empty(len(y))
    for side in (half, ~half):
        held[side] = 1 / (1 + np.exp(-x[side] @ fit(x[~side], y[~side])))
    tagger._settings["calibration"] = dict(zip(NAMES, (round(float(v), 4) for v in fit(x, y)), strict=True))
    curve = f1(tagger, data)
    best = max(curve, key=lambda k: curve[k])
    tagger._settings["threshold"] = best
    kept = {k: tagger._settings[k] for k in ("start", "threshold", "calibration")}
    out.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    print("readings", len(y), "right", y.mean().round(3), "calibration error, two-fold", round(calibration_error(held, y), 4))
    print(json.dumps(kept), json.dumps(curve))
