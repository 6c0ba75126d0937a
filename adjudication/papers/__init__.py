"""What the papers of the tribunal say."""
