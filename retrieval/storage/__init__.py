"""An index on disk: snapshots, the journal of changes, and following them live."""
