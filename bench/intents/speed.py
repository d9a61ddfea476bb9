"""One message and many, by the served classifier and by sentence-transformers: `python -m bench.intents.speed CLASSIFIER`.

`CLASSIFIER` is a folder that `heed classify fit` wrote. The questions are BANKING77's test part, some 15 tokens each. Both
are asked in turns, in processes' own threads: one for a message, two for many. What the machine could do at most is told by a
large product of 8-bit matrices in the same runtime.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import onnx
import onnxruntime
import torch
import typer
from onnx import TensorProto, helper

from bench.intents.data import load
from bench.intents.systems import frozen_encoder
from bench.results import FOLDER, Result, keep
from finetune.classifier.predictor import Classifier
from finetune.encoders.tokenization import encode

TEST, PEER = "banking77_speed", "sentence-transformers"
ONE_THREAD, TWO_THREADS = "one thread", "two threads"
ALONE, MANY, ROUNDS = 300, 2_000, 3
WIDTH = 2_048


def times_ms(ask: Callable[[str], object], texts: list[str]) -> list[float]:
    times = []
    for text in texts:
        started = time.perf_counter()
        ask(text)
        times.append(1_000 * (time.perf_counter() - started))
    return times


def per_second(ask: Callable[[list[str]], object], texts: list[str]) -> float:
    started = time.perf_counter()
    ask(texts)
    return len(texts) / (time.perf_counter() - started)


def peak_operations(threads: int) -> float:
    """8-bit multiplications and additions a second in a large matrix product."""
    inputs = [helper.make_tensor_value_info("a", TensorProto.UINT8, [WIDTH, WIDTH])]
    weights = helper.make_tensor("b", TensorProto.INT8, [WIDTH, WIDTH], np.ones((WIDTH, WIDTH), np.int8).tobytes(), raw=True)
    output = [helper.make_tensor_value_info("y", TensorProto.INT32, [WIDTH, WIDTH])]
    graph = helper.make_graph([helper.make_node("MatMulInteger", ["a", "b"], ["y"])], "peak", inputs, output, [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    data = np.ones((WIDTH, WIDTH), np.uint8)
    session.run(None, {"a": data})
    times = []
    for _ in range(10):
        started = time.perf_counter()
        session.run(None, {"a": data})
        times.append(time.perf_counter() - started)
    return float(2 * WIDTH**3 / statistics.median(times))


def main(
    folder: Annotated[Path, typer.Argument(help="A trained classifier.")],
    encoders: Annotated[Path, typer.Option(help="The folder of exported encoders.")] = Path("models/encoders"),
    data: Annotated[Path, typer.Option(help="The folder of public data sets.")] = Path("../shared/datasets"),
) -> None:
    """Measures, adds the figures to bench/results/intents.json, and prints them."""
    texts = [text for text, _ in load("banking77", data).test]
    alone, many = texts[:ALONE], texts[:MANY]
    peer = frozen_encoder()
    one, two = Classifier.load(folder, encoders, threads=1), Classifier.load(folder, encoders, threads=2)
    ours: list[float] = []
    passes: list[float] = []
    theirs: list[float] = []
    rates: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS):
        torch.set_num_threads(1)
        theirs += times_ms(peer.encode, alone)
        ours += times_ms(one.predict, alone)
        passes += times_ms(lambda text: one.embed([text]), alone)
        torch.set_num_threads(2)
        rates["theirs"].append(per_second(lambda texts: peer.encode(texts, batch_size=32), many))
        rates["ours"].append(per_second(two.features, many))
    ms, pass_ms, peer_ms = (statistics.median(times) for times in (ours, passes, theirs))
    rate, peer_rate = (statistics.median(rates[name]) for name in ("ours", "theirs"))
    layers = 18  # of both encoders, frozen
    tokens = float(np.mean([len(encode(one.reader.english.tokenizer, [text], one.card.max_tokens).ids[0]) for text in many]))
    operations = rate * tokens * layers * 2 * 12 * one.width**2  # twelve D × D matrices a layer
    keep(
        [
            Result(TEST, "p50", ms, "ms", condition=ONE_THREAD),
            Result(TEST, "encoder pass, p50", pass_ms, "ms", condition=ONE_THREAD),
            Result(TEST, "p50", peer_ms, "ms", system=PEER, condition=ONE_THREAD),
            Result(TEST, f"times as fast as {PEER}", peer_ms / ms, "×", condition=ONE_THREAD),
            Result(TEST, "rate", rate, "messages/s", condition=TWO_THREADS),
            Result(TEST, "rate", peer_rate, "messages/s", system=PEER, condition=TWO_THREADS),
            Result(TEST, f"times as fast as {PEER}", rate / peer_rate, "×", condition=TWO_THREADS),
            Result(TEST, "share of the machine's 8-bit peak", operations / peak_operations(2), condition=TWO_THREADS),
        ],
        FOLDER / "intents.json",
    )


if __name__ == "__main__":
    typer.run(main)
