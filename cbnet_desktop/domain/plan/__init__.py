"""The action plan: its goals, content, differences and the year around it."""
