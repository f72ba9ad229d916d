"""Exchange between a replica and a place."""
