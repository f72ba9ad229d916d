"""What was agreed: kept texts, and what follows when the rows they were made of change (M8, M13, M14, M20)."""
