"""Writes the Word templates of the papers, from which the centre's own wording starts."""
