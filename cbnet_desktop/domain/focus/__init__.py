"""Focus areas from proposal to assessment (M7, M12, M13)."""
