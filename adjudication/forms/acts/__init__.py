"""What is filled in for each act on an arbitration, by subject."""
