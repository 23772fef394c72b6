"""Tests of what helps somebody write a scenario."""
