"""Runs one of Rasa's own commands without its libraries' deprecation notes: `python -m bot.cli.rasa run …`.

Rasa 3.6 pins old libraries, which print a page of notes to developers at each start. Errors are shown as ever.
"""

import gc
import logging
import sys


def main() -> None:
    # Filters would be reset by some of the libraries; the logger of captured warnings is not.
    logging.captureWarnings(True)
    notes = logging.getLogger("py.warnings")
    notes.addHandler(logging.NullHandler())
    notes.propagate = False
    gc.disable()  # a tenth of the time of importing Rasa and TensorFlow went into looking for garbage among what stays for good
    import rasa.core.agent
    import rasa.engine.recipes.default_recipe
    import rasa.model_training
    from rasa.__main__ import main as rasa

    gc.freeze()
    gc.enable()
    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
