"""What the pages of tabs are built on: a table beside a form, several tables, a choice of pages."""
