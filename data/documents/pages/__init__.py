"""Pages of texts under headings, a module a kind: Markdown, HTML, PDF, Word."""
