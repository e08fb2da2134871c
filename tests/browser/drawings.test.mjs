// What a browser makes of the drawings of time: where marks and words really are, at several widths and in both themes.
//
// Run by scripts/browser-tests, which sees to the program, the packages and Chromium.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

import { build, serve } from './sites.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const PAGES = [
  'timeline/', 'timeline/2025/', 'timeline/2024/', 'actors/kim-jong-un/', 'actors/sergei-lavrov/', 'countries/kp/', 'topics/alliances/',
];

let browser;
let sites;
let server;

before(async () => {
  sites = build();
  server = await serve(sites.web.demo);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (sites) fs.rmSync(sites.folder, { recursive: true, force: true });
});

async function open(options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  return { page: await context.newPage(), close: () => context.close() };
}

/**
 * Marks that touch, words that touch, and words that reach over a window's edge, in each drawing that is shown; and how many
 * were looked at.
 */
function overlaps() {
  const found = [];
  let seen = 0;
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  const boxes = (svg, selector) => [...svg.querySelectorAll(selector)].filter(shown).map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom, name: element.textContent.slice(0, 60) };
  });
  const compare = (list, what) => {
    for (const [at, one] of list.entries()) {
      for (const other of list.slice(at + 1)) {
        const isApart = one.right <= other.left + 0.6 || other.right <= one.left + 0.6
          || one.bottom <= other.top + 0.6 || other.bottom <= one.top + 0.6;
        if (!isApart) found.push(`${what}: "${one.name}" and "${other.name}"`);
      }
    }
  };
  const width = document.documentElement.clientWidth;
  for (const svg of document.querySelectorAll('.time > svg, .time .lane > svg')) {
    if (!shown(svg)) continue;
    const marks = boxes(svg, 'a:has(> circle, > svg > .s, > rect:not(.t)), g:has(> circle, > svg > .s, > rect:not(.t))');
    const words = boxes(svg, 'text');
    seen += marks.length + words.length;
    compare(marks, 'marks');
    compare(words, 'words');
    for (const word of words) {
      if (word.left < -1 || word.right > width + 1) found.push(`over the edge: "${word.name}"`);
    }
  }
  return { found, seen };
}

describe('drawings of time', () => {
  for (const width of [320, 375, 660, 1000, 1280, 1920]) {
    test(`nothing overlaps in a window of ${width} px`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 } });
      const found = [];
      let seen = 0;
      for (const path of PAGES) {
        await page.goto(server.address + path);
        if (width >= 660) assert.ok(await page.locator('.time svg').first().isVisible(), `${path} has a drawing`);
        const overlap = await page.evaluate(overlaps);
        seen += overlap.seen;
        for (const problem of overlap.found) found.push(`${path}: ${problem}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) found.push(`${path}: ${wide} px wide`);
      }
      await close();
      assert.ok(seen > 200, `${seen} marks and words`);
      assert.deepEqual(found, []);
    });
  }

  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      test(`WCAG 2.2 AA, ${colorScheme}, ${width} px`, async () => {
        const { page, close } = await open({ viewport: { width, height: 900 }, colorScheme });
        const found = [];
        for (const path of PAGES) {
          await page.goto(server.address + path);
          await page.evaluate(AXE);
          const result = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
          for (const { id, nodes } of result.violations) found.push(`${path}: ${id}: ${nodes[0].html}`);
        }
        await close();
        assert.deepEqual(found, []);
      });

      test(`marks stand out from the page, ${colorScheme}, ${width} px`, async () => {
        const { page, close } = await open({ viewport: { width, height: 900 }, colorScheme });
        await page.goto(`${server.address}actors/kim-jong-un/`);
        const [fill, ground] = await page.evaluate(() => [
          getComputedStyle(document.querySelector('.terms .a')).fill, getComputedStyle(document.body).backgroundColor,
        ]);
        assert.notEqual(fill, ground);
        await close();
      });
    }
  }

  test('a button chooses the lanes, without a script', async () => {
    const { page, close } = await open({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
    await page.goto(`${server.address}timeline/2025/`);
    assert.ok(await page.locator('.by-actor').isVisible() && !(await page.locator('.by-country').isVisible()));
    await page.getByLabel('by country').check();
    assert.ok(await page.locator('.by-country').isVisible() && !(await page.locator('.by-actor').isVisible()));
    await close();
  });

  test('a mark leads to its entry, on whichever page of the list that is', async () => {
    const { page, close } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.address}timeline/2025/`);
    const hrefs = await page.locator('.by-actor svg a').evaluateAll((links) => links.map((link) => new URL(link.href.baseVal, document.baseURI).href));
    const last = hrefs.findLast((href) => href.includes('/page/'));
    assert.ok(last, 'some entries are on a later page');
    for (const href of [hrefs[0], last]) {
      await page.goto(href);
      assert.equal(await page.locator('li:target').count(), 1, href);
    }
    await close();
  });

  test('the Tab key passes by the marks', async () => {
    const { page, close } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.address}timeline/2025/`);
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('[aria-hidden]') !== null), false);
    }
    await close();
  });

  test('forced colours leave marks to be seen', async () => {
    const { page, close } = await open({ viewport: { width: 1280, height: 900 }, forcedColors: 'active' });
    await page.goto(`${server.address}timeline/2025/`);
    const seen = await page.evaluate(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      return [style('.time circle').fill, style('.time .s').stroke, style('body').backgroundColor];
    });
    assert.ok(seen[0] !== seen[2] && seen[1] !== seen[2], seen.join(', '));
    await close();
  });
});
