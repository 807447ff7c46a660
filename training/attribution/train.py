"""Train the tagger.  usage: train.py OUT.pt TRAIN.pickle [--epochs 3 ...]

Half an hour for four epochs of polnear_train on two cores that know bfloat16. Everything random follows from --seed.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from examples import Example, Gold, batches, examples, load, pair_features, path_of, tensors, tokenizer
from network import Network
from torch.nn import functional


def cue_tags(batch: list[Example], n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Gold tags: of cues (O B I) and, for the auxiliary loss, of all sources and contents (O, B I source, B I content)."""
    cue = torch.full((len(batch), n), -100)
    roles = torch.full((len(batch), n), -100)
    for r, e in enumerate(batch):
        a, b = e.window.first, e.window.last
        cue[r, : b - a] = 0
        roles[r, : b - a] = 0
        for g in e.gold:
            for k, i in enumerate(g.cue):
                cue[r, i - a] = 2 if k and g.cue[k - 1] == i - 1 else 1
            for base, piece in [(1, g.source)] + [(3, piece) for piece in g.content]:
                for k, i in enumerate(piece):
                    if a <= i < b:
                        roles[r, i - a] = base + (k > 0)
    return cue, roles


def wobble(cue: list[int], e: Example, rng: random.Random) -> list[int]:
    """The cue as an imperfect cue scorer might find it, one time in six."""
    if rng.random() > 1 / 6:
        return cue
    taken = {i for g in e.gold for i in [*g.source, *(i for piece in g.content for i in piece)]}
    choice = rng.randrange(3)
    if choice == 0 and len(cue) > 1:
        return cue[:1] if rng.random() < 0.5 else cue[1:]
    if choice == 1 and cue[0] > e.window.first and cue[0] - 1 not in taken:
        return [cue[0] - 1, *cue]
    if choice == 2 and cue[-1] + 1 < e.window.last and cue[-1] + 1 not in taken:
        return [*cue, cue[-1] + 1]
    return cue


