"""Fixtures as a tool: pages recorded with invented content and checked field by field, in any project."""
