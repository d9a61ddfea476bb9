"""The desk: `python -m bench.desk [--only NAME]…`.

*break_ins*: requests without a session, with forged and old cookies, from other sites, guesses; forged returns and tokens of OpenID
Connect. *scripts*: customers' texts that would be scripts, on the page in Chromium. *streams*: 200 agents' and 1,000 customers' streams on
one process. *outside_hours*: a customer whom nobody can answer now, in Chromium. *suggesting*: the agent's real reply among three
suggestions, on airline chats. Real `rasa run` processes with a tiny model and a real redis-server; clients share the machine.
"""

import argparse
import tempfile
from pathlib import Path

from bench.desk.break_ins import break_ins
from bench.desk.openid_break_ins import openid_break_ins
from bench.desk.outside_hours import outside_hours
from bench.desk.place import RESULTS, place
from bench.desk.scripts import scripts
from bench.desk.streams import AGENTS, streams
from bench.desk.suggesting import suggesting
from bench.results import keep
from bot.state.agents.accounts import Role

MEASURES = ["break_ins", "scripts", "outside_hours", "suggesting", "streams"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=MEASURES, help="one measure; may be given several times")
    parser.add_argument("--seconds", type=float, default=60.0, help="of streams, per rate")
    parser.add_argument("--data", type=Path, default=Path("../shared/datasets"))
    parser.add_argument("--screenshots", type=Path, help="an empty folder, where outside_hours leaves its server and its screenshots")
    chosen = parser.parse_args()
    names = chosen.only or MEASURES
    roles: dict[str, Role] = {"mia": "lead", "noah": "agent", "eve": "agent"}
    if "break_ins" in names:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), roles) as found:
            keep(break_ins(found), RESULTS)
            keep(openid_break_ins(found), RESULTS)
    if "scripts" in names:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), roles) as found:
            keep(scripts(found), RESULTS)
    if "outside_hours" in names:
        with tempfile.TemporaryDirectory() as folder:
            keep(outside_hours(chosen.screenshots or Path(folder)), RESULTS)
    if "suggesting" in names:
        keep(suggesting(chosen.data / "twitter_airlines" / "dialogues.jsonl.gz"), RESULTS)
    if "streams" in names:
        roles = {f"agent{number}": "agent" for number in range(AGENTS)}
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), roles) as found:
            for per_second in (10.0, 40.0):
                keep(streams(found, chosen.seconds, per_second), RESULTS)


if __name__ == "__main__":
    main()
