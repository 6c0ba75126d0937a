"""Pages about people: the administrator's, each person's own, and who read which number."""
