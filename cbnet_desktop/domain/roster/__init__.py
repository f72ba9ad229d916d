"""Who sits in the network, on which seat, from when to when (M1-M6)."""
