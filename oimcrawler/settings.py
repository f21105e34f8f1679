"""Scrapy's settings as this project needs them; strings and numbers only, so that nothing is imported before it is used."""

BOT_NAME = "oimcrawler"
SPIDER_MODULES = ["oimcrawler.spiders"]
NEWSPIDER_MODULE = "oimcrawler.spiders"

# The way of the data: … fetch (conditional) → keep the bytes → extract → clean → fingerprint → deduplicate → store a version → publish
ITEM_PIPELINES = {
    "oimcrawler.pipelines.keep.KeepBytes": 100,
    "oimcrawler.pipelines.extract.Extract": 200,
    "oimcrawler.pipelines.clean.Clean": 300,
    "oimcrawler.pipelines.deduplicate.Deduplicate": 400,
    "oimcrawler.pipelines.store.StoreVersions": 500,
}

# One request at a time; the profile sets the delay, robots.txt may lengthen it.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 33_554_432

# State is the archive's, robots.txt, redirects, repetitions and encodings are read by the spider, which has to know of each of them.
ROBOTSTXT_OBEY = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
COMPRESSION_ENABLED = False
HTTPCACHE_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}

# Both open a door on localhost.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
EXTENSIONS = {"scrapy.extensions.memusage.MemoryUsage": None}

# What the agent names as contact ($OIMCRAWLER_CONTACT, or the user at this machine, where it is empty); shortened waits between repetitions are for rehearsals only.
OIMCRAWLER_ARCHIVE = ""
OIMCRAWLER_CONTACT = ""
OIMCRAWLER_WAIT_FACTOR = 1.0
