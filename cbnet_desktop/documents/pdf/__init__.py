"""Tagged PDF for archives: story, layout of pages, tables and text, and the structure tree."""
