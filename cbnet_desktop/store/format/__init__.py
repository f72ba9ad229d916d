"""What replicas exchange: edits as signed lines, and pieces that hold them. No file, no database, no clock."""
