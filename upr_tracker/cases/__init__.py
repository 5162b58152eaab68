"""Advocacy cases: one page that gathers what belongs together, one timeline of it, and what changed since a day."""
