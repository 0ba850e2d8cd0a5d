from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from tremplin.evaluation import evaluate, write_report

from .conftest import rome_like

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    """Chromium in a thread of its own: other tests' Playwright may run in this one. Yields it and the caller."""
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium here: install Debian's with apt-get install chromium fonts-dejavu")
    with ThreadPoolExecutor(1) as thread:

        def call(function, *args, **options):
            return thread.submit(function, *args, **options).result()

        running = call(lambda: playwright.sync_playwright().start())
        opened = call(running.chromium.launch, executable_path=chromium, args=["--no-sandbox"])
        yield opened, call
        call(opened.close)
        call(running.stop)


@pytest.fixture
def visit(browser, url):
    """Runs steps on the report's page, and fails for a fault of its script or a request that leaves the file."""
    opened, call = browser

    def run(steps, **options):
        faults = []
        context = opened.new_context(viewport={"width": 1280, "height": 900}, **options)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: faults.append(request.url))
        page.goto(url)
        steps(page)
        context.close()
        assert [fault for fault in faults if not fault.startswith(("file:", "data:"))] == []

    return lambda steps, **options: call(run, steps, **options)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    truth, ranking, scores, labels = rome_like(700, 3_000)
    found = evaluate(
        truth, ranking, scores=scores, slices={"Moitié": [i % 2 for i in range(3_000)]}, resamples=50
    )
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(found, path, title="Rapport", labels={**labels, "B": "Arts"})
    return path.as_uri()


def test_the_matrix_opens_and_closes_by_keyboard(visit):
    def steps(page):
        page.focus("#grid g[tabindex='0']")
        page.keyboard.press("ArrowDown")
        assert page.inner_text("#reading").startswith("B Arts : ")
        page.keyboard.press("Enter")
        assert "B Arts" in page.inner_text("#trail [aria-current]")
        page.keyboard.press("ArrowRight")
        assert "fois sur" in page.inner_text("#reading")
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        assert "B11" in page.inner_text("#trail [aria-current]")
        page.keyboard.press("Enter")
        assert page.locator("#card").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#card").is_visible()
        for _ in range(2):
            page.keyboard.press("Escape")
        assert page.inner_text("#trail") == "Toutes les classes"

    visit(steps)


ROWS = """() => {
  const rows = {};
  for (const cell of document.querySelectorAll('#grid g[role=button]')) {
    const row = (rows[cell.firstChild.getAttribute('y')] ||= { total: 0, sum: 0 });
    const says = cell.getAttribute('aria-label').replace(/\\s/g, '');
    const counted = says.match(/(\\d+)foissur/);
    if (counted) row.sum += Number(counted[1]);
    else row.total += Number(says.match(/(\\d+)exemples?$/)[1]);
  }
  return Object.values(rows);
}"""
"""Per row of the matrix, the examples that its head announces and those that its cells count."""


def test_every_view_of_the_matrix_adds_up(visit):
    """The cells of each row of a view hold all the examples of the row."""

    def totals(page):
        rows = page.evaluate(ROWS)
        assert rows
        assert [row["sum"] for row in rows] == [row["total"] for row in rows]
        return sum(row["total"] for row in rows)

    def steps(page):
        assert totals(page) == 3_000
        page.locator("#grid g[role=button]", has_text="B Arts").click()
        of_group = totals(page)
        assert 0 < of_group < 3_000
        page.get_by_role("button", name="← Retour").click()
        page.locator("#grid g[aria-label^='B Arts pris pour E ']").click()
        assert "pris pour E" in page.inner_text("#trail")
        assert totals(page) == of_group, "the same rows, against the classes of another group"
        assert page.locator("#grid g[aria-label*=' : bonne réponse, ']").count() > 0
        page.locator("#grid g[role=button]").first.click()
        assert 0 < totals(page) < of_group

    visit(steps)


def test_the_table_sorts_and_filters(visit):
    def steps(page):
        header = page.locator("#per-class thead button").first
        header.focus()
        page.keyboard.press("Enter")
        assert page.locator("#per-class th[aria-sort]").first.get_attribute("aria-sort") == "ascending"
        codes = page.locator("#per-class tbody b").all_inner_texts()
        assert codes == sorted(codes)
        page.fill("#filter", "METIER numero 123")
        (shown,) = page.locator("#per-class tbody tr:visible").all_inner_texts()
        assert shown.startswith("L1402 Métier numéro 123")
        assert page.inner_text("#found") == f"1 classe sur {len(codes)}"
        page.fill("#filter", "rien de tel")
        assert page.inner_text("#found").startswith("0 classe ")

    visit(steps)


def test_nothing_overflows_a_narrow_screen(visit):
    def steps(page):
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    visit(steps)


def test_axe_finds_nothing(visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")

    def steps(page):
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    visit(steps, bypass_csp=True)
