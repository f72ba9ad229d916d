"""Base classes of the tabs' pages: a table beside a form, several tables, a choice of pages."""
