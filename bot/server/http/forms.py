"""Forms with files (multipart/form-data, RFC 7578), read in one pass.

Sanic's own parser splits the body wherever the boundary's letters stand, which a client chooses: 5 MB of `x` with the boundary `x` took
seconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from sanic.request import File, RequestParameters

from bot.server.http.errors import BadRequest

MOST_PARTS = 64
LONGEST_HEADER = 4_096
LONGEST_BOUNDARY = 70  # RFC 2046, section 5.1.1


@dataclass(frozen=True)
class Part:
    """A field of a form.

    Attributes:
        name: of the field.
        filename: what the sender calls the file; none if it is a plain field.
        type: what the sender says that the content is.
    """

    name: str
    filename: str | None
    type: str
    content: bytes


def boundary_of(content_type: str) -> bytes:
    """What parts the fields of a form, by the request's Content-Type.

    Raises:
        BadRequest: it is no form, or names no boundary.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= LONGEST_BOUNDARY or not boundary.isascii():
        raise BadRequest(400, "invalid_file", "the body must be multipart/form-data; its Content-Type must name the boundary")
    return bytes(boundary, "ascii")


def read_form(body: bytes, boundary: bytes, most: int = MOST_PARTS) -> list[Part]:
    """The fields of a form, in their order. Takes time: a large body is read beside the event loop.

    Raises:
        BadRequest: it is no form, or has too many fields.
    """
    parts: list[Part] = []
    pieces: list[bytes] = []
    segment: MultipartSegment | None = None
    try:
        with PushMultipartParser(boundary, max_header_size=LONGEST_HEADER, max_segment_count=most, strict=True) as parser:
            for event in (*parser.parse(body), *parser.parse(b"")):
                if isinstance(event, MultipartSegment):
                    segment, pieces = event, []
                elif event:
                    pieces.append(bytes(event))
                elif segment:
                    parts.append(Part(segment.name, segment.filename, segment.content_type or "", b"".join(pieces)))
    except (MultipartError, UnicodeDecodeError, LookupError) as problem:
        raise BadRequest(400, "invalid_file", f"the body is no multipart/form-data with up to {most} fields: {problem}") from None
    return parts


def sanic_form(body: bytes, boundary: bytes) -> tuple[Any, Any]:
    """The same as Sanic hands it to routes, for those that aren't ours: fields and files, each a list by its name."""
    fields: dict[str, list[str]] = defaultdict(list)
    files: dict[str, list[File]] = defaultdict(list)
    for part in read_form(body, boundary):
        if part.filename is None:
            fields[part.name].append(part.content.decode("utf-8", "replace"))
        else:
            files[part.name].append(File(type=part.type, body=part.content, name=part.filename))
    return RequestParameters(fields), RequestParameters(files)
