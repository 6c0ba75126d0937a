"""The template desk (模板台): an office changes a paper in Word, a second person approves it."""
