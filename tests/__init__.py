"""Tests of the public doors, with real parts: a real browser, real archives, a real server on the loopback address."""
