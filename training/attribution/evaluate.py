"""Run a tagger over prepared corpora and score it.

usage: evaluate.py FOLDER SCORER.py PREPARED.pickle GOLD.jsonl... [--blind]

FOLDER holds the files that export.py writes; SCORER is score_attribution.py, whose docstring defines each measure; the
GOLD files are those that the pickle was prepared from. `--blind` withholds the parse, to show what it is worth.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from examples import load

from reportedly.model import Attribution
from reportedly.tagger import Tagger, attributions_of


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(attribution: Attribution) -> dict[str, Any]:
    """As the scorer reads it."""
    roles = {role: getattr(attribution, role) for role in ("source", "cue", "content")}
    return {role: [[s.start, s.end] for s in spans] for role, spans in roles.items()}


def predict(tagger: Tagger, documents: list[dict[str, Any]], tree: bool = True) -> dict[str, dict[str, Any]]:
    out = {}
    for document in documents:
        parse = document["parse"]
        found = attributions_of(parse, tagger.settle(tagger.read(parse, tree)))
        out[document["doc_id"]] = {"doc_id": document["doc_id"], "attributions": [plain(a) for a in found]}
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    tagger, measure, prepared = Tagger(options.folder), scorer(options.scorer), load(options.prepared)
    for gold in options.gold:
        began = time.process_time()
        predicted = predict(tagger, prepared[gold.stem], not options.blind)
        spent = time.process_time() - began
        words = sum(len(d["parse"].tokens) for d in prepared[gold.stem])
        result = measure.score(measure.load(gold), predicted)
        print(f"{gold.stem}: {words / spent:.0f} tokens a CPU second")
        for key, value in result.items():
            if isinstance(value, dict) and "P" in value:
                rates = " ".join(f"{name} {value[name]:5}" for name in ("P", "R", "F1"))
                print(f"  {key:22s} {rates}  pred {value['n_pred']} gold {value['n_gold']}")
        print("  source_acc", result["source_acc"], "recall_by_type", json.dumps(result["recall_by_type"]))
        if options.save:
            lines = (json.dumps(record) + "\n" for record in predicted.values())
            (options.save / f"pred_{gold.stem}.jsonl").write_text("".join(lines), encoding="utf-8")
