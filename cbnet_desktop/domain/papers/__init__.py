"""What each document but the plan says, prepared from the network as plain frozen values."""
