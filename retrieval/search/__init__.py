"""One question through an index: rank fusion, late interaction, filters, how well each hit fits."""
