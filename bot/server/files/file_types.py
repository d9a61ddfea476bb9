"""What a file is, by its content: neither its name nor what its sender says is believed.

As a program it reads a file from its standard input and writes what it is; see `bot.server.files.inspection`.
"""

import io
import os
import resource
import sys
import warnings

from PIL import Image, UnidentifiedImageError

# The types that are taken, with the endings of their files' names.
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf"}
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
# Voice notes, which come through messaging channels only; with the signs that each has, and where.
VOICES = {"audio/ogg": "ogg", "audio/amr": "amr", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav", "audio/silk": "silk"}
SOUNDS = (
    ("audio/ogg", 0, (b"OggS",)),
    ("audio/amr", 0, (b"#!AMR\n", b"#!AMR-WB\n")),
    ("audio/silk", 0, (b"#!SILK_V3", b"\x02#!SILK_V3")),
    ("audio/mpeg", 0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ("audio/wav", 8, (b"WAVE",)),
    ("audio/mp4", 4, (b"ftypM4A", b"ftypmp4", b"ftypisom", b"ftyp3gp")),
)
# What each of these begins with.
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
MOST_PIXELS = 50_000_000
# What the program may use: an image of millions of tiny sections would take a core for a minute.
CPU_S, MEMORY = 2, 1 << 30


def may_be_image(content: bytes) -> bool:
    """Whether a file begins as an image does."""
    return content.startswith(SIGNATURES)


def type_of(content: bytes) -> str | None:
    """What a file is, by its content: one of `ENDINGS`, or none. Images are read as far as their structure can be checked."""
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "application/pdf" if b"%%EOF" in content[-1024:] else None
    if not may_be_image(content):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of an image so large that it may be a bomb
            with Image.open(io.BytesIO(content), formats=tuple(IMAGES)) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                found = IMAGES.get(str(image.format))
                image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, Warning, OSError, SyntaxError, ValueError, EOFError, LookupError):
        return None
    return found


def voice_type_of(content: bytes) -> str | None:
    """What a recording is, by how it begins: one of `VOICES`, or none. Nothing here plays it."""
    return next((type for type, place, signs in SOUNDS if content[place:].startswith(signs)), None)


def main() -> None:
    """Writes what the standard input is, within bounds; nothing if it is none of `ENDINGS`."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, resource.getrlimit(resource.RLIMIT_NPROC)[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.write(type_of(sys.stdin.buffer.read()) or "")


if __name__ == "__main__":
    main()
