"""The acts on a file before and beside its hearing: one page each, at one address by name."""
