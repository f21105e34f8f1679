"""Imports: what somebody already has, cleaned and stored."""
