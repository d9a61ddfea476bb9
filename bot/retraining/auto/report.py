"""What a team is told of a retraining, by e-mail or webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.handover.way_settings import Way
from bot.models.verdicts import GateRecord
from bot.retraining.auto.progress import Progress

# Withheld answers and reasons that are listed; more are counted.
LISTED = 10
# Seconds after which what did not arrive is sent again, with the same id.
AGAIN_AFTER_S = (2.0, 10.0)
SUBJECTS = {
    "promoted": "a new model is served",
    "refused": "the gate refused the new model",
    "nothing new": "nothing new to learn",
    "": "it failed",
}


@dataclass(frozen=True)
class Report:
    """A retraining that ended.

    Attributes:
        progress: what it did.
        verdict: what the gate said; none if it wasn't asked.
        failed: why it ended early; empty if it didn't.
        last_hash: of the audit log, to be noted: `heed audit verify --noted` looks for it.
    """

    progress: Progress
    verdict: GateRecord | None = None
    failed: str = ""
    last_hash: str = ""

    @property
    def id(self) -> str:
        return f"retraining_{self.progress.begun:%Y%m%dT%H%M%SZ}"

    @property
    def subject(self) -> str:
        return f"Heed's retraining: {SUBJECTS['' if self.failed else self.progress.ending]}"

    def record(self) -> dict[str, object]:
        """The body of the webhook (https://www.standardwebhooks.com: type, timestamp, data)."""
        progress = self.progress
        data: dict[str, object] = {
            "ending": "failed" if self.failed else progress.ending,
            "why": self.failed or list(progress.reasons),
            "begun": progress.begun.isoformat(),
            "imported": progress.imported,
            "labelled": progress.labelled,
            "waiting": progress.waiting,
            "candidate": progress.candidate,
            "withheld": list(progress.withheld),
            "problems": list(progress.problems),
            "audit": self.last_hash,
        }
        if self.verdict:
            data |= {
                name: getattr(self.verdict, name)
                for name in ("against", "questions", "right", "right_against", "better", "worse", "p_value")
            }
        return {"type": "retraining.ended", "timestamp": (progress.ended or progress.begun).isoformat(), "data": data}

    def text(self) -> str:
        """The same in sentences, for people."""
        progress = self.progress
        lines = [f"{self.subject}."]
        lines += [f"Why: {self.failed}"] if self.failed else []
        lines += [
            f"{progress.imported:,} dialogues were new. {progress.labelled:,} questions got their label by themselves; "
            f"{progress.waiting:,} suggestions wait for a person (`heed review`)."
        ]
        if self.verdict:
            verdict = self.verdict
            lines += [
                f"{verdict.version} answers {verdict.right:,} of {verdict.questions:,} questions rightly, {verdict.against} "
                f"{verdict.right_against:,}; wrong and confident: {verdict.wrong_answers:,}, {verdict.wrong_answers_against:,}."
            ]
        lines += _listed("Refused:", progress.reasons)
        lines += _listed("New answers that are left out until a person approves them, or more dialogues carry them:", progress.withheld)
        lines += _listed("Not done:", progress.problems)
        lines += ["`heed rollback` takes the new model back."] if progress.ending == "promoted" and not self.failed else []
        lines += [f"The audit log ends with {self.last_hash}."] if self.last_hash else []
        return "\n".join(lines)


def _listed(title: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    more = [f"  … and {len(entries) - LISTED:,} more"] if len(entries) > LISTED else []
    return [title, *(f"  {entry}" for entry in entries[:LISTED]), *more]


def send(report: Report, ways: Mapping[str, Way], again_after_s: tuple[float, ...] = AGAIN_AFTER_S) -> list[str]:
    """Tells a team in each way, again after a while where it did not arrive; returns what never did, a sentence each."""
    from bot.handover.ways import FAILURES, tell  # aiohttp takes a moment to import

    async def sent(way: Way) -> str:
        for pause in (*again_after_s, None):
            try:
                await tell(way, report)
                return ""
            except FAILURES as error:
                if pause is None:
                    # Not the error's own words: an address may be a secret.
                    return type(error).__name__
                await asyncio.sleep(pause)
        return ""

    async def all_sent() -> list[str]:
        return list(await asyncio.gather(*map(sent, ways.values())))

    return [f"the report did not arrive by {name} ({why})" for name, why in zip(ways, asyncio.run(all_sent())) if why]
