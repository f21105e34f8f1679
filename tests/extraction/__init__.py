"""Tests of reading articles from HTML."""
