"""Paper: the action plan as PDF. The only layer with reportlab."""
