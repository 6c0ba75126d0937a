"""Pages of mediation, one module per stretch of the way from invitation to closing."""