def candidates(batch: list[Example], scores: torch.Tensor, rng: random.Random, wrong: bool) -> list[tuple[int, list[int], Gold]]:
    """Cues to condition on: `(row, tokens, gold)`. With `wrong`, likely tokens that are no cue are among them: no content."""
    out = []
    chance = scores.softmax(-1)[..., 1:].sum(-1) if wrong else None
    for r, e in enumerate(batch):
        a, n = e.window.first, e.window.last - e.window.first
        for g in e.gold:
            out.append((r, wobble(g.cue, e, rng), g))
        if chance is not None:
            p = chance[r, :n].clone()
            for g in e.gold:
                p[[i - a for i in g.cue]] = 0
            for i in p.topk(min(n, 2 + len(e.gold) // 3)).indices.tolist():
                if p[i] > 0.05:
                    out.append((r, [i + a], Gold([i + a], [], [])))
    return out


def step(
    net: Network, batch: list[Example], rng: random.Random, blind: float, wrong: bool
) -> tuple[torch.Tensor, dict[str, float]]:
    """The loss of one batch, in nats an attribution, and its parts."""
    hidden = {r for r in range(len(batch)) if rng.random() < blind}
    inputs = tensors(batch, hidden)
    n = inputs["place"].shape[1]
    scores, auxiliary, pair = net.tokens(**inputs)
    cue, roles = cue_tags(batch, n)
    count = max(1, sum(len(e.gold) for e in batch))
    cue_loss = functional.cross_entropy(scores.flatten(0, 1), cue.flatten(), ignore_index=-100, reduction="sum") / count
    role_loss = functional.cross_entropy(auxiliary.flatten(0, 1), roles.flatten(), ignore_index=-100, reduction="sum") / count
    chosen = candidates(batch, scores.detach(), rng, wrong)
    if not chosen:
        return cue_loss, {}
    rows = torch.tensor([r for r, _, _ in chosen])
    keys, values, cue_a, cue_b = pair.chunk(4, -1)
    pool = torch.zeros(len(chosen), n)
    features = np.zeros((len(chosen), n, len(net.pairs.embeddings)), dtype=np.int64)
    path = torch.zeros(len(chosen), n, dtype=torch.long)
    for k, (r, tokens, g) in enumerate(chosen):
        e = batch[r]
        pool[k, [i - e.window.first for i in tokens]] = 1 / len(tokens)
        features[k] = pair_features(e, tokens, [x.cue for x in e.gold], n, r not in hidden)
        path[k, : e.window.last - e.window.first] = torch.from_numpy(path_of(g, e.window))
    length = torch.tensor([batch[r].window.last - batch[r].window.first for r, _, _ in chosen])
    mine = torch.einsum("mn,mnh->mh", pool, cue_a[rows]), torch.einsum("mn,mnh->mh", pool, cue_b[rows])
    emission = net.pairs(keys[rows], values[rows], *mine, torch.from_numpy(features))
    path_loss = net.automaton(emission, length, path).sum() / count
    loss = path_loss + 2 * cue_loss + 0.3 * role_loss
    return loss, {"path": path_loss.item(), "cue": cue_loss.item(), "roles": role_loss.item()}


@torch.no_grad()
def save(net: Network, trained: list[torch.nn.Parameter], average: list[torch.Tensor], out: Path) -> None:
    """Writes the network with the running average of its weights, and leaves it as it was."""
    now = [p.detach().clone() for p in trained]
    torch._foreach_copy_([p.detach() for p in trained], average)
    torch.save(net.state_dict(), out)
    torch._foreach_copy_([p.detach() for p in trained], now)


def train(net: Network, items: list[Example], options: argparse.Namespace, out: Path) -> None:
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    known = {id(p) for p in net.tokens.encoder.parameters()}
    encoder = [p for p in net.tokens.encoder.parameters() if p.requires_grad]
    rest = [p for p in net.parameters() if id(p) not in known]
    trained = [*encoder, *rest]
    groups = [{"params": encoder, "lr": options.rate}, {"params": rest, "lr": options.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    total = options.epochs * math.ceil(len(items) / options.batch)
    full = [group["lr"] for group in groups]
    average = [p.detach().clone() for p in trained]
    done, began, seen = 0, time.time(), {}
    for epoch in range(options.epochs):
        net.train()
        for batch in batches(items, options.batch, rng):
            for group, rate in zip(optimiser.param_groups, full, strict=True):
                group["lr"] = rate * min(1, (done + 1) / options.warm) * max(0.02, 1 - done / total)
            loss, parts = step(net, batch, rng, options.blind, done > options.clean)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(trained, 10.0)
            optimiser.step()
            optimiser.zero_grad()
            done += 1
            decay = min(0.99, done / (done + 10))
            with torch.no_grad():
                torch._foreach_mul_(average, decay)
                torch._foreach_add_(average, [p.detach() for p in trained], alpha=1 - decay)
            for k, v in parts.items():
                seen[k] = 0.98 * seen.get(k, v) + 0.02 * v
            if done % 100 == 0:
                save(net, trained, average, out)
            if done % 20 == 0:
                shown = " ".join(f"{k} {v:.2f}" for k, v in seen.items())
                print(f"{done}/{total} {shown} norm {norm:.1f} {time.time() - began:.0f}s", flush=True)
        save(net, trained, average, out)
        print(f"epoch {epoch + 1} saved", flush=True)


def arguments(parser: argparse.ArgumentParser, *, epochs: int, rate: float, head_rate: float, warm: int, clean: int) -> None:
    """The options of `train`, with these defaults."""
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--batch", type=int, default=8, help="windows a step")
    parser.add_argument("--rate", type=float, default=rate, help="of the encoder")
    parser.add_argument("--head-rate", type=float, default=head_rate, help="of all else")
    parser.add_argument("--warm", type=int, default=warm, help="steps in which the rate rises")
    parser.add_argument("--clean", type=int, default=clean, help="steps before wrong cues are shown to the pair scorer")
    parser.add_argument("--blind", type=float, default=0.1, help="share of windows whose parse is withheld")
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--documents", type=int, help="only so many documents, for a smoke test")
    arguments(parser, epochs=4, rate=2e-4, head_rate=1e-3, warm=100, clean=200)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    torch.manual_seed(options.seed)
    corpora = [document for path in options.data for part in load(path).values() for document in part]
    items = examples(corpora[: options.documents], tokenizer())
    print(
        f"{len(items)} windows, {sum(len(e.ids) for e in items)} pieces, {sum(len(e.gold) for e in items)} attributions",
        flush=True,
    )
    net = Network()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    train(net, items, options, options.out)
