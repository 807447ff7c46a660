"""The corpus of this repository as attributions for `prepare.py`.

usage: from_corpus.py CORPUS OUT.jsonl [--split train]

A row without a cue, or one inside the content of another (statements inside statements are found by the rules, not by the
tagger), is left out. Rows with one cue and one source are one attribution.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

Spans = list[list[int]]


def attributions(rows: list[dict[str, Any]]) -> list[dict[str, Spans]]:
    """The outermost attributions of a report, in order, pieces of one joined."""
    joined: dict[tuple[tuple[int, ...], ...], dict[str, Spans]] = {}
    for row in rows:
        if not row["cue"]:
            continue
        key = tuple(tuple(span) for role in ("source", "cue") for span in row[role])
        found = joined.setdefault(key, {"source": row["source"], "cue": row["cue"], "content": []})
        found["content"] += [span for span in row["content"] if span not in found["content"]]
    every = list(joined.values())
    return [a for a in every if not any(a is not b and _inside(a["cue"], b["content"]) for b in every)]


def _inside(spans: Spans, others: Spans) -> bool:
    return all(any(a <= start and end <= b for a, b in others) for start, end in spans)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", default="train")
    options = parser.parse_args()
    index = map(json.loads, (options.corpus / "index.jsonl").read_text(encoding="utf-8").splitlines())
    with options.out.open("w", encoding="utf-8") as out:
        for entry in index:
            if entry["split"] == options.split:
                path = options.corpus / "reports" / f"{entry['id']}.txt"
                rows = path.with_suffix("").with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
                found = {
                    "doc_id": entry["id"],
                    "text": path.read_text(encoding="utf-8"),
                    "attributions": attributions([json.loads(r) for r in rows]),
                }
                out.write(json.dumps(found, ensure_ascii=False) + "\n")
