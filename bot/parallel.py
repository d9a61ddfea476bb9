"""Ways to map over this machine's cores, or over a Ray cluster's machines. The results are the same, and in the same order."""

import multiprocessing
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any

from data.errors import SettingsError
from data.parallel import Item, Map, Result, batched, cores, serial
from data.worker_processes import end_with_parent, uninterrupted

# With fewer items, other processes wouldn't have started before this one is done.
WORTH_IT = 8
# Items that are on their way to each worker: enough to keep it busy, few enough to keep memory small.
AHEAD = 2
# Items that go through Ray Data at a time.
WINDOW = 64

_function: Callable[[Any], Any]


def map_over(ray: bool) -> Map:
    """Over a Ray cluster if `ray`, else over cores."""
    return over_machines if ray else over_cores


def over_cores(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The process pool: as many workers as there are cores; the function goes to each of them once."""
    items = iter(items)
    first, workers = list(islice(items, WORTH_IT)), cores()
    if len(first) < WORTH_IT or workers == 1:
        yield from serial(function, chain(first, items))
        return
    fresh = multiprocessing.get_context("spawn")  # a fork would copy locks that onnxruntime's threads hold
    pool = ProcessPoolExecutor(workers, mp_context=fresh, initializer=_receive, initargs=(function,))
    waiting: deque[Future[Result]] = deque()
    try:
        for item in chain(first, items):
            with uninterrupted():
                waiting.append(pool.submit(_apply, item))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException:
        for worker in list((pool._processes or {}).values()):  # what it works on would be waited for
            worker.kill()
        # Or the thread that sends items would wait for them to be read, and the pool for the thread (CPython's gh-94777).
        pool._call_queue._reader.close()  # type: ignore[attr-defined]
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def over_machines(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Ray Data (https://docs.ray.io/en/latest/data/data.html): on the cluster that RAY_ADDRESS names, or on this machine's cores.

    Raises:
        SettingsError: Ray is not installed.
    """
    try:
        import ray
    except ImportError:
        raise SettingsError('--ray needs Ray; install it with `uv pip install -e ".[ray]"` in this folder') from None
    items = iter(items)
    first = list(islice(items, WORTH_IT))
    if len(first) < WORTH_IT:
        yield from serial(function, first)
        return
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="warning")
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    sent = ray.put(pickle.dumps(function))  # once for all workers: an encoder weighs a hundred megabytes
    workers = max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)  # one core reads and writes the blocks
    for window in batched(chain(first, items), WINDOW):
        rows = ray.data.from_items([{"content": pickle.dumps(item)} for item in window], override_num_blocks=len(window))
        done = rows.map(_Applied, fn_constructor_args=(sent,), concurrency=(1, workers))
        for row in done.iter_rows():
            yield pickle.loads(row["content"])


class _Applied:
    """The function, in a Ray worker."""

    def __init__(self, function: Any) -> None:
        import ray

        self.function: Callable[[Any], Any] = pickle.loads(ray.get(function))

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        return {"content": pickle.dumps(self.function(pickle.loads(row["content"])))}


def _receive(function: Callable[[Any], Any]) -> None:
    global _function
    end_with_parent()
    _function = function


def _apply(item: Any) -> Any:
    return _function(item)
