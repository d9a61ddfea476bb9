"""How large the widget is, and how soon it can be seen."""

import gzip
import statistics
from pathlib import Path

from bench.results import Result
from bench.web.widget_page import Place

BUILT = Path("bot/ui/dist/heed.js")
LARGEST_KB = 30
LOADS = 20
LATEST_MS = 300
# The panel is opened as soon as it can be; two frames later it is painted.
OPEN_AT_ONCE = """
addEventListener("heed-ready", ({ target }) => target.open());
addEventListener("heed-open", () => requestAnimationFrame(() => requestAnimationFrame(() => (window.painted = performance.now()))));
"""


async def fast(place: Place) -> list[Result]:
    """The gzipped size, and the time from the start of the page's loading, with nothing cached, to the open panel on the screen."""
    size_kb = len(gzip.compress(BUILT.read_bytes(), 9)) / 1000
    times = [await _painted_ms(place) for _ in range(3 if place.short else LOADS)]
    test = f"open panel painted on the demo page, {len(times)} cold loads from this machine"
    return [
        Result("heed.js", "gzipped", round(size_kb, 1), "kB", f"≤ {LARGEST_KB}", size_kb <= LARGEST_KB),
        Result(test, "median", round(statistics.median(times)), "ms", f"≤ {LATEST_MS}", statistics.median(times) <= LATEST_MS),
        Result(test, "worst", round(max(times)), "ms"),
    ]


async def _painted_ms(place: Place) -> float:
    async with place.profile() as context:
        page = await context.new_page()
        await page.add_init_script(OPEN_AT_ONCE)
        await page.goto(f"{place.url}/demo")
        await page.wait_for_function("window.painted")
        return float(await page.evaluate("window.painted"))
