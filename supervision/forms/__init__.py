"""What is filled in about an order to pay and the hand-off to other bodies."""
