"""Brings a company's logs in: each file redacted into JSONL of its own, each dialogue once."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import DataError
from data.formats.dialogues import Read, read_dialogues, to_json
from data.formats.files import BadRow, log_files
from data.formats.log_format import LogFormat
from data.parallel import Map, serial

# Dialogues between two reports of progress.
REPORTED_EVERY = 200


@dataclass
class Imported:
    """What an import did.

    Attributes:
        dialogues, turns: how many were written.
        removed: how many pieces of personal data were taken out, by kind.
        bad: the rows that had to be skipped.
    """

    dialogues: int = 0
    turns: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)


def import_dialogues(
    log: Path,
    to: Path,
    format: LogFormat | None = None,
    mapper: Map = serial,
    report: Callable[[int], None] = lambda dialogues: None,
    without: Collection[Path] = (),
) -> Imported:
    """Writes the redacted dialogues of logs; a file's are put in place at once, when all of them are there.

    Args:
        log: a log, or a folder of logs.
        to: the folder that they are written to, in the folders in which they stand in `log`.
        format: what the columns and roles of tables are called.
        mapper: where the redaction runs; what comes out is the same.
        report: is called now and then with how many dialogues were written.
        without: files of a folder that are no logs, though their names say so.

    Raises:
        DataError: a file can't be read, or would be written where it stands or where another one was written.
    """
    imported = Imported()
    first_seen: dict[str, tuple[str, int]] = {}  # a dialogue's id to where it stood first and the hash of its turns
    for file, target in _targets(log, to, without).items():
        writing = target.with_suffix(".jsonl.tmp")
        writing.parent.mkdir(parents=True, exist_ok=True)
        try:
            with writing.open("w", encoding="utf-8") as lines:
                for row in read_dialogues(file, format, mapper):
                    if isinstance(row, BadRow):
                        imported.bad.append(row)
                    elif repeated := _repeated(row, first_seen):
                        imported.bad.append(repeated)
                    else:
                        lines.write(to_json(row.dialogue) + "\n")
                        imported.removed += row.removed
                        imported.dialogues += 1
                        imported.turns += len(row.dialogue.turns)
                        if imported.dialogues % REPORTED_EVERY == 0:
                            report(imported.dialogues)
            writing.replace(target)
        finally:
            writing.unlink(missing_ok=True)
    report(imported.dialogues)
    return imported


def _targets(log: Path, to: Path, without: Collection[Path]) -> dict[Path, Path]:
    """Each log with the file that it is written to."""
    sources: dict[Path, Path] = {}
    for file in (file for file in log_files(log) if file not in without):
        stem = Path(file.stem).stem if file.suffix == ".gz" else file.stem
        target = to / file.parent.relative_to(log if log.is_dir() else file.parent) / f"{stem}.jsonl"
        if target.resolve() == file.resolve():
            raise DataError(f"{file} would be written onto itself; choose another --out")
        if target in sources:
            raise DataError(f"{sources[target]} and {file} would both be written to {target}; rename one of them")
        sources[target] = file
    return {file: target for target, file in sources.items()}


def _repeated(row: Read, first_seen: dict[str, tuple[str, int]]) -> BadRow | None:
    """The complaint about a dialogue whose id was there before."""
    name, place, content = row.dialogue.id, f"{row.file.name}:{row.line}", hash(row.dialogue.turns)
    if name not in first_seen:
        first_seen[name] = place, content
        return None
    first, first_content = first_seen[name]
    what = "stands already in" if content == first_content else "needs an id of its own: another one has it in"
    return BadRow(row.file, row.line, f"dialogue {name!r} {what} {first}")
