"""Teach a trained tagger other kinds of text.  usage: adapt.py BASE.pt OUT.pt TRAIN.pickle EXTRA.pickle... [--fold K]

A second, short training on the extra corpora, mixed with a part of what the tagger was trained on so that it forgets nothing.
With `--fold K` every document of the extra corpora whose place in them is K modulo `--folds` is left out, so that the tagger can
be measured on it.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

import torch
from examples import examples, load, tokenizer
from network import Network
from train import arguments, train

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("train", type=Path)
    parser.add_argument("extra", type=Path, nargs="+")
    parser.add_argument("--fold", type=int, help="leave this part out")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.3, help="of the documents of TRAIN that are shown again")
    arguments(parser, epochs=2, rate=5e-5, head_rate=3e-4, warm=30, clean=0)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    torch.manual_seed(options.seed)
    known = [document for part in load(options.train).values() for document in part]
    again = random.Random(options.seed).sample(known, round(options.share * len(known)))
    extra = [document for path in options.extra for part in load(path).values() for document in part]
    if options.fold is not None:
        extra = [document for k, document in enumerate(extra) if k % options.folds != options.fold]
    items = examples([*again, *extra], tokenizer())
    print(f"{len(again)} + {len(extra)} documents, {len(items)} windows", flush=True)
    net = Network()
    net.load_state_dict(torch.load(options.base))
    train(net, items, options, options.out)
