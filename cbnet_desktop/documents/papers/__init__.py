"""One module for each paper that the network prints."""
