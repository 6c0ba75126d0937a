"""Pages of the elements, of the hearing, and of the parties on their phones."""
