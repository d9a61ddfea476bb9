"""Floor 2: the Rasa assistant: components, answers, channels, session state, the chat page and the command line."""

import os

# What customers wrote goes into files: of logs, models, indexes, exports, reports. Only their owner may read them. Rasa's own commands
# write some of these, and know Heed only as components and channels of this package: so it is done as soon as that is imported.
os.umask(0o077)
