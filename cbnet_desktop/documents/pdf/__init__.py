"""Tagged, archivable PDF: story, pages, tables, text and the structure tree."""
