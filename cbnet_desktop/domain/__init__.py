"""What the network is: records, rules and money. No Qt, no SQL, no files, no clock."""
