"""What docs/monitoring asks Prometheus for, a running server tells."""

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from tests.support.rasa_process import RasaProcess
from tests.support.tiny import METRICS_TOKEN

DOCS = Path(__file__).parents[2] / "docs" / "monitoring"
NAME = re.compile(r"\bheed_[a-z_]+")
SELECTOR = re.compile(r"\b(heed_[a-z_]+)\{([^}]*)\}")
GRAFANA = re.compile(r"\$__\w+|\$\{__\w+\}")
MATCHER = re.compile(r'(\w+)\s*(=~|=|!=|!~)\s*"([^"]*)"')


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load((DOCS / "alerts.yml").read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    dashboard = json.loads((DOCS / "dashboard.json").read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    yield from (each["expr"] for each in dashboard["annotations"]["list"])


def test_every_metric_is_exposed_by_a_running_server(server: RasaProcess) -> None:
    asked = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        exposed = list(text_string_to_metric_families(answer.read().decode()))
    names = set()
    for family in exposed:
        kinds = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        names |= {family.name + kind for kind in kinds}
    used = {name for expression in expressions() for name in NAME.findall(expression)}
    assert len(used) > 20
    assert used - names == set()


def test_every_label_and_value_is_one_that_the_metric_has() -> None:
    known = {name: each for each in vars(metrics).values() if (name := getattr(each, "_name", "")) and name.startswith("heed_")}
    for expression in expressions():
        for name, matchers in SELECTOR.findall(expression):
            metric = known[re.sub("_(total|bucket|sum|count)$", "", name)]
            for label, _, value in MATCHER.findall(matchers):
                assert label in metric._labelnames, expression
                said = metric._documentation.lower().replace("_", " ")
                assert all(part.replace("_", " ") in said for part in value.split("|")), (
                    f"{value} isn't said to be a value of {label}: {said}"
                )


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")
        assert rule["expr"].count("(") == rule["expr"].count(")")
    assert len({rule["alert"] for rule in rules()}) == len(rules())
    readme = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in readme] == []


def test_prometheus_itself_reads_the_rules_and_raises_them(tmp_path: Path) -> None:
    """Where its tool is (Debian: `apt-get install prometheus`); else the syntax of what it reads is all that can be looked at."""
    named = {
        test["alertname"]
        for each in yaml.safe_load((DOCS / "alerts_test.yml").read_text(encoding="utf-8"))["tests"]
        for test in each["alert_rule_test"]
    }
    assert named == {rule["alert"] for rule in rules()}
    tool = shutil.which("promtool")
    if tool is None:
        pytest.skip("promtool is not there")
    # The dashboard's expressions as rules, with what Grafana puts in.
    recorded = [{"record": f"panel:{number}", "expr": GRAFANA.sub("5m", each)} for number, each in enumerate(expressions())]
    (tmp_path / "dashboard.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": recorded}]}), encoding="utf-8")
    for command in (("check", "rules", "alerts.yml", str(tmp_path / "dashboard.yml")), ("test", "rules", "alerts_test.yml")):
        done = subprocess.run([tool, *command], cwd=DOCS, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_metric_stands_in_the_table() -> None:
    readme = (DOCS / "README.md").read_text(encoding="utf-8")
    names = [each._name for each in vars(metrics).values() if hasattr(each, "_labelnames")]
    assert [name for name in names if f"`{name}" not in readme] == []
