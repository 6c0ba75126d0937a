"""The room on real servers that are killed, for tests/room/test_chaos.py and the bench."""
