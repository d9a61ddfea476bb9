"""What a file is, by its content: neither its name nor what its sender says is believed."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

# The types that are taken, with the endings of their files' names.
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf"}
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 50_000_000


def type_of(content: bytes) -> str | None:
    """What a file is, by its content: one of `ENDINGS`, or none. Images are read as far as their structure can be checked."""
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "application/pdf" if b"%%EOF" in content[-1024:] else None
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
