"""Danish words, numbers and dates, and the closed lists of choices."""
