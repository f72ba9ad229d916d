"""Budgetandele: shares, the pool and what it is spent on."""
