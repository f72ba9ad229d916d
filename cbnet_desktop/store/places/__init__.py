"""Where replicas meet: stores of named bytes. Nothing above them knows which kind of place it is."""
