"""The pages of orders to pay and of hand-offs."""
