"""Forms of judicial confirmation, by who fills them in."""
