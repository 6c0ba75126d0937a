"""The forms of the fund's acts."""
