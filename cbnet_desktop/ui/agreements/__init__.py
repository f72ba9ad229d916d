"""Aftaler: framework agreements, partnerships and the portfolio of tasks."""
