"""An index on disk: snapshots, the journal of changes, token states, and following them live."""
