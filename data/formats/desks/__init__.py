"""The formats of desks and messengers, a file each: `NAME`, `recognises` a JSON value, and its `dialogues`.

docs/formats.md says how to write another one.
"""
