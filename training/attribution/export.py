"""Weights -> the files that ship: encoder.onnx (int8), pairs.onnx, tokenizer.json, tagger.json.

The encoder's graph is written out with ONNX Runtime's fused operators for transformers, so that no pattern has to be
recognised, and its matrix products are quantised dynamically: 7-bit weights by column, 8-bit activations.

usage: export.py WEIGHTS.pt FOLDER VERSION [--float]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from network import ENCODER, HEADS, HIDDEN, LAYERS, WIDTH, Network
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from reportedly.tagger import LABELS, SIZES

MICROSOFT = "com.microsoft"
OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: torch.Tensor | np.ndarray) -> str:
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def linear(self, x: str, layer: torch.nn.Linear, name: str) -> str:
        """A matrix product and its bias."""
        product = self.product(x, layer.weight, name)
        return product if layer.bias is None else self.add("Add", [product, self.constant(name + ".b", layer.bias)], name)

    def product(self, x: str, weight: torch.Tensor, name: str) -> str:
        return self.add("MatMul", [x, self.constant(name + ".w", weight.T)], name + ".product")

    def norm(self, x: str, layer: torch.nn.LayerNorm, name: str) -> str:
        gain, shift = self.constant(name + ".g", layer.weight), self.constant(name + ".s", layer.bias)
        return self.add("LayerNormalization", [x, gain, shift], name, axis=-1, epsilon=layer.eps)

    def skip_norm(self, x: str, skip: str, layer: torch.nn.LayerNorm, bias: torch.Tensor, name: str) -> str:
        inputs = [x, skip, self.constant(name + ".g", layer.weight), self.constant(name + ".s", layer.bias)]
        inputs.append(self.constant(name + ".b", bias))
        return self.add("SkipLayerNormalization", inputs, name, MICROSOFT, epsilon=layer.eps)

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, "tagger", inputs, outputs, self.constants)
        return helper.make_model(graph, opset_imports=OPSETS, ir_version=9)


def by_row(weight: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """8-bit integers and a scale a row."""
    array = weight.detach().numpy()
    scale = np.abs(array).max(1, keepdims=True) / 127
    return np.round(array / np.maximum(scale, 1e-12)).astype(np.int8), scale.astype(np.float32)


def encoder(net: Network) -> onnx.ModelProto:
    g, t = Graph(), net.tokens
    rows, scales = by_row(t.encoder.words.weight)
    words = g.add("Gather", [g.constant("words", rows), "ids"], "words.rows")
    words = g.add("Cast", [words], "words.float", to=TensorProto.FLOAT)
    words = g.add("Mul", [words, g.add("Gather", [g.constant("scales", scales), "ids"], "words.scale")], "words.real")
    g.constant("zero", np.array([0], dtype=np.int64))
    g.constant("one", np.array([1], dtype=np.int64))
    g.constant("two", np.array([2], dtype=np.int64))
    shape = g.add("Shape", ["ids"], "shape")
    width = g.add("Slice", [shape, "one", "two", "zero"], "width")
    places = g.add("Slice", [g.constant("places", t.encoder.places), "zero", width, "zero"], "places.used")
    x = g.norm(g.add("Add", [words, places], "embedded"), t.encoder.norm, "norm0")
    for k in range(LAYERS):
        layer = t.encoder.layers[k]
        n = f"layer{k}."
        inputs = [x, g.constant(n + "qkv.w", layer.attend.weight.T), g.constant(n + "qkv.b", layer.attend.bias), "size"]
        seen = g.add("Attention", inputs, n + "attention", MICROSOFT, num_heads=HEADS)
        x = g.skip_norm(g.product(seen, layer.join.weight, n + "join"), x, layer.norm1, layer.join.bias, n + "norm1")
        wide = g.product(x, layer.widen.weight, n + "widen")
        wide = g.add("BiasGelu", [wide, g.constant(n + "widen.b", layer.widen.bias)], n + "gelu", MICROSOFT)
        narrow = g.product(wide, layer.narrow.weight, n + "narrow")
        x = g.skip_norm(narrow, x, layer.norm2, layer.narrow.bias, n + "norm2")
    flat = g.add("Reshape", [x, g.constant("flat.shape", np.array([-1, WIDTH], dtype=np.int64))], "flat")
    token = g.add("Gather", [flat, "place"], "token")
    above = g.linear(g.add("Gather", [token, "head"], "above"), t.governor, "governor")
    # The embeddings of tag and label go through one matrix: both are folded into it.
    half = t.tag.embedding_dim
    tag = g.add("Gather", [g.constant("tags", t.tag.weight @ t.features.weight[:, :half].T), "tag"], "tag.row")
    dep = g.add("Gather", [g.constant("deps", t.dep.weight @ t.features.weight[:, half:].T), "dep"], "dep.row")
    token = g.add("Sum", [token, above, tag, dep], "joined")
    token = g.norm(token, t.norm, "norm")
    hidden = g.add("Gelu", [g.linear(token, t.cue[0], "cue.hidden")], "cue.gelu", MICROSOFT)
    g.linear(hidden, t.cue[2], "cues")
    for k, name in enumerate(("tokens", "keys", "cue_a", "cue_b")):
        part = torch.nn.Linear(WIDTH, HIDDEN)
        part.weight.data = t.pair.weight[k * HIDDEN : (k + 1) * HIDDEN]
        part.bias.data = t.pair.bias[k * HIDDEN : (k + 1) * HIDDEN]
        g.linear(token, part, name)
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("ids", whole, ["B", "T"]),
        helper.make_tensor_value_info("size", TensorProto.INT32, ["B"]),
    ]
    inputs += [helper.make_tensor_value_info(name, whole, ["N"]) for name in ("place", "tag", "dep", "head")]
    outputs = [helper.make_tensor_value_info("cues", real, ["N", 3])]
    outputs += [helper.make_tensor_value_info(name, real, ["N", HIDDEN]) for name in ("tokens", "keys", "cue_a", "cue_b")]
    return g.model(inputs, outputs)


def pairs(net: Network) -> onnx.ModelProto:
    g, p = Graph(), net.pairs
    e = [x.weight for x in p.embeddings]
    where = e[1][:, None, None, None] + e[2][None, :, None, None] + e[3][None, None, :, None] + e[4][None, None, None]
    branch = e[5][:, None] + e[6][None]
    tables = {"distance": e[0], "where": where.reshape(-1, HIDDEN), "branch": branch.reshape(-1, HIDDEN), "own": e[7]}
    assert len(e) == len(SIZES)
    parts = ["tokens", "cue", g.add("Mul", ["keys", "lock"], "locked")]
    parts += [g.add("Gather", [g.constant(name + ".table", table), name], name + ".row") for name, table in tables.items()]
    x = g.add("Sum", parts, "sum")
    x = g.add("Mul", [g.add("Relu", [x], "relu"), "mask"], "masked")
    g.constant("axis", np.array([1], dtype=np.int64))
    g.constant("zero", np.array([0], dtype=np.int64))
    g.constant("one", np.array([1], dtype=np.int64))
    g.constant("minus", np.array([-1], dtype=np.int64))
    g.constant("many", np.array([1 << 30], dtype=np.int64))
    g.constant("pad.before", np.array([0, 1, 0, 0, 0, 0], dtype=np.int64))
    g.constant("pad.after", np.array([0, 0, 0, 0, 1, 0], dtype=np.int64))
    previous = g.add("Pad", [g.add("Slice", [x, "zero", "minus", "axis"], "cut.last"), "pad.before"], "previous")
    following = g.add("Pad", [g.add("Slice", [x, "one", "many", "axis"], "cut.first"), "pad.after"], "following")
    terms = [
        g.add("Mul", [x, g.constant("here", p.here)], "here.x"),
        g.add("Mul", [previous, g.constant("before", p.before)], "before.x"),
        g.add("Mul", [following, g.constant("after", p.after)], "after.x"),
    ]
    x = g.add("Relu", [g.linear(g.add("Sum", terms, "mixed"), p.mix, "mix")], "mix.relu")
    g.linear(x, p.out, "scores")
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("tokens", real, ["M", "N", HIDDEN]),
        helper.make_tensor_value_info("keys", real, ["M", "N", HIDDEN]),
        helper.make_tensor_value_info("cue", real, ["M", 1, HIDDEN]),
        helper.make_tensor_value_info("lock", real, ["M", 1, HIDDEN]),
        helper.make_tensor_value_info("mask", real, ["M", "N", 1]),
    ]
    inputs += [helper.make_tensor_value_info(name, whole, ["M", "N"]) for name in tables]
    return g.model(inputs, [helper.make_tensor_value_info("scores", real, ["M", "N", LABELS])])


def export(weights: Path, folder: Path, version: str, as_float: bool, settings: dict[str, object]) -> None:
    net = Network()
    net.load_state_dict(torch.load(weights))
    net.eval()
    folder.mkdir(parents=True, exist_ok=True)
    model = encoder(net)
    if as_float:
        onnx.save(model, folder / "encoder.onnx")
    else:
        with tempfile.TemporaryDirectory() as scratch:
            onnx.save(model, Path(scratch) / "float.onnx")
            quantize_dynamic(
                Path(scratch) / "float.onnx",
                folder / "encoder.onnx",
                op_types_to_quantize=["MatMul", "Attention"],
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=["cues.product"],
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
    onnx.save(pairs(net), folder / "pairs.onnx")
    text = json.loads((ENCODER / "tokenizer.json").read_text(encoding="utf-8"))
    text["truncation"] = text["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(text, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    a = net.automaton
    chain = {name: np.round(getattr(a, name).detach().numpy().astype(float), 4).tolist() for name in ("move", "first", "last")}
    whole = {"version": version, **settings, **chain}
    (folder / "tagger.json").write_text(json.dumps(whole) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("version")
    parser.add_argument("--float", action="store_true", help="without quantisation, to measure what it costs")
    parser.add_argument("--settings", type=Path, help="start, threshold and calibration, as calibrate.py wrote them")
    options = parser.parse_args()
    known = {
        "start": 0.3,
        "threshold": 0.0,
        "calibration": {"bias": 0.0, "cue": 1.0, "path": 0.1, "length": 0.0, "sourceless": 0.0},
    }
    if options.settings:
        known = json.loads(options.settings.read_text(encoding="utf-8"))
    export(options.weights, options.folder, options.version, options.float, known)
    print({path.name: path.stat().st_size for path in sorted(options.folder.iterdir())}, file=sys.stderr)
