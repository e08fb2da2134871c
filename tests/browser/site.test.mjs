// What a reader's browser makes of a finished site, on a host and from the disk.
//
// Run by scripts/browser-tests, which sees to the program, the packages and Chromium.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { build, largest, pages, serve, SUB_PATH } from './sites.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 360, height: 740 };
/** How long a browser on a busy machine may take for what a press of a key sets off, in milliseconds. */
const PATIENCE = 20_000;

let browser;
let sites;

before(async () => {
  sites = build();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(async () => {
  await browser?.close();
  if (sites) fs.rmSync(sites.folder, { recursive: true, force: true });
});

/** Opens a page that writes down what should not happen: messages, errors, requests to elsewhere. */
async function open(options, allowed) {
  // A transition between pages that a click cuts short is told as an error.
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const seen = [];
  page.on('console', (message) => seen.push(`${page.url()}: console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`${page.url()}: error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Whoever leaves a page early takes back what it still asks for.
    if (why !== 'net::ERR_ABORTED') seen.push(`${page.url()}: ${why}: ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(allowed)) seen.push(`${page.url()}: asks elsewhere: ${request.url()}`);
  });
  return { page, seen, close: () => context.close() };
}

/** Follows no redirect: a page that only leads on is looked at as text. */
const isShown = ({ kind }) => kind !== 'redirect';

for (const site of ['demo', 'hard']) {
  describe(`${site}, from a host below ${SUB_PATH}`, () => {
    let server;
    before(async () => { server = await serve(sites.web[site]); });
    after(() => server?.close());
    const address = (file) => server.address + file.replace(/(^|\/)index\.html$/, '$1');

    test(`${site}: no page says, breaks or fetches anything that it should not`, async () => {
      const { page, seen, close } = await open({ viewport: WIDE }, server.address);
      for (const { file } of pages(sites.web[site]).filter(isShown)) {
        await page.goto(address(file));
        assert.equal(await page.locator('main h1').count(), 1, `${file} has one heading of the first level`);
      }
      await close();
      assert.deepEqual(seen, []);
    });

    for (const colorScheme of ['light', 'dark']) {
      for (const viewport of [WIDE, NARROW]) {
        test(`${site}: WCAG 2.2 AA, ${colorScheme}, ${viewport.width} px`, async () => {
          const { page, close } = await open({ viewport, colorScheme }, server.address);
          const found = [];
          for (const { file } of largest(sites.web[site])) {
            await page.goto(address(file));
            await page.evaluate(AXE);
            const result = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
            for (const { id, nodes } of result.violations) {
              const { html, failureSummary } = nodes[0];
              found.push(`${file}: ${id}, ${nodes.length} places, first ${html}: ${failureSummary}`);
            }
          }
          await close();
          assert.deepEqual(found, []);
        });
      }
    }

    test(`${site}: nothing is wider than a window of 320 px`, async () => {
      const { page, close } = await open({ viewport: { width: 320, height: 640 } }, server.address);
      const found = [];
      for (const { file } of pages(sites.web[site]).filter(isShown)) {
        await page.goto(address(file));
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width <= 320) continue;
        const widest = await page.evaluate(() => {
          const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 320.5);
          return wide.at(-1)?.outerHTML.slice(0, 160);
        });
        found.push(`${file}: ${width} px wide, by ${widest}`);
      }
      await close();
      assert.deepEqual(found, []);
    });

    test(`${site}: the first stop of the keyboard leads to the content`, async () => {
      const { page, close } = await open({ viewport: WIDE }, server.address);
      for (const { file } of largest(sites.web[site])) {
        await page.goto(address(file));
        await page.keyboard.press('Tab');
        const skip = page.locator('a.skip:focus');
        await skip.waitFor({ timeout: PATIENCE });
        const box = await skip.boundingBox();
        assert.ok(box && box.x >= 0 && box.y >= 0 && box.width > 1, `${file}: it is seen where it has the focus`);
        await page.keyboard.press('Enter');
        // The browser follows the link in its own time; only where it never does has the page failed.
        await page.waitForURL((url) => url.hash === '#main', { timeout: PATIENCE });
        if (await page.locator('main a, footer a').count() === 0) continue;
        await page.keyboard.press('Tab');
        await page.waitForFunction(() => {
          const header = document.querySelector('.site-head');
          return document.activeElement !== document.body && !header.contains(document.activeElement);
        }, null, { timeout: PATIENCE });
      }
      await close();
    });

    test(`${site}: every page can be read without JavaScript`, async () => {
      const { page, seen, close } = await open({ viewport: NARROW, javaScriptEnabled: false }, server.address);
      for (const { file } of largest(sites.web[site])) {
        await page.goto(address(file));
        assert.ok(await page.locator('main h1').isVisible(), `${file}: its heading is seen`);
        assert.ok((await page.locator('main').innerText()).length > 20, `${file}: there is text`);
      }
      await close();
      assert.deepEqual(seen, []);
    });

    test(`${site}: the page for what is not there is whole at any depth`, async () => {
      const { page, seen, close } = await open({ viewport: WIDE }, server.address);
      const response = await page.goto(`${server.address}no/such/page/`);
      assert.equal(response.status(), 404);
      await page.click('main a >> nth=0');
      await page.waitForURL((url) => url.href.startsWith(server.address) && !url.href.includes('no/such'), { timeout: PATIENCE });
      await close();
      assert.deepEqual(seen.filter((line) => !/status of 404/.test(line)), []);
    });
  });

  describe(`${site}, from the disk`, () => {
    const url = (file) => pathToFileURL(path.join(sites.disk[site], file)).href;

    test(`${site}: from the disk, every link leads to a file and, where it names one, to a place in it`, async () => {
      const { page, seen, close } = await open({ viewport: WIDE }, 'file://');
      const ids = new Map();
      const wanted = new Map();
      // Hosts show 404.html for other addresses, so its links are meant for a host.
      for (const { file } of pages(sites.disk[site]).filter((p) => isShown(p) && p.file !== '404.html')) {
        await page.goto(url(file));
        const found = await page.evaluate(() => ({
          ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
          // A link in a drawing has its address as SVG has it: not made absolute.
          links: [...document.querySelectorAll('a[href], link[href], img, script[src]')]
            .map((e) => (e.href?.baseVal === undefined ? e.href || e.src : new URL(e.href.baseVal, document.baseURI).href)),
        }));
        ids.set(url(file), new Set(found.ids));
        for (const link of found.links.filter((link) => link.startsWith('file:'))) wanted.set(link, file);
      }
      await close();
      const broken = [];
      for (const [link, from] of wanted) {
        const [target, fragment] = link.split('#');
        const isFile = fs.statSync(fileURLToPath(target), { throwIfNoEntry: false })?.isFile();
        const place = decodeURIComponent(fragment ?? '');
        if (!isFile || (place && ids.has(target) && !ids.get(target).has(place))) broken.push(`${from}: ${link}`);
      }
      assert.deepEqual(broken, []);
      assert.deepEqual(seen, []);
    });

    test(`${site}: from the disk, one can go from the front page to all parts and back`, async () => {
      const { page, seen, close } = await open({ viewport: NARROW }, 'file://');
      await page.goto(url('index.html'));
      const parts = await page.locator('.site-nav a').count();
      assert.ok(parts >= 6, `${parts} entries of the navigation`);
      for (let index = 0; index < parts; index += 1) {
        await page.goto(url('index.html'));
        const link = page.locator('.site-nav a').nth(index);
        const target = await link.evaluate((element) => element.href);
        await link.click();
        await page.waitForURL(target, { timeout: PATIENCE });
        assert.equal(await page.locator('main h1').count(), 1, page.url());
        await page.locator('.brand').click();
        await page.waitForURL(url('index.html'), { timeout: PATIENCE });
      }
      await close();
      assert.deepEqual(seen, []);
    });
  });
}

/** Walks with the Tab key until a link that is wanted has the focus, and follows it. */
async function follow(page, selector, arrived) {
  for (let steps = 0; steps < 600; steps += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
    if (found) {
      await page.keyboard.press('Enter');
      await page.waitForURL(arrived, { timeout: PATIENCE });
      return;
    }
  }
  assert.fail(`no press of Tab leads to ${selector} on ${page.url()}`);
}

test('demo: the keyboard alone leads from an article to an actor, to the sentence, to its source and back', async () => {
  const server = await serve(sites.web.demo);
  const { page, seen, close } = await open({ viewport: WIDE }, server.address);
  const is = (end) => (url) => (url.pathname + url.hash).endsWith(end);
  await page.goto(`${server.address}articles/soldiers-in-kursk/`);
  await follow(page, '.body a[href$="actors/kim-jong-un/"]', is('/actors/kim-jong-un/'));
  const sentence = '.quote a[href*="articles/soldiers-in-kursk/#p-"]';
  const words = await page.locator('li', { has: page.locator(sentence) }).locator('.quote').textContent();
  await follow(page, sentence, (url) => /\/articles\/soldiers-in-kursk\/#p-[a-z0-9-]+$/.test(url.href));
  const paragraph = await page.locator(':target').textContent();
  assert.ok(paragraph.includes('Kim Jong Un') && words.includes('Kim Jong Un'), `${words} | ${paragraph}`);
  // The focus goes on from the paragraph: the next citation is one of its own.
  await follow(page, ':target .citation a', (url) => url.hash.startsWith('#source-'));
  await follow(page, ':target cite a', (url) => url.pathname.includes('/sources/'));
  await follow(page, 'main a[href*="articles/soldiers-in-kursk/#p-"]', (url) => url.hash.startsWith('#p-'));
  assert.equal(await page.locator(':target').count(), 1);
  await close();
  await server.close();
  assert.deepEqual(seen, []);
});
