"""Scrapy, started for one site after another in one process; each run's exit code is its own, whatever Scrapy says."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from oimcrawler.exits import INTERNAL, USAGE, Problem


def crawl_sites(
    sites: Sequence[str], archive: Path, *, arguments: Mapping[str, Any] = {}, settings: Mapping[str, str] = {}
) -> list[tuple[str, int, str]]:
    """Run the news spider for each site in turn; returns (site, exit code, reason) of each. Raises Problem where a run cannot begin."""
    # Assigned, not defaulted: cron may stand in another Scrapy project's environment.
    os.environ["SCRAPY_SETTINGS_MODULE"] = "oimcrawler.settings"
    from scrapy.settings import Settings
    from scrapy.utils.log import configure_logging
    from scrapy.utils.reactor import install_reactor

    chosen = Settings()
    chosen.setmodule("oimcrawler.settings", priority="project")
    for name, value in settings.items():
        if name not in chosen:
            raise Problem(USAGE, f"--set {name}: Scrapy has no such setting; see its documentation for the names")
        chosen.set(name, value, priority="cmdline")
    chosen.set("OIMCRAWLER_ARCHIVE", str(archive), priority="cmdline")
    configure_logging(chosen)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.defer import deferred_from_coro
    from twisted.internet import reactor

    ended: list[tuple[str, int, str]] = []
    problems: list[BaseException] = []
    runner = AsyncCrawlerRunner(chosen)

    async def each() -> None:
        from oimcrawler.spiders.news import NewsSpider

        for site in sites:
            crawler = runner.create_crawler(NewsSpider)
            try:
                await runner.crawl(crawler, site=site, **arguments)
            except Problem as problem:
                problems.append(problem)
                return
            except Exception as error:
                problems.append(error)
                return
            run = getattr(crawler.spider, "run", None)
            ended.append(
                (site, *(run.finish() if run is not None else (INTERNAL, "the crawl did not start; the log says why")))
            )
            if run is not None and run.interrupted:
                return

    loop: Any = reactor  # the module is replaced by the reactor itself, which its type does not say
    deferred_from_coro(each()).addBoth(lambda _: loop.stop())
    _stop_politely(runner)
    loop.run()
    if problems:
        raise problems[0]
    return ended


def _stop_politely(runner: Any) -> None:
    """The first Ctrl-C or SIGTERM ends the run, the second one the process; what was kept is settled."""
    import signal

    def stop(number: int, frame: object) -> None:
        from twisted.internet import reactor

        signal.signal(number, signal.SIG_DFL)
        for crawler in runner.crawlers:
            if crawler.spider is not None:
                # By way of the reactor, which may be asleep.
                reactor.callFromThread(crawler.spider.interrupt, signal.Signals(number).name)

    def install() -> None:
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)

    from twisted.internet import reactor

    reactor.callWhenRunning(install)
