"""Drawings shared by screen and paper."""
