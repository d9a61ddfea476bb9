"""Runs one of Rasa's own commands without its libraries' deprecation notes: `python -m bot.cli.rasa run …`.

Rasa 3.6 pins old libraries, which print a page of notes to developers at each start. Errors are shown as ever.
"""

import gc
import logging
import sys

from bot.cli.absent_tensorflow import leave_out_if_unused
from bot.cli.imported_later import imported_later
from bot.cli.interrupts import INTERRUPTED, interruptible_imports
from bot.components.provisional import provisional
from data.errors import HeedError
from data.os_errors import sentence


def main() -> None:
    # Filters would be reset by some of the libraries; the logger of captured warnings is not.
    logging.captureWarnings(True)
    notes = logging.getLogger("py.warnings")
    notes.addHandler(logging.NullHandler())
    notes.propagate = False
    leave_out_if_unused(sys.argv[1:])
    gc.disable()  # a tenth of the time of importing Rasa and TensorFlow went into looking for garbage among what stays for good
    with interruptible_imports(), imported_later():
        import rasa.core.agent
        import rasa.engine.recipes.default_recipe
        import rasa.model_training
        import rasa.server
        from rasa.__main__ import main as rasa

        if provisional():
            from bot.cli.uncached import train_uncached

            train_uncached()
    gc.freeze()
    gc.enable()
    sys.argv[0] = "rasa"
    try:
        rasa()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except HeedError as error:
        raise SystemExit(f"Error: {error}") from error
    except OSError as error:
        raise SystemExit(f"Error: {sentence(error)}") from error


if __name__ == "__main__":
    main()
