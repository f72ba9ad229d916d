"""Netværk: seats, people, organisations and the terms of reference."""
