"""Tweets to airlines with their sentiment (CrowdFlower 2015, “Twitter US Airline Sentiment”; CC BY-NC-SA 4.0, so nothing that is learnt
from them is shipped): `airline_sentiment/Tweets.csv` in the folder of public data sets.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.errors import DataError
from finetune.moods.labelled import Labelled
from finetune.moods.mood import MOODS

FILE = Path("airline_sentiment") / "Tweets.csv"
# One in so many is held out, by a hash of its text: the same tweet sent twice is on one side.
HELD_OUT_OF = 5
# Whom a tweet is addressed to, and where a picture is.
ADDRESSED = re.compile(r"@\w+|https?://\S+")


@dataclass(frozen=True)
class Tweet:
    """A tweet to an airline.

    Attributes:
        agreed: the share of those who labelled it, weighed by how far they are trusted, that gave it this mood.
        reason: what it is negative about; empty if it isn't.
        at: when it was written; the time zone isn't known.
        held_out: whether nothing may be learnt from it.
    """

    labelled: Labelled
    agreed: float
    reason: str
    at: datetime
    held_out: bool


def read_tweets(data: Path) -> list[Tweet]:
    """All of them.

    Raises:
        DataError: the file isn't there.
    """
    if not (data / FILE).is_file():
        raise DataError(f"there is no {data / FILE}; it is the data set “Twitter US Airline Sentiment”, as CSV")
    with (data / FILE).open(encoding="utf-8", errors="replace", newline="") as rows:
        return [tweet for row in csv.DictReader(rows) if (tweet := _tweet(row)) is not None]


def _tweet(row: dict[str, str]) -> Tweet | None:
    text = " ".join(ADDRESSED.sub(" ", row["text"]).split())
    mood = next(mood for mood in MOODS if mood == row["airline_sentiment"])
    if not text:
        return None
    held_out = int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_OUT_OF == 0
    agreed = float(row["airline_sentiment_confidence"])
    return Tweet(Labelled(text, mood), agreed, row["negativereason"], _time(row["tweet_created"]), held_out)


def _time(given: str) -> datetime:
    """As one copy of the data set writes it, or the other."""
    return datetime.strptime(given, "%d-%m-%Y %H.%M") if "." in given else datetime.fromisoformat(given).replace(tzinfo=None)
