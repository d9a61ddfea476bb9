"""A company's documents (help pages, manuals, an FAQ) as sections that can be quoted: Markdown, HTML, PDF, Word, tables."""
