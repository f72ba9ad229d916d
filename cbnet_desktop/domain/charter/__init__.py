"""The terms of reference clause by clause, and the rules that every edit must keep."""
