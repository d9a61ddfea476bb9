"""Tables: CSV and TSV with any delimiter, workbooks, Parquet; which columns they have, and the dialogues in their rows."""
