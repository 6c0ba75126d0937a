"""What each paper of mediation prints: case data turned into the fields of its contract."""
