"""Retraining without a person, for a nightly job: import, labels that need nobody, a candidate, the gate, promotion, a report."""
