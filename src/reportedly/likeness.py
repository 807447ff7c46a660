"""How near two statements are in meaning, by the words that they use: "shelled the school", "its guns had hit the school".

Every word has a vector, made from a sentence encoder word by word (`data/match/words.npy`, scripts/make_word_vectors.py); a
statement has the mean of those of its words, so the same words give the same vector on every machine and in any company.

What it gets wrong: what only the order of words tells, opposites ("left", "stayed"), names that are like words.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["Vector", "is_common", "vector_of"]

#: A direction: of length one, or all zeros where no word tells anything.
Vector = NDArray[np.float32]


def vector_of(words: Iterable[str]) -> Vector:
    """The direction of these words together; a word that is given twice counts twice."""
    total = np.zeros(_vectors().shape[1], dtype=np.float32)
    for word in words:
        total += _of_word(word)
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length else total


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word, in lower case and without accents, is among the 30,000 or so that the encoder knows as a whole: words of
    the language, and names that everybody writes about."""
    return _tokenizer().token_to_id(word) is not None


@lru_cache(maxsize=65536)
def _of_word(word: str) -> Vector:
    pieces = _tokenizer().encode(word, add_special_tokens=False).ids
    return _vectors()[pieces].mean(0, dtype=np.float32) if pieces else np.zeros(_vectors().shape[1], dtype=np.float32)


@cache
def _vectors() -> NDArray[np.int8]:
    with files("reportedly").joinpath("data/match/words.npy").open("rb") as file:
        vectors: NDArray[np.int8] = np.load(file)
    return vectors


@cache
def _tokenizer() -> Tokenizer:
    found: Tokenizer = Tokenizer.from_str(files("reportedly").joinpath("data/tagger/tokenizer.json").read_text("utf-8"))
    found.no_padding()
    return found
