"""What Prometheus can read at `/metrics` (https://prometheus.io/docs/practices/naming/).

Where `SANIC_WORKERS` is more than one, each worker counts for itself, and a scrape reaches one at random. So they count in files of a
folder that they share (prometheus_client's multiprocess mode), and whichever is asked adds all up.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

SHARED = "PROMETHEUS_MULTIPROC_DIR"


def _share() -> None:
    """Makes the folder of a server with several workers, for as long as the process lives that will start them."""
    workers = os.environ.get("SANIC_WORKERS", "")
    if not workers.isdecimal() or int(workers) < 2 or os.environ.get(SHARED):
        return
    folder, owner = tempfile.mkdtemp(prefix="heed-metrics-"), os.getpid()
    os.environ[SHARED] = folder
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == owner else None)


_share()  # prometheus_client looks for the folder when it is imported

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 90.0)

messages_accepted = Counter("heed_messages_accepted_total", "Messages that the inbox stored.", ["channel"])
messages_refused = Counter("heed_messages_refused_total", "Messages that were not accepted: Redis away, or too many waiting.", ["reason"])
turns = Counter("heed_turns_total", "Turns begun, by how they ended: answered, failed, given_up.", ["outcome"])
decisions = Counter("heed_decisions_total", "Answers by the decision that led to them.", ["kind"])
lookups = Counter(
    "heed_lookups_total", "Records asked for in the company's own system: found, not_found, unavailable.", ["lookup", "outcome"]
)
handover_notices = Counter(
    "heed_handover_notices_total",
    "Notices of hand-overs, by way (webhook, email, slack; customer: late answers) and outcome: told, failed.",
    ["way", "outcome"],
)
desk_suggestions = Counter(
    "heed_desk_suggestions_total",
    "Answers suggested to agents: shown (three at once count as one), taken_1, taken_2, taken_3.",
    ["outcome"],
)
desk_answers = Counter("heed_desk_answers_total", "Answers that agents gave: written, or taken from a suggestion.", ["how"])
handovers = Counter("heed_handovers_total", "Conversations handed over to people, by why.", ["why"])
moods = Counter("heed_moods_total", "Customers' messages by mood: negative, neutral, positive.", ["mood"])
mood_surges = Counter("heed_mood_surges_total", "Surges of negative messages about a topic.")
dead_letters = Counter("heed_dead_letters_total", "Messages given up after three tries.")
receipts = Counter(
    "heed_channel_receipts_total",
    "What platforms delivered: accepted, edited, too_late, to_people, forged, unreadable, refused.",
    ["channel", "outcome"],
)
deliveries = Counter(
    "heed_deliveries_total", "Messages to platforms: sent, put_off, or lost: refused, given_up, unknown.", ["channel", "outcome"]
)
deliveries_waiting = Gauge("heed_deliveries_waiting", "Conversations with replies to send.", multiprocess_mode="mostrecent")
housekeeping_failures = Counter("heed_housekeeping_failures_total", "Jobs of housekeeping that failed; they are tried again.", ["job"])
quarantined = Counter("heed_quarantined_records_total", "Stored records that could not be read and were set aside.")
redis_errors = Counter("heed_redis_errors_total", "Commands that Redis did not answer, or refused.", ["where"])
stages = Histogram(
    "heed_stage_seconds",
    "Time of a turn's stages: waiting in the inbox, lock, answer (Rasa), commit, all of it; and sending to a platform.",
    ["stage"],
    buckets=SECONDS,
)
ratings = Counter("heed_ratings_total", "What customers thought of replies: up, down.", ["value"])
changeovers = Counter("heed_changeovers_total", "Promoted models that a server took over (done) or refused.", ["outcome"])
served_model = Gauge("heed_served_model", "1 for the model that is served.", ["version"], multiprocess_mode="max")
queue_depth = Gauge("heed_queue_depth", "Announcements of messages that are not finished.", multiprocess_mode="mostrecent")
queue_age = Gauge("heed_queue_age_seconds", "Age of the oldest of them.", multiprocess_mode="mostrecent")


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Times a stage of a turn, also when it fails."""
    started = perf_counter()
    try:
        yield
    finally:
        stages.labels(name).observe(perf_counter() - started)


_served = ""


def serve_model(version: str) -> None:
    """Says which model is served from now on."""
    global _served
    if _served and _served != version:
        if os.environ.get(SHARED):
            served_model.labels(_served).set(0)  # what stands in a shared file stays there
        else:
            served_model.remove(_served)
    served_model.labels(version).set(1)
    _served = version


def exposition() -> bytes:
    """All metrics in Prometheus' text format, of all workers."""
    registry = REGISTRY
    if os.environ.get(SHARED):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def count(name: str, **labels: str) -> int:
    """What this process has counted."""
    return int(REGISTRY.get_sample_value(name, labels) or 0)
