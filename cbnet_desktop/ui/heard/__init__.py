"""What a screen reader is told besides what stands on the screen."""
