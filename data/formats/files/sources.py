"""What there is to read: a file, what lies in a folder, in a zip, in a gz, and in those in turn.

Nothing is unpacked onto the disk. What can't be a log is named with its reason; archives are bounded in depth, number and size.
"""

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from data.errors import DataError

DEEPEST = 4
MOST_MEMBERS = 200_000
# What reading a file raises that is damaged, packed or not, wherever in it the damage is.
DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
# Bytes of a file in an archive that is read from memory: a zip in a zip, a workbook.
LARGEST_INNER = 1 << 30
# A file that unpacks to more than this many times its size was made to fill memory, unless it is small.
LARGEST_RATIO, SMALL = 500, 64 << 20
# Kinds of files that lie beside logs and hold no messages, by the ends of their names.
NO_LOGS = frozenset(
    """
    .jpg .jpeg .png .gif .webp .svg .heic .bmp .ico .mp3 .mp4 .ogg .opus .oga .wav .m4a .aac .mov .avi .webm .3gp .tgs .exe .dll .so
    .js .css .woff .woff2 .ttf .vcf .ics .py .pyc .sh .ds_store .ini .lnk .p7s .psd .ai .dmg .iso
    .rar .7z .pst .ost .olm .mdb .accdb .key .yml .yaml .toml .cfg .conf .java .go .rs .c .h .ts .rb .php .lock
    .pages .numbers
    """.split()
)
# Databases, of which those of SQLite's are read.
DATABASES = (".db", ".db3", ".sqlite", ".sqlite3")
SQLITE = b"SQLi"
# Of kinds that may hold messages in a form that isn't read: what to bring in its place.
DATABASE = "is a database; export the table of its messages as CSV, with the ticket, who wrote, when and the text in a row"
MAILBOX = "is a mailbox of Outlook; save it as .mbox or .eml, for example with readpst or Thunderbird"
# Scripts in which X (Twitter) puts an account's messages.
MESSAGES_OF_X = re.compile(r"(?:^|/)direct-messages?(?:-\w+)*\.js$")
# Where an archive of tar says that it is one.
TAR_MARK = 257
PACKED = "is an archive that isn't unpacked here; unpack it, or pack it as .zip"
INSTEAD = {
    **dict.fromkeys((*DATABASES, ".mdb", ".accdb"), DATABASE),
    **dict.fromkeys((".pst", ".ost", ".olm"), MAILBOX),
    **dict.fromkeys((".rar", ".7z"), PACKED),
    **dict.fromkeys((".key", ".numbers", ".pages"), "is of Apple's iWork; save a table as .xlsx or CSV, a document as .docx or PDF"),
}
DOCUMENTS = frozenset(".md .markdown .html .htm .mhtml .pdf .docx .doc .odt .rtf .pptx .epub".split())


@dataclass(frozen=True)
class Source:
    """A file that may be a log.

    Attributes:
        path: the file on the disk; of what lies in an archive, the archive.
        name: how it is named to a person: its path, and behind that its place in the archive.
        opened: opens its bytes, unpacked.
        packed: whether it lies in an archive, or is one that is being unpacked.
    """

    path: Path
    name: str
    opened: Callable[[], BinaryIO]
    packed: bool = True

    @property
    def suffix(self) -> str:
        """How its name ends, in small letters, without regard to `.gz`."""
        return PurePosixPath(self.name.lower().removesuffix(".gz").removesuffix(".bz2").removesuffix(".xz")).suffix

    def head(self, size: int) -> bytes:
        """Its first bytes.

        Raises:
            DataError: it can't be read, or its archive is damaged.
        """
        try:
            with self.opened() as stream:
                return stream.read(size)
        except (*DAMAGE, ValueError, RuntimeError, NotImplementedError) as error:
            raise DataError(f"{self.name} can't be read: {error}") from error


