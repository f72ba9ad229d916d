"""Finding what is stored: by words, and all about one person."""
