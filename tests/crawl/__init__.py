"""The crawl as users run it: a process of its own against the replica, an archive on disk, and what must be true of it."""
