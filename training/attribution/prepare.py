"""Corpora -> parsed documents with gold roles as token indices, cached outside the repository.

The parse is the product's own (`reportedly.annotate`), so what the tagger sees in training is what it sees at run time.
A corpus that marks contents and cues but no sources (GUM) would teach that there are none: there, and only there, the
source is what the rules (`reportedly.attribution`) give to the same cue, right in about 88 of 100 by PolNeAR.

usage: prepare.py OUT.pickle CORPUS.jsonl...
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

from reportedly.annotate import Annotator
from reportedly.attribution import attributions
from reportedly.model import Document, Parse


def touched(parse: Parse, spans: list[list[int]]) -> list[list[int]]:
    """The tokens of each span, as a sorted list of token indices a span; empty spans are left out."""
    found = [list(parse.tokens_in(start, end)) for start, end in sorted(spans)]
    return [tokens for tokens in found if tokens]


def borrow_sources(gold: list[dict[str, list[list[int]]]], parse: Parse) -> None:
    """Gives each attribution of a document in which none has a source the source that the rules find for its cue."""
    if any(attribution["source"] for attribution in gold):
        return
    sources = {i: rule.source for rule in attributions(parse) for s in rule.cue for i in parse.tokens_in(s.start, s.end)}
    for attribution in gold:
        found = next((sources[i] for piece in attribution["cue"] for i in piece if i in sources), ())
        attribution["source"] = touched(parse, [[s.start, s.end] for s in found])


def prepare(corpus: Path, annotator: Annotator) -> list[dict[str, Any]]:
    """One dictionary a document: its parse (`reportedly.model.Parse`) and its gold attributions in token indices."""
    documents = []
    for line in corpus.open(encoding="utf-8"):
        record = json.loads(line)
        document = Document(id=record["doc_id"], name=record["doc_id"], text=record["text"])
        parse = annotator.parse(document)
        gold = [
            {role: touched(parse, attribution.get(role) or []) for role in ("source", "cue", "content")}
            for attribution in record["attributions"]
        ]
        borrow_sources(gold, parse)
        documents.append({"doc_id": record["doc_id"], "parse": parse, "gold": gold, "attributions": record["attributions"]})
    return documents


if __name__ == "__main__":
    annotator = Annotator()
    out, *corpora = map(Path, sys.argv[1:])
    with out.open("wb") as file:
        pickle.dump({corpus.stem: prepare(corpus, annotator) for corpus in corpora}, file)
