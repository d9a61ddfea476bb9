from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.results import FOLDER, Result, keep, read

ROOT = Path(__file__).parents[2]
QUICK = Result("load", "p95", 12.3456789, "ms", "≤ 300", True, condition="one process")


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    keep([QUICK, Result("load", "refused", 3, "messages")], file)
    assert read(file) == [
        Result("load", "p95", 12.34568, "ms", "≤ 300", True, condition="one process"),
        Result("load", "refused", 3, "messages"),
    ]


def test_a_figure_takes_the_place_of_the_older_one_and_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    other, stock = Result("load", "p95", 9.0, "ms"), Result("load", "p95", 8.0, "ms", system="stock", condition="one process")
    keep([QUICK, other, stock], file)
    keep([Result("load", "p95", 400.0, "ms", "≤ 300", False, condition="one process")], file)
    assert [(result.value, result.holds) for result in read(file)] == [(400.0, False), (9.0, None), (8.0, None)]


def test_figures_are_kept_as_they_come(tmp_path: Path) -> None:
    file = tmp_path / "results.json"

    def measured() -> Iterator[Result]:
        yield QUICK
        raise RuntimeError("the machine went away")

    with pytest.raises(RuntimeError):
        keep(measured(), file)
    assert [result.metric for result in read(file)] == ["p95"]


@pytest.mark.parametrize("file", sorted((ROOT / FOLDER).glob("*.json")), ids=lambda file: file.name)
def test_committed_results_have_the_schema_and_no_figure_twice(file: Path) -> None:
    results = read(file)
    assert results
    assert len({result.key for result in results}) == len(results)
    assert all((result.holds is None) or result.goal for result in results)
