"""A program of its own, since Ray leaves files of the nodes that it starts open: work over two nodes on this machine, and in one process.

Called with a log, the folder of a classifier and a workspace to build indexes in; prints, as JSON, what came out alike.
"""

import json
import sys
from functools import partial
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

from bot import parallel as workers
from bot.models.indexes import ModelIndex, build_index
from bot.parallel import over_machines
from bot.workspace import Workspace
from data.formats.reading import dialogues
from data.parallel import serial
from retrieval.building import build
from retrieval.storage.manifest import Manifest


def main(log: Path, classifier: Path, folder: Path) -> None:
    # Little work goes over Ray, too, and in several pieces.
    workers.WORTH_IT, dialogues.BATCH, build.CHUNK = 2, 20, 20
    node = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="warning")
    try:
        with Workspace(folder).used():
            alike = {"nodes": len(ray.nodes()), "index": built_alike(log, classifier, folder), "error": error()}
    finally:
        ray.shutdown()
        cluster.shutdown()
    print(json.dumps(alike))


def built_alike(log: Path, classifier: Path, folder: Path) -> bool:
    """Whether the log is read, redacted and encoded alike: the files are the same to the byte."""
    for name, mapper in (("here", serial), ("there", over_machines)):
        build_index(log, ModelIndex.of(classifier, folder / name), mapper=mapper)
    one, other = (Manifest.load(folder / name) for name in ("here", "there"))
    return one.entries > 0 and (one.entries, one.files, one.weights) == (other.entries, other.files, other.weights)


def error() -> str:
    try:
        return str(list(over_machines(partial(int, base=10), ["1", "one"])))
    except Exception as error:
        return str(error)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
