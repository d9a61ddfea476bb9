"""`heed retrain --auto`: the whole loop without a person, for a nightly job; and `heed train`, its one step that makes a candidate."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output.terminal import Terminal, styled
from bot.cli.output.tried import show_best, show_tried
from bot.cli.sessions.with_redis import with_redis
from bot.console import EVENTS, training_bar
from bot.workspace import Workspace
from data.errors import DataError, ModelError

if TYPE_CHECKING:
    from bot.retraining.auto.retraining import Retraining
    from bot.retraining.auto.settings import RetrainingPlan

out = Terminal()
# Serving comes first: what is learnt gets the time that nobody else wants.
LOWEST_NICE = 19
LOWEST = ("nice", "-n", str(LOWEST_NICE))
REFUSED = 3


def retrain(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Logs to import, besides those of retraining.sources in endpoints.yml.", show_default=False),
    ] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Go all the way to the promotion, asking nobody.")] = False,
) -> None:
    """Imports, labels what is read with confidence, trains a candidate, compares it, and serves it if the gate accepts it.

    For a nightly job: one that was killed is gone on with where it was. What needs a person waits for `heed review`. A report goes out
    in the ways that retraining: in endpoints.yml names. Exit code 0: a new model is served, or nothing is new; 3: the gate refused; 1: it
    failed.
    """
    if not auto:
        raise DataError(
            "retraining without a person is asked for with --auto; with one, it is a step at a time: `heed import`, `heed suggest`, "
            "`heed review`, `heed train`, `heed compare`, `heed promote`"
        )
    from bot.models.pruning import prune
    from bot.retraining.auto.labelling import label_apart
    from bot.retraining.auto.progress import only_one
    from bot.retraining.auto.retraining import Means, Retraining
    from bot.retraining.auto.settings import read_retraining

    workspace = Workspace.current()
    plan = read_retraining(workspace.endpoints)
    with only_one(workspace) as lock:
        retraining = Retraining(
            workspace, plan, Means(_runner(workspace, lock), partial(with_redis, start=True), label_apart, out.print), sources or []
        )
        try:
            retraining.run()
        except Exception as error:  # whatever it is, whoever gets the reports is told
            _report(retraining, plan, str(error) or repr(error))
            raise
        arrived = _report(retraining, plan)
        retraining.end()
        try:
            prune(workspace)
        except ModelError as error:
            out.print(styled(("Nothing was cleared away: ", "yellow"), str(error)), soft_wrap=True)
    if not arrived:
        raise DataError("the report did not arrive; it stands above")
    if retraining.progress.ending == "refused":
        raise SystemExit(REFUSED)


def train(
    trials: Annotated[int, typer.Option(help="First try so many settings on held-out examples; the best ones are taken.", min=0)] = 0,
    tensorboard: Annotated[
        Path | None, typer.Option(help="A folder for loss and held-out accuracy, which `tensorboard --logdir` shows.", show_default=False)
    ] = None,
) -> None:
    """Trains a candidate beside the served model, with all that was imported, approved and labelled; `heed compare` judges it.

    It is `rasa train`, at the lowest priority, in a folder of its own until it is whole. The served model serves on.
    """
    from bot.models.registry import version_of
    from bot.retraining.auto.candidate import train_candidate
    from bot.retraining.auto.progress import only_one

    workspace = Workspace.current()
    if tensorboard:
        os.environ[EVENTS] = str(tensorboard.resolve())
    with only_one(workspace) as lock:
        config = _tried(workspace, trials) if trials else None
        version = version_of(train_candidate(workspace, _runner(workspace, lock), config))
    out.print(styled((version, "bold green"), f" is trained: `heed compare {version}` judges it, `heed promote {version}` serves it."))


def _tried(workspace: Workspace, trials: int) -> Path:
    """The configuration with the settings that read held-out examples best; says what was tried."""
    from bot.retraining.auto.trying import tried_config

    os.nice(LOWEST_NICE)
    with training_bar() as progress:
        config, best = tried_config(workspace, trials, show_tried, progress)
    show_best(best, "; to keep them, write them under the classifier in config.yml")
    return config


def _runner(workspace: Workspace, lock: int) -> Callable[[Sequence[str]], int]:
    """Runs commands in the workspace, which hold the lock for as long as they run, whatever becomes of this process."""

    def run(command: Sequence[str]) -> int:
        environment = {"LOG_LEVEL": "WARNING", **os.environ}
        return subprocess.call([*LOWEST, *command], cwd=workspace.root, env=environment, stdin=subprocess.DEVNULL, pass_fds=(lock,))

    return run


def _report(retraining: Retraining, plan: RetrainingPlan, failed: str = "") -> bool:
    """Says what was done, here and in the ways of the plan; returns whether all of them arrived."""
    from bot.models.audit import verified
    from bot.retraining.auto.report import Report, send
    from data.hash_chain import BrokenChain

    last = ""
    try:
        links = verified(retraining.workspace)
        last = links[-1].hash if links else ""
    except BrokenChain as error:
        retraining.progress.problems.append(str(error))
    report = Report(retraining.progress, retraining.verdict, failed, last)
    out.print(report.text(), soft_wrap=True)
    problems = send(report, plan.ways)
    for problem in problems:
        out.print(styled(("Not told: ", "yellow"), problem), soft_wrap=True)
    return not problems
