"""Small documents, made as the programs make them that people use."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx
import openpyxl


def pdf(pages: Sequence[Sequence[tuple[float, str]]]) -> bytes:
    """A PDF of pages, each of lines: their size in points, and their text in Latin letters."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text, at = [b"BT"], 780.0
        for size, line in lines:
            at -= 1.4 * size
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            text.append(f"/F1 {size} Tf 1 0 0 1 50 {at:.1f} Tm ({escaped}) Tj".encode("latin-1"))
        content = b"\n".join([*text, b"ET"])
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def word(title: str, paragraphs: Sequence[tuple[str, str]], changed: datetime) -> bytes:
    """A Word document: a title, and paragraphs with their styles."""
    document = docx.Document()
    document.core_properties.modified = changed
    document.add_heading(title, 0)
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(rows: Sequence[Sequence[object]]) -> bytes:
    """An Excel table."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return out.getvalue()
