"""Safekeeping: verify, backup, withdraw, near duplicates, recleaning."""
