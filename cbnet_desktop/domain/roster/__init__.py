"""The roster: seats, appointments and organisation names (M1-M3, M12)."""
