"""The content of each paper but the plan, as plain frozen values."""
