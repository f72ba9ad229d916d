"""The action plan: goals, content, differences, annual wheel and the start of a new year."""
