"""What an edit is, what follows from it and what of it still stands."""
