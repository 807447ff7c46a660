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


Measured = tuple[Any, list[Reading], list[tuple[set[int], set[int]]]]


def counts(tagger: Tagger, data: list[Measured], threshold: float) -> np.ndarray:
    """Right, kept and wanted attributions, of what is left after settling with this threshold."""
    tagger._settings["threshold"] = threshold
    total = np.zeros(3)
    for parse, readings, gold in data:
        kept = [r for r, _ in tagger.settle(readings)]
        hits = {k for k in (right(parse, r, gold) for r in kept) if k is not None}
        total += len(hits), len(kept), sum(bool(c) for c, _ in gold)
    return total


def f1(total: np.ndarray) -> float:
    return round(float(200 * total[0] / max(1, total[1] + total[2])), 2)


def settle_on(tagger: Tagger, data: list[Measured]) -> dict[float, float]:
    """Fits the confidence and sets it and the best threshold; F1 by threshold."""
    x = np.array([features(r) for _, readings, _ in data for r in readings])
    y = np.array([right(p, r, gold) is not None for p, readings, gold in data for r in readings], dtype=float)
    tagger._settings["calibration"] = dict(zip(NAMES, (round(float(v), 4) for v in fit(x, y)), strict=True))
    curve = {round(float(t), 3): f1(counts(tagger, data, float(t))) for t in np.arange(0.0, 0.7, 0.025)}
    tagger._settings["threshold"] = max(curve, key=lambda k: curve[k])
    return curve


def two_fold(tagger: Tagger, data: list[Measured]) -> tuple[float, float]:
    """F1 and calibration error when each half is read with what was fitted on the other."""
    total, chances, truths = np.zeros(3), [], []
    for side in (0, 1):
        settle_on(tagger, data[1 - side :: 2])
        held = data[side::2]
        chances += [tagger.confidence(r) for _, readings, _ in held for r in readings]
        truths += [right(p, r, gold) is not None for p, readings, gold in held for r in readings]
        total += counts(tagger, held, tagger._settings["threshold"])
    return f1(total), calibration_error(np.array(chances), np.array(truths, dtype=float))


if __name__ == "__main__":
    folder, prepared, corpus, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    tagger = Tagger(folder)
    tagger._settings["start"] = float(sys.argv[5]) if len(sys.argv) > 5 else 0.1
    data = [(d["parse"], tagger.read(d["parse"]), [roles(d["parse"], g) for g in d["gold"]]) for d in load(prepared)[corpus]]
    held, error = two_fold(tagger, data)
    curve = settle_on(tagger, data)
    kept = {k: tagger._settings[k] for k in ("start", "threshold", "calibration")}
    out.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    print(f"full F1, each half read with what was fitted on the other: {held}; calibration error {error:.4f}")
    print(json.dumps(kept), json.dumps(curve))
