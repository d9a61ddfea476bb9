"""The virus scan, as a command of the company's own."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.server.files.virus_scan import scan
from bot.server.http.errors import BadRequest


def test_the_virus_scan_sees_the_file_and_no_shell(tmp_path: Path) -> None:
    path = tmp_path / "$(touch owned)"
    path.write_bytes(b"EICAR")
    looks = [sys.executable, "-c", "import sys; sys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())"]
    with pytest.raises(BadRequest, match="refused by the virus scan"):
        asyncio.run(scan(looks, path))
    path.write_bytes(b"clean")
    asyncio.run(scan(looks, path))
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
