// Measures a running dashboard: time to the first contentful paint and bytes moved of each page, each load in a browser that knows nothing yet;
// then, where asked, the heap of one page that follows what happens. Prints JSON. Usage: node measure.mjs settings.json
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const root = settings.address + '/loadline/dashboard';
const browser = await chromium.launch({ executablePath: settings.browser, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const pages = [];
const heap = [];
try {
  for (const [name, path] of Object.entries(settings.pages)) {
    const paints = [], shifts = [];
    let bytes = 0;
    for (let i = 0; i < settings.loads; i++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver(list => { for (const one of list.getEntries()) globalThis.shift += one.value; }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(root + path, { waitUntil: 'load' });
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
      const seen = await page.evaluate(() => ({
        paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
        bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, one) => sum + one.transferSize, 0),
        shift: globalThis.shift,
      }));
      paints.push(seen.paint);
      shifts.push(seen.shift);
      bytes = Math.max(bytes, seen.bytes);
      await context.close();
    }
    pages.push({ name, paintMs: paints.sort((a, b) => a - b)[Math.floor(paints.length / 2)], slowestPaintMs: Math.max(...paints), bytes, shift: Math.max(...shifts) });
  }

  if (settings.soakSeconds > 0) {
    const page = await browser.newPage();
    await page.goto(root);
    const session = await page.context().newCDPSession(page);
    const until = Date.now() + settings.soakSeconds * 1000;
    for (let reload = 0; Date.now() < until; reload++) {
      await page.waitForTimeout(Math.min(10_000, settings.soakSeconds * 100));
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
      heap.push({ usedSize, nodes });
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify({ pages, heap }));
