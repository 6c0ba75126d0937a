"""What the papers F01 to F09 say."""
