"""What goes out by mail: drafts for the system's mail program, and what was sent."""
