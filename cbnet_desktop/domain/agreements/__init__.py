"""Agreements, partnerships and the portfolio of tasks."""
