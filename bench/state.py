"""What conversations on Redis cost: `make bench-state`.

    python -m bench.state [--short] [--only NAME]… [--minutes N]

*cost*: reading and saving one turn, at a conversation's 10th to 2,000th, beside Rasa's own Redis store, with the same events
in the same run. *load*: whole turns through the web channel, beside stock Rasa's REST channel with the stock pipeline.
*flood*: one customer sends 5 MB bodies from 50 connections while others write. *steady*: memory, keys and descriptors over time.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.tracker_store import RedisTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, Event, SlotSet, UserUttered

import redis
from bench.chaos import Place, customers, rasa, redis_server
from bench.customers import Ledger, session
from bench.results_file import Result, keep
from bench.tiny import train
from bench.turn import STOCK_ENDPOINTS, free_port, serving, train_stock
from bot.archive import newest_model
from bot.state.connection import VARIABLE
from bot.state.embedded import EmbeddedRedis
from bot.state.stores import SessionTrackerStore
from data.errors import ModelError
