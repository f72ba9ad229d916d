"""The check of spelling in long texts."""
