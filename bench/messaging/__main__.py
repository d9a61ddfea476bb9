"""Messaging channels under all that platforms and machines do to them: `make bench-messaging`.

    python -m bench.messaging [--short] [--only NAME]…

*parsers*: bodies of all kinds; XML, cipher texts, pages and mails, broken. *deadlines*: how fast deliveries are acknowledged while turns
take long. *deliveries*: each message five times, processes killed, platforms that are overloaded, away or break off. *fuzzing*: XML, cipher
texts and mails, mutated, led by the lines that they reach. Real `rasa run` processes with a tiny
model, a real redis-server, stand-ins for the platforms.
"""

import argparse
import tempfile
from itertools import chain
from pathlib import Path

from bench.messaging.deadlines import deadlines
from bench.messaging.deliveries import deliveries
from bench.messaging.fuzzing import fuzzing
from bench.messaging.mails import mails
from bench.messaging.parsers import parsers
from bench.messaging.place import RESULTS, place
from bench.messaging.untrusted import untrusted
from bench.results import keep

MEASURES = ["parsers", "deadlines", "deliveries", "fuzzing"]
# One whose platform recognises what is sent twice, one whose doesn't.
KILLED = ["line", "telegram"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="minutes, not a quarter of an hour")
    parser.add_argument("--only", action="append", choices=MEASURES, help="one measure; may be given several times")
    parser.add_argument("--channel", action="append", help="only this one; may be given several times")
    chosen = parser.parse_args()
    names = chosen.only or MEASURES
    if "parsers" in names:
        cases = 500 if chosen.short else 5_000
        keep(chain(untrusted(cases), parsers(cases, chosen.channel or ()), mails(30 if chosen.short else 600)), RESULTS)
    if "deadlines" in names:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), 2, passive=True, killed=False) as found:
            keep(deadlines(found, 5.0 if chosen.short else 20.0, chosen.channel or ()), RESULTS)
    if "deliveries" in names:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder), 2, passive=False, killed=True) as found:
            count, kills = (200, 4) if chosen.short else (1_000, 20)
            keep(deliveries(found, chosen.channel or KILLED, count, kills), RESULTS)
    if "fuzzing" in names:
        keep(fuzzing(30 if chosen.short else 600), RESULTS)


if __name__ == "__main__":
    main()
