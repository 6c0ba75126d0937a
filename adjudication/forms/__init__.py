"""What the people of the tribunal, and of the case before it, fill in."""
