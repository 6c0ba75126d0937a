"""The pages of the tribunal."""
