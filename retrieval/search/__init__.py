"""Searching past answers: the index, filters, calibrated hits."""
