"""Runs one of Rasa's own commands without its libraries' deprecation notes: `python -m bot.cli.rasa run …`.

Rasa 3.6 pins old libraries, which print a page of notes to developers at each start. Errors are shown as ever.
"""

import logging
import sys


def main() -> None:
    # Filters would be reset by some of the libraries; the logger of captured warnings is not.
    logging.captureWarnings(True)
    notes = logging.getLogger("py.warnings")
    notes.addHandler(logging.NullHandler())
    notes.propagate = False
    from rasa.__main__ import main as rasa

    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
