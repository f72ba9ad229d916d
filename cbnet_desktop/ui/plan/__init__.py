"""Handlingsplan: goals, their reports, sign-off and signed versions."""
