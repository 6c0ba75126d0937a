"""Forms of leads and of the case file; what may be done is decided by the operations."""
