"""From the findings to the effective award and its enforcement."""
