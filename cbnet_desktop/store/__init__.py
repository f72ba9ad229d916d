"""Replicas and the places where they meet. The only layer with SQL."""
