"""Inputs, lists, strips, icons and other parts of windows that know nothing of a network."""
