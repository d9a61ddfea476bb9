"""Fits the linear probes that ship, and says how good they are on what they weren't fitted on: `python -m bench.probes`."""
