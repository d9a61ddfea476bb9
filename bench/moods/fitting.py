"""Fits the moods' weights that are shipped on the shipped messages: `python -m bench.moods.fitting`.

How firmly weights are held was chosen by cross-validation over these messages, and over the tweets of `bench.moods.airlines` that aren't
held out; nothing was chosen on what is.
"""

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bench.moods.vectors import Messages
from bot.workspace import Workspace
from data.languages import is_chinese
from finetune.encoders.reading import Reader
from finetune.moods.fitting import AROUND_ZERO
from finetune.moods.labelled import shipped
from finetune.moods.mood import SHIPPED
from finetune.settings import TrainingSettings

STRENGTHS = (0.1, 0.3, AROUND_ZERO, 3.0)
PARTS = 5


def main() -> None:
    reader = Reader.load(Workspace.current().encoders, TrainingSettings.encoder)
    messages = Messages.read(shipped(), reader)
    groups = [f"{each.mood} {is_chinese(each.text)}" for each in messages.labelled]
    for strength in STRENGTHS:
        right = 0
        for learnt, left in StratifiedKFold(PARTS, shuffle=True, random_state=0).split(groups, groups):
            told = messages.part(left).told(messages.part(learnt).fit(reader.hashes, strength))
            right += int(np.sum(np.array(told) == np.array(messages.part(left).moods)))
        print(f"{strength:5g}: {right / len(groups):.3f} of {len(groups)}{' (served)' if strength == AROUND_ZERO else ''}")
    messages.fit(reader.hashes).save()
    print(f"wrote {SHIPPED}, {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
