"""Brings a company's logs in: redacted, each dialogue once, beside what was imported before.

What is there stays until all that is new has been read and lies on the disk. Dialogues that are there already are left as they
are; those that have gone on are replaced; an import takes nothing away.
"""

from collections.abc import Callable, Collection
from contextlib import ExitStack, closing
from pathlib import Path, PurePosixPath

from data.errors import DataError
from data.formats.files.sources import PassedOver, is_hidden
from data.formats.log_format import LogFormat
from data.formats.reading.dialogues import read_recognised
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised
from data.formats.storing.adding import Addition, Imported
from data.formats.storing.kept_logs import KeptLogs
from data.formats.storing.replacing import remove_leftovers, replacement
from data.parallel import Map, serial


def import_dialogues(
    log: Path,
    to: Path,
    format: LogFormat | None = None,
    mapper: Map = serial,
    report: Callable[[int], None] = lambda dialogues: None,
    key: bytes | None = None,
    without: Collection[Path] = (),
) -> Imported:
    """Adds the dialogues of logs to a folder.

    Args:
        log: a log, an archive, or a folder of logs.
        to: the folder that they are written to, in files with the logs' names.
        format: what is known of the logs beforehand.
        mapper: where the redaction runs; what comes out is the same.
        report: is called now and then with how many dialogues were read.
        key: of the hashed ids (`data.formats.reading.identity`); without one, ids stay as they are.
        without: files of a folder that are no logs, though their names say so.

    Raises:
        DataError: a file can't be read, or would be written where it stands.
    """
    format = format or LogFormat()
    imported = Imported()
    for found in recognised(log, format, without):
        if isinstance(found, PassedOver):
            imported.passed_over.append(found)
        else:
            imported.logs.append(found)
    targets = _targets(imported.logs, log, to)
    if targets:
        remove_leftovers(to)
        with closing(KeptLogs()) as kept, ExitStack() as open_files:
            for file in sorted(to.rglob("*.jsonl")):
                if not is_hidden(PurePosixPath(file.relative_to(to).as_posix())):
                    kept.add_file(file)
            addition = Addition(kept, imported)
            for target, logs in targets.items():
                addition.begin(open_files.enter_context(replacement(target)))
                for each in logs:
                    for row in read_recognised(each, format, mapper, key):
                        if addition.take(row):
                            report(imported.dialogues + imported.unchanged)
            addition.put_in_place()
    report(imported.dialogues + imported.unchanged)
    return imported


def _targets(logs: list[Recognised], log: Path, to: Path) -> dict[Path, list[Recognised]]:
    """The files to write, each with the logs that go into it: those of one name in one folder."""
    targets: dict[Path, list[Recognised]] = {}
    for each in logs:
        name = each.path.name.lower().removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz")
        stem = each.path.name[: len(Path(name).stem)]
        folder = each.path.parent.relative_to(log) if log.is_dir() else Path()
        target = to / folder / f"{stem}.jsonl"
        if target.resolve() == each.path.resolve():
            raise DataError(f"{each.path} would be written onto itself; choose another --out")
        targets.setdefault(target, []).append(each)
    return targets
