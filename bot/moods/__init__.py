"""Watches what customers are unhappy about: finds surges of negative messages, and has the team told. `bot.state.moods` counts.

detection    whether a topic has a surge (no Redis, no clock)
alarm        what the team is told of one
watching     looks every minute, in one process at a time, and tells in each way until it arrived
"""
