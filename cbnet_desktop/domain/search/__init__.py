"""Full-text search, and the data stored about a person."""
