"""Floor 2: the Rasa assistant: components, answers, channels, session state, the chat page and the command line."""

import os
from pathlib import Path

# What customers wrote goes into files: of logs, models, indexes, exports, reports. Only their owner may read them. Rasa's own commands
# write some of these, and know Heed only as components and channels of this package: so it is done as soon as that is imported.
os.umask(0o077)

try:
    Path.home()
except RuntimeError:  # a user without a name or a home, as in containers: libraries look there for settings, and some fail for it
    os.environ["HOME"] = "/nonexistent"
