"""One run of one site: what it knows, what an answer means to the archive, when a walk ends, how the run ended. No Scrapy here."""
