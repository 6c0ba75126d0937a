"""Acts of the tribunal, one module per stage of law."""
