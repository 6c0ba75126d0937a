"""What the papers of the tribunal say, made from its records; documents/contracts checks them."""
