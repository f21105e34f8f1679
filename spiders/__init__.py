"""What to fetch: Scrapy spiders; the decisions they ask for are plain functions in oimcrawler/."""
