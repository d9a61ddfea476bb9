"""Known holes are found in what is pinned, by version."""

from pathlib import Path

import pytest

from bench.audit import Hole, known, open_holes, pinned


def hole(package: str, fixed: str, safe: str = "") -> Hole:
    return Hole(package, "CVE-0", fixed, "", safe)


def test_a_lock_file_is_read_with_its_markers_and_hashes() -> None:
    lock = "Ruamel_Yaml==0.17.21 ; python_version < '3.11' \\\n    --hash=sha256:00\n# sanic==1\nrasa==3.6.21\n"
    assert pinned(lock) == {"ruamel-yaml": "0.17.21", "rasa": "3.6.21"}


@pytest.mark.parametrize(
    ("version", "fixed", "open_"),
    [
        ("2.12.0", "2.12.1", True),
        ("2.12.1", "2.12.1", False),
        ("2.9", "2.10", True),
        ("2.10", "2.10.0", False),
        ("10.0", "9.9", False),
        ("1.0", "", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, fixed: str, open_: bool) -> None:
    assert bool(open_holes({"a": version}, [hole("a", fixed), hole("b", "")])) is open_


def test_each_hole_of_what_is_pinned_is_closed_or_explained() -> None:
    versions = pinned(Path("requirements-dev.lock").read_text(encoding="utf-8"))
    told = known()
    assert {each.package for each in told.holes} <= versions.keys()
    assert [each for each in open_holes(versions, told.holes) if not each.safe] == []
    # What is closed needs no excuse.
    assert [each for each in told.holes if each.safe and each not in open_holes(versions, told.holes)] == []
