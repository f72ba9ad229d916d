"""Budget shares and the pool."""
