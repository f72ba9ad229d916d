"""Export and import of spreadsheets: columns, titles, matching and a verdict on each row; without files."""
