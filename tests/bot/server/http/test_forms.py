"""Forms with files, of people and of attackers."""

import time

import pytest

from bot.server.http.errors import BadRequest
from bot.server.http.forms import boundary_of, read_form, sanic_form

HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
MB = 1_000_000


def test_fields_and_files_are_read_in_their_order() -> None:
    note = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n'
    parts = read_form(note + HEAD + b"\r\n--\r\nx\r\n--b--\r\n", b"b")
    assert [(part.name, part.filename, part.type, part.content) for part in parts] == [
        ("note", None, "", b"hi"),
        ("file", "a.pdf", "application/pdf", b"\r\n--\r\nx"),
    ]
    fields, files = sanic_form(note + HEAD + b"x\r\n--b--\r\n", b"b")
    assert (fields.get("note"), files.get("file").body, files.get("file").name) == ("hi", b"x", "a.pdf")


@pytest.mark.parametrize(
    ("content_type", "found"),
    [
        ("multipart/form-data; boundary=b", b"b"),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', b"a b"),
        ("multipart/form-data", None),
        ("multipart/form-data; boundary=", None),
        ("multipart/form-data; boundary=" + "b" * 71, None),
        ("multipart/form-data; boundary=ü", None),
        ("multipart/mixed; boundary=b", None),
        ("application/json", None),
        ("", None),
        ('multipart/form-data; a="' + '\\"' * 3_500, None),
    ],
)
def test_the_boundary_stands_in_the_content_type(content_type: str, found: bytes | None) -> None:
    if found is None:
        with pytest.raises(BadRequest, match="boundary"):
            boundary_of(content_type)
    else:
        assert boundary_of(content_type) == found


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (b"", b"b"),
        (b"x" * 5 * MB, b"x"),
        (b"--b\r\n\r\n\r\n" * 500_000, b"b"),
        (b"--b\r\nX: " + b"y" * 5 * MB, b"b"),
        (b"--b\r\n" + b"X: y\r\n" * 500_000 + b"\r\n--b--", b"b"),
        (HEAD + b"\r\n--" * MB, b"b"),
        (HEAD + b"\r\n--b" * MB, b"b"),
        (HEAD + b"x", b"b"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", b"b"),
        (b'--b\r\nContent-Disposition: form-data; name="' + b'\\"' * 1_500 + b"\r\n\r\nx\r\n--b--", b"b"),
    ],
    ids=range(10),
)
def test_what_is_no_form_is_refused_at_once(body: bytes, boundary: bytes) -> None:
    began = time.process_time()
    with pytest.raises(BadRequest, match="form-data"):
        read_form(body, boundary)
    assert time.process_time() - began < 1.0
