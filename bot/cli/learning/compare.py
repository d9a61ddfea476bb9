"""`heed compare`: whether a candidate may take the served model's place."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.absent_tensorflow import leave_out_for
from bot.cli.output.outcomes import show_comparison
from bot.models.archive import served_model
from bot.models.promotion_settings import PromotionSettings
from bot.models.registry import Registry, version_of
from bot.models.verdicts import GateRecord, keep_verdict
from bot.workspace import Workspace
from data.errors import DataError

if TYPE_CHECKING:
    from bot.retraining.gate.verdict import Verdict

out = Console()
err = Console(stderr=True)


def compare(
    candidate: Annotated[str, typer.Argument(help="A model's version, or the path of its archive.", show_default=False)],
    against: Annotated[str | None, typer.Option(help="The model to be replaced; the served one if not given.", show_default=False)] = None,
    to: Annotated[Path, typer.Option("--out", help="The folder for report.html and report.json.")] = Path("build/gate"),
    withhold: Annotated[
        bool, typer.Option("--withhold", help="First take new answers from the logs that would be refused out of the candidate.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict and its figures as JSON.")] = False,
) -> None:
    """Says whether a candidate may take the served model's place, and why not; exit code 1 if it may not.

    Both are compared on your own questions as if neither had seen them, on questions out of scope and among chatter; and what the
    candidate would newly say is searched for personal data, for harm, and for answers that too few dialogues carry.
    """
    logging.captureWarnings(True)  # Rasa's libraries print a page of deprecation notes
    logging.getLogger("py.warnings").propagate = False
    registry = Registry(Workspace.current().models)
    archive, served = registry.find(candidate), registry.find(against) if against else served_model()
    if archive.samefile(served):
        raise DataError(f"{version_of(archive)} is what it would be compared with; name another model with --against")
    leave_out_for(archive, served)
    from bot.retraining.evaluation.report.page import write_report  # matplotlib takes seconds to import
    from bot.retraining.gate.compare import compare as judge
    from bot.retraining.gate.withholding import withhold as take_out

    try:
        withheld = take_out(archive, served, PromotionSettings.load(Workspace.current().promotion)) if withhold else []
        verdict = judge(archive, served)
    except KeyboardInterrupt:
        err.print("[yellow]Interrupted.[/] Nothing was decided.", highlight=False)
        raise SystemExit(130) from None
    record = _record(verdict, withheld)
    keep_verdict(record, registry.folder)
    page = write_report(verdict.comparison.after, to, verdict.comparison, verdict.reasons)
    if as_json:
        typer.echo(json.dumps({**vars(record), "report": str(page)}, ensure_ascii=False))
    else:
        show_comparison(verdict.comparison, out)
        for why in withheld:
            out.print(Text.assemble(("Left out: ", "bold yellow"), why), soft_wrap=True)
        for reason in verdict.reasons:
            out.print(Text.assemble(("Refused: ", "bold red"), reason), soft_wrap=True)
        if verdict.accepted:
            out.print(
                Text.assemble(("Accepted: ", "bold green"), f"{record.version} may be served; `heed promote {record.version}` does it.")
            )
        out.print(Text(f"The report is in {page}."), soft_wrap=True)
    if not verdict.accepted:
        raise SystemExit(1)


def _record(verdict: "Verdict", withheld: Sequence[str]) -> GateRecord:
    comparison = verdict.comparison
    before, after = comparison.before.all, comparison.after.all
    return GateRecord(
        version=comparison.after.model,
        against=comparison.before.model,
        accepted=verdict.accepted,
        reasons=verdict.reasons,
        questions=after.questions,
        right=after.right,
        right_against=before.right,
        better=comparison.better,
        worse=comparison.worse,
        p_value=round(comparison.p_value, 5),
        wrong_answers=after.wrong_answers,
        wrong_answers_against=before.wrong_answers,
        withheld=tuple(withheld),
    )
