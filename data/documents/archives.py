"""Word and Excel files are zip archives of XML: whether one can be opened without filling the memory."""

import io
import zipfile

from data.documents.blocks import Unreadable

# What an archive may hold, unpacked.
MOST_BYTES, MOST_PARTS = 200 << 20, 5_000
# Text is packed to a tenth; a part that is packed to less than this, and is large, was made to burst.
LARGEST_RATIO, LARGE = 200, 10 << 20


def checked_archive(content: bytes) -> io.BytesIO:
    """The archive, ready to be opened.

    Raises:
        Unreadable: it is damaged or encrypted, would unpack to gigabytes, or its XML defines entities of its own.
    """
    stream = io.BytesIO(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("it is encrypted, or in the format of before 2007; save it without a password, as .docx or .xlsx")
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise Unreadable(f"it would unpack to more than {MOST_BYTES >> 20} MB or {MOST_PARTS:,} parts")
            if any(part.file_size > LARGE and part.file_size > LARGEST_RATIO * max(1, part.compress_size) for part in parts):
                raise Unreadable("a part of it is packed far smaller than any text: it was made to fill the memory")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if b"<!ENTITY" in opened.read(1 << 16):
                            raise Unreadable("its XML defines entities of its own, which no office program writes")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(f"it is damaged or encrypted ({error})") from error
    stream.seek(0)
    return stream
