"""Heed's exceptions, one tree. A message says what was given, what is expected and what to do.

HeedError
├── DataError          a log, a table of questions or a Rasa file can't be used
│   ├── BrokenChain        a log that mustn't be changed was (`data.hash_chain`)
│   ├── NothingToSuggest   all questions of the logs are labelled (`bot.retraining.suggestions.making`)
│   └── NothingToIndex     … since it holds no pair that is good enough (`retrieval.building.build`)
├── SettingsError      a setting is out of its range
├── ModelError         a trained classifier is missing or damaged
├── IndexFileError     a passage index is missing or damaged, or was made with another encoder
├── StateError         the session state's Redis can't be started or reached
│   ├── StateUnavailable   … for the moment: what was asked for may be asked again (`bot.state.reaching`)
│   ├── TooManyWaiting     a conversation is flooded (`bot.state.turns.inbox`)
│   ├── NotYours           an agent acts on a conversation that another has (`bot.state.ownership`)
│   ├── UsedBefore         a button was used by another message (`bot.state.turns.inbox`)
│   └── TurnLost           another process has gone on with the conversation (`bot.state.turns.transaction`)
├── BadRequest         what came in over HTTP can't be served (`bot.server.http.errors`)
│   └── NotReady           … for the moment: no model is loaded, or Redis is away
├── DeliveryError      a platform certainly did not take a message (`bot.state.deliveries.contract`)
│   ├── TryLater           … for the moment: it may be sent again
│   └── Refused            … and won't
├── Forged             a delivery is not its platform's (`bot.channels.frame.signatures`)
├── Unreadable         … is, and can't be read (`bot.channels.frame.delivery`)
└── NoReply            a turn said nothing (`bot.server.turns.rasa_runner`)
"""


class HeedError(Exception):
    """The root of all errors that Heed raises on purpose."""


class DataError(HeedError):
    """A log, a table of questions or a Rasa file can't be used."""


class SettingsError(HeedError, ValueError):
    """A setting is out of its range."""


class ModelError(HeedError):
    """A trained classifier is missing or damaged."""


class IndexFileError(HeedError):
    """A passage index is missing or damaged, or was made with another encoder."""


class StateError(HeedError):
    """The session state's Redis can't be started or reached."""