@dataclass(frozen=True)
class PassedOver:
    """A file that isn't read, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def sources_in(path: Path, without: Collection[Path] = ()) -> Iterator[Source | PassedOver]:
    """The file, or all in a folder and below it by name; of archives, what lies in them. Hidden files are passed over silently.

    Raises:
        DataError: there is no such file.
    """
    if not path.exists():
        raise DataError(f"{path} does not exist; expected a log, an archive or a folder of logs")
    if not path.is_dir():
        yield from _unpacked(Source(path, str(path), _opener(path), packed=False), 0)
        return
    for file in sorted(path.rglob("*")):
        if file not in without and file.is_file() and not is_hidden(PurePosixPath(file.relative_to(path).as_posix())):
            yield from _unpacked(Source(file, str(file), _opener(file), packed=False), 0)


def may_hold_logs(path: Path, without: Collection[Path]) -> bool:
    """Whether there is a file beside those `without` that could be a log, by its name."""
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    others = (
        file
        for file in files
        if file not in without and not (path.is_dir() and is_hidden(PurePosixPath(file.relative_to(path).as_posix())))
    )
    return any(not is_no_log(file.name) and file.suffix.lower() not in DOCUMENTS for file in others)


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def is_no_log(name: str) -> bool:
    """Whether a file of this name is of a kind that holds no messages."""
    return PurePosixPath(name).suffix.lower() in NO_LOGS and not MESSAGES_OF_X.search(name)


def is_hidden(name: PurePosixPath) -> bool:
    """Whether a part of the path begins with a dot, or is what macOS puts beside."""
    return any(part.startswith(".") or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in name.parts)


def _unpacked(source: Source, depth: int) -> Iterator[Source | PassedOver]:
    if is_no_log(source.name):
        yield PassedOver(source.name, INSTEAD.get(source.suffix, "holds no messages"))
        return
    try:
        head = source.head(4)
    except DataError as problem:
        yield PassedOver(source.name, str(problem))
        return
    if source.suffix in DATABASES and head != SQLITE:
        yield PassedOver(source.name, DATABASE)
    elif not head:
        yield PassedOver(source.name, "is empty (0 bytes); export or download it once more")
    elif depth >= DEEPEST and (head[:2] in (b"\x1f\x8b", b"PK") or head[:3] == b"BZh"):
        yield PassedOver(source.name, f"lies deeper than {DEEPEST} archives in each other")
    elif source.name.lower().endswith(".gz") and head[:2] != b"\x1f\x8b" and depth == 0:
        yield PassedOver(source.name, "can't be read: it is no gzip, though its name says so")
    elif head[:2] == b"\x1f\x8b":
        yield from _unpacked(_through(source, lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream))), depth + 1)
    elif head[:3] == b"BZh":
        yield from _unpacked(_through(source, lambda stream: cast(BinaryIO, bz2.BZ2File(stream))), depth + 1)
    elif head == b"\xfd7zX":
        yield from _unpacked(_through(source, _through_lzma), depth + 1)
    elif depth < DEEPEST and source.head(TAR_MARK + 5)[TAR_MARK:] == b"ustar":
        yield PassedOver(source.name, PACKED)
    elif head == b"PK\x03\x04":
        yield from _from_zip(source, depth)
    else:
        yield source


def _through_lzma(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, lzma.LZMAFile(stream))


def _through(source: Source, unpack: Callable[[BinaryIO], BinaryIO]) -> Source:
    return Source(source.path, source.name, lambda: _unpacking(source.opened(), unpack))


def _unpacking(packed: BinaryIO, unpack: Callable[[BinaryIO], BinaryIO]) -> BinaryIO:
    """A stream that closes what it unpacks, too."""
    unpacked = unpack(packed)
    closed = unpacked.close

    def close() -> None:
        closed()
        packed.close()

    unpacked.close = close  # type: ignore[method-assign]
    return unpacked


def _from_zip(source: Source, depth: int) -> Iterator[Source | PassedOver]:
    """What lies in a zip; a workbook or a document is one itself."""
    try:
        # Given a path, it closes its file when nobody needs it any more.
        archive = zipfile.ZipFile(seekable(source) if source.packed else source.path)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, DataError) as error:
        yield PassedOver(source.name, f"is no readable zip: {error}")
        return
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names or "mimetype" in names:
        yield source
        return
    if len(members) > MOST_MEMBERS:
        yield PassedOver(source.name, f"holds more than {MOST_MEMBERS:,} files")
        return
    for member in sorted(members, key=lambda member: member.filename):
        name = f"{source.name}/{member.filename}"
        if member.is_dir() or is_hidden(PurePosixPath(member.filename)):
            continue
        if member.flag_bits & 1:
            yield PassedOver(name, "is encrypted; unpack it with its password first")
        elif member.file_size > SMALL and member.file_size > LARGEST_RATIO * max(1, member.compress_size):
            yield PassedOver(name, f"unpacks to {member.file_size:,} bytes, far more than a log would")
        else:
            yield from _unpacked(Source(source.path, name, _member_opener(archive, member)), depth + 1)


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, archive.open(member))


def seekable(source: Source) -> BinaryIO:
    """The source as a stream that can be read at any place; what lies in an archive is read into memory.

    Raises:
        DataError: it is too large for that.
    """
    stream = source.opened()
    if isinstance(stream, io.BufferedReader):
        return stream
    with stream:
        content = stream.read(LARGEST_INNER + 1)
    if len(content) > LARGEST_INNER:
        raise DataError(f"{source.name} is larger than {LARGEST_INNER >> 20} MB unpacked; unpack it first")
    return io.BytesIO(content)
