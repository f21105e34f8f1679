"""The command line as people and their scripts meet it."""
