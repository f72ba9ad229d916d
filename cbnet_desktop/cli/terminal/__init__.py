"""How the console reads its arguments, opens a network, and prints rows, refusals and faults."""
