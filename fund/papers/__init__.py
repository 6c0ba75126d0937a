"""What the papers F01 to F10 say."""
