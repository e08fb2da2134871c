// Cards of what links lead to: when they come, what they say, when they go, and when there is none.
//
// Run by scripts/browser-tests. Time in these pages is what the tests make of it: they wait for nothing but what is loaded.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { make, put, serve, SUB_PATH, temporary } from './sites.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };
/** As theme/previews.js has them, in milliseconds. */
const LOAD_AFTER = 150;
const SHOW_AFTER = 500;
const LEAVE_WITHIN = 300;

const SITE = {
  'site.toml': `title = "Desk"
base_url = "https://example.org${SUB_PATH}"
default_marking = "TLP:CLEAR"
[profiles.web]
marking = "TLP:GREEN"
[profiles.disk]
marking = "TLP:GREEN"
links = "file"
`,
  'content/articles/one.md': `---
title: One
date: 2025-09-03
actors: [kim]
countries: [KP]
topics: [arms]
---
They met [[kim]] and [[actor:unknown-one]], **[a *former* guest](../actors/unknown-one.md)** of [[KP]] on [[topic:arms|arms]] at [[event:parade|the parade]], as [[三位领导人]] says[@wire; @other].
See [[article:one|this very page]] and [[page:about|another]], and [elsewhere](https://example.org/else/).
${'The sentences of this paragraph fill the page. '.repeat(60)} Then [[xi]] spoke[@wire].
`,
  'content/articles/三位领导人.md': '---\ntitle: 三位领导人\nlang: zh\ndate: 2025-09-01\nsummary: 他们站在一起。\n---\n正文。\n',
  'content/actors/kim.md': `---
name: Kim Jong Un
kind: person
summary: 'Leads, says <b>"x"</b> </script> & more.'
marking: TLP:GREEN
---
`,
  'content/actors/unknown-one.md': '---\nname: Unknown One\n---\n',
  'content/actors/xi.md': '---\nname: Xi Jinping\nkind: person\nsummary: Host.\n---\n',
  'content/events/parade.md': '---\ntitle: A parade\ndate: 2025-09~\nsummary: Troops passed.\n---\n',
  'content/sources/wire.md': '---\ntitle: A wire\npublisher: Agency\nurl: https://example.org/wire\nreliability: B\ncredibility: 2\n---\n',
  'content/sources/other.md': '---\ntitle: Another\n---\n',
  'content/pages/about.md': '# About\n\nThis desk.\n',
};

let browser;
let server;
let folder;
let web;
let disk;

before(async () => {
  folder = temporary();
  const root = path.join(folder, 'site');
  put(root, SITE);
  web = make(root, path.join(folder, 'web'), '--profile', 'web');
  disk = make(root, path.join(folder, 'disk'), '--profile', 'disk');
  server = await serve(web);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

const onHost = (file) => server.address + file;
const onDisk = (file) => pathToFileURL(path.join(disk, file, 'index.html')).href;

/** Opens a page whose clock stands still. `seen`: what should not happen; `asked`: which files of cards were loaded. */
async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const [seen, asked] = [[], []];
  page.on('console', (message) => seen.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const shard = /\/previews\/(.*)\.js$/.exec(request.url());
    if (shard && !request.url().includes('/theme/')) asked.push(shard[1]);
  });
  if (options.javaScriptEnabled !== false) await page.clock.install();
  await page.goto(address);
  if (options.javaScriptEnabled !== false) await page.clock.pauseAt(new Date(Date.now() + 3_600_000));
  return { page, seen, asked, card: page.locator('.preview'), close: () => context.close() };
}

const link = (page, text) => page.locator('.body a', { hasText: text }).first();
const mark = (page, number) => page.locator(`.body .citation a[href="#source-${number}"]`).first();

/** Rests on a link until its card is there. */
async function rest(page, place) {
  await place.hover();
  await page.clock.runFor(SHOW_AFTER);
  await page.locator('.preview').waitFor();
}

/** Lets more time pass than any card needs, and what is loaded come. */
async function wait(page) {
  await page.clock.runFor(LOAD_AFTER);
  await page.waitForLoadState('networkidle');
  await page.clock.runFor(10 * SHOW_AFTER);
}

async function focus(page, place) {
  // As the keyboard does it: the stop before, then the next one.
  await place.evaluate((element) => {
    const stops = [...document.querySelectorAll('a[href]')];
    stops[stops.indexOf(element) - 1].focus();
  });
  await page.keyboard.press('Tab');
  assert.ok(await place.evaluate((element) => element.matches(':focus-visible')), 'the keyboard is there');
}

test('URLs come to the shards that are written down', () => {
  const script = fs.readFileSync(path.join(web, 'theme/previews.js'), 'utf8');
  const source = /function shardOf\(url\) \{[\s\S]*?\n {2}\}/.exec(script)[0];
  const shardOf = new Function(`${source}; return shardOf;`)();
  const lines = fs.readFileSync(path.join(HERE, 'shards.txt'), 'utf8').trim().split('\n').filter((line) => !line.startsWith('#'));
  assert.ok(lines.length > 8);
  for (const line of lines) {
    const [number, url] = line.split(' ');
    assert.equal(shardOf(url), number, url);
  }
});

for (const [where, address] of [['on a host below a sub-path', onHost], ['from the disk', onDisk]]) {
  describe(where, () => {
    test(`${where}: a card says what its page is about`, async () => {
      const { page, seen, card, close } = await open(address('articles/one/'));
      const said = async (place) => {
        await rest(page, place);
        const text = await card.innerText();
        await page.mouse.move(2, 2);
        await page.clock.runFor(LEAVE_WITHIN);
        assert.equal(await card.count(), 0, text);
        return text.split(/\s*\n\s*/);
      };
      assert.deepEqual(await said(link(page, 'Kim Jong Un')), [
        'Person', 'TLP:GREEN', 'Kim Jong Un', 'Leads, says <b>"x"</b> </script> & more.', 'Latest: 3 September 2025',
      ]);
      assert.deepEqual(await said(link(page, 'Unknown One')), ['Actor', 'Unknown One', 'Latest: 3 September 2025']);
      assert.deepEqual(await said(link(page, 'North Korea')), ['Country', 'North Korea', 'Latest: 3 September 2025']);
      assert.deepEqual(await said(link(page, 'arms')), ['Topic', 'arms', 'Latest: 3 September 2025']);
      assert.deepEqual(await said(link(page, 'the parade')), ['Event', 'A parade', 'Troops passed.', 'about September 2025']);
      assert.deepEqual(await said(link(page, '三位领导人')), ['Article', '三位领导人', '他们站在一起。', '1 September 2025']);
      await close();
      assert.deepEqual(seen, []);
    });

    test(`${where}: a mark shows the source that it leads to`, async () => {
      const { page, seen, asked, card, close } = await open(address('articles/one/'));
      await rest(page, mark(page, 1));
      const text = await card.innerText();
      assert.match(text, /^Source 1\n+A wire, Agency\. Original ↗? ?B2 usually reliable, probably true\.$/);
      assert.equal(await card.locator('[id]').count(), 0, 'no id is there twice');
      assert.equal(await card.locator('a:not([tabindex="-1"])').count(), 0, 'the keyboard is not led into it');
      assert.equal(await page.locator('#source-1 .uses a').count(), 2, 'the list is as it was');
      assert.deepEqual(asked, []);
      await close();
      assert.deepEqual(seen, []);
    });
  });
}

test('a card is loaded and shown when its time has come', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'));
  await link(page, 'Kim').hover();
  await page.clock.runFor(LOAD_AFTER - 1);
  assert.deepEqual(asked, []);
  await page.clock.runFor(1);
  await page.waitForFunction(() => document.querySelector('head script[src*="/previews/"]') === null);
  assert.equal(asked.length, 1);
  await page.clock.runFor(SHOW_AFTER - LOAD_AFTER - 1);
  assert.equal(await card.count(), 0);
  await page.clock.runFor(1);
  await card.waitFor();
  await page.mouse.move(2, 2);
  await page.clock.runFor(LEAVE_WITHIN);
  await rest(page, link(page, 'Kim'));
  assert.equal(asked.length, 1, 'what is there is not asked for again');
  await close();
});

test('a pointer that passes by calls for nothing', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'));
  await link(page, 'Kim').hover();
  await page.clock.runFor(LOAD_AFTER - 1);
  await page.mouse.move(2, 2);
  await wait(page);
  assert.deepEqual([asked, await card.count()], [[], 0]);
  await close();
});

test('a pointer can move into the card and rest there', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  await rest(page, link(page, 'Kim'));
  await page.mouse.move(2, 2);
  await page.clock.runFor(LEAVE_WITHIN - 1);
  await card.hover();
  await wait(page);
  assert.ok(await card.isVisible(), 'it stays as long as the pointer is in it');
  await link(page, 'Kim').hover();
  await wait(page);
  assert.ok(await card.isVisible(), 'and on the way back');
  await page.mouse.move(2, 2);
  await page.clock.runFor(LEAVE_WITHIN - 1);
  assert.ok(await card.isVisible());
  await page.clock.runFor(1);
  assert.equal(await card.count(), 0);
  await close();
});

test('a card makes way for the next', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  await rest(page, link(page, 'Kim'));
  await page.keyboard.press('Escape');
  await rest(page, link(page, 'Unknown One'));
  await link(page, 'Kim').hover();
  await page.clock.runFor(SHOW_AFTER);
  await card.getByText('Kim Jong Un').waitFor();
  assert.equal(await card.count(), 1);
  assert.equal(await page.locator('[aria-describedby]').count(), 1);
  await close();
});

test('the focus of the keyboard shows a card, and Escape closes it without moving the focus', async () => {
  const { page, seen, card, close } = await open(onHost('articles/one/'));
  const kim = link(page, 'Kim');
  await kim.evaluate((element) => element.setAttribute('aria-describedby', 'main'));
  await focus(page, kim);
  await page.clock.runFor(SHOW_AFTER);
  await card.waitFor();
  assert.equal(await card.getAttribute('role'), 'tooltip');
  assert.equal(await kim.getAttribute('aria-describedby'), 'main _preview');
  await wait(page);
  assert.ok(await card.isVisible(), 'it stays as long as the focus does');
  await page.keyboard.press('Escape');
  assert.equal(await card.count(), 0);
  assert.equal(await kim.getAttribute('aria-describedby'), 'main');
  assert.ok(await kim.evaluate((element) => element === document.activeElement));
  await wait(page);
  assert.equal(await card.count(), 0, 'it does not come back by itself');
  await focus(page, kim);
  await page.clock.runFor(SHOW_AFTER);
  await card.waitFor();
  await close();
  assert.deepEqual(seen, []);
});

test('who lets go of a link in one way may hold it in the other', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  const kim = link(page, 'Kim');
  await focus(page, kim);
  await rest(page, kim);
  await page.mouse.move(2, 2);
  await wait(page);
  assert.ok(await card.isVisible(), 'the focus is still there');
  await kim.hover();
  await page.keyboard.press('Shift+Tab');
  await wait(page);
  assert.match(await card.innerText(), /Kim Jong Un/, 'the pointer is still there');
  await page.mouse.move(2, 2);
  await wait(page);
  assert.equal(await card.count(), 0);
  await close();
});

test('the keyboard goes on from link to link, past the card', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  await focus(page, link(page, 'Kim'));
  await page.clock.runFor(SHOW_AFTER);
  await card.waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Unknown One');
  await page.clock.runFor(LEAVE_WITHIN);
  assert.equal(await card.count(), 0);
  await focus(page, mark(page, 1));
  await page.clock.runFor(SHOW_AFTER);
  await card.waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '2');
  await close();
});

test('Escape puts a card away from under the pointer, until it comes back', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  const guest = link(page, 'guest');
  await rest(page, guest);
  await page.keyboard.press('Escape');
  assert.equal(await card.count(), 0);
  await page.keyboard.press('Escape');
  await guest.locator('em').hover();
  await wait(page);
  assert.equal(await card.count(), 0, 'it moves within the link');
  await page.mouse.move(2, 2);
  await rest(page, guest);
  await close();
});

test('touch shows none', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'), { hasTouch: true });
  await page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()));
  const kim = link(page, 'Kim');
  const { x, y } = await kim.boundingBox();
  const fingers = await page.context().newCDPSession(page);
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 5, y: y + 5 }] });
  await wait(page);
  assert.deepEqual([asked, await card.count()], [[], 0], 'the finger rests on it');
  await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await kim.tap();
  await wait(page);
  assert.deepEqual([asked, await card.count()], [[], 0]);
  assert.ok(await kim.evaluate((element) => element === document.activeElement), 'the link was touched');
  await close();
});

test('what is clicked is followed, and its card goes', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  await rest(page, mark(page, 1));
  await mark(page, 1).click();
  assert.equal(await card.count(), 0);
  assert.equal(new URL(page.url()).hash, '#source-1');
  await close();
});

test('links that lead nowhere new, around the page, and out of it have none', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'));
  const places = [
    link(page, 'this very page'), link(page, 'another'), link(page, 'elsewhere'),
    page.locator('.breadcrumbs a').last(), page.locator('.site-nav a').first(), page.locator('.site-foot a').first(),
    page.locator('#source-1 cite a'), page.locator('#source-1 .uses a').first(), page.locator('.turn a').first(),
  ];
  for (const place of places) {
    await place.hover();
    await wait(page);
    assert.deepEqual([asked, await card.count()], [[], 0], await place.evaluate((element) => element.outerHTML));
  }
  await page.goto(onHost('articles/'));
  await page.locator('.rows .title').first().hover();
  await wait(page);
  assert.deepEqual([asked, await card.count()], [[], 0], 'a row says itself what a card would');
  await close();
});

test('links in a card have none of their own', async () => {
  const { page, card, asked, close } = await open(onHost('articles/one/'));
  await rest(page, mark(page, 1));
  await card.locator('cite a').hover();
  await wait(page);
  assert.match(await card.innerText(), /^Source 1/);
  assert.deepEqual(asked, []);
  await card.locator('cite a').click();
  await page.waitForURL(onHost('sources/wire/'));
  await close();
});

test('a site can make a part of a page quiet', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'));
  await page.evaluate(() => { document.querySelector('.body').dataset.preview = 'off'; });
  await link(page, 'Kim').hover();
  await wait(page);
  assert.deepEqual([asked, await card.count()], [[], 0]);
  await close();
});

test('what could not be loaded may be there another time', async () => {
  const { page, asked, card, close } = await open(onHost('articles/one/'));
  await page.route('**/previews/*.js', (route) => route.abort());
  const kim = link(page, 'Kim');
  await kim.hover();
  await wait(page);
  assert.deepEqual([asked.length, await card.count()], [1, 0]);
  await page.unroute('**/previews/*.js');
  await page.mouse.move(2, 2);
  await rest(page, kim);
  await close();
});

test('texts are no markup, and languages are told', async () => {
  const { page, card, close } = await open(onHost('articles/one/'));
  await rest(page, link(page, 'Kim'));
  assert.equal(await card.locator('b, script').count(), 0);
  assert.equal(await card.locator('time[datetime="2025-09-03"]').count(), 1);
  await page.mouse.move(2, 2);
  await page.clock.runFor(LEAVE_WITHIN);
  await rest(page, link(page, '三位领导人'));
  await card.locator('[lang="zh"][dir="auto"]').first().waitFor();
  assert.equal(await card.locator('[lang="zh"]').count(), 2);
  assert.equal(await card.locator('.eyebrow[lang]').count(), 0);
  await close();
});

for (const viewport of [WIDE, NARROW]) {
  test(`a card is within the window, beside its link: ${viewport.width} px`, async () => {
    const { page, card, close } = await open(onHost('articles/one/'), { viewport });
    for (const text of ['Kim', 'the parade', '三位领导人', 'Xi Jinping']) {
      const place = link(page, text);
      await place.evaluate((element, low) => element.scrollIntoView({ block: low ? 'end' : 'center' }), text === 'Xi Jinping');
      await rest(page, place);
      await card.getByText(text === 'the parade' ? 'A parade' : text).first().waitFor();
      const [box, lines] = [await card.boundingBox(), await place.evaluate((element) => [...element.getClientRects()])];
      assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, `${text}: ${JSON.stringify(box)}`);
      assert.ok(box.y >= 0 && box.y + box.height <= viewport.height, `${text}: ${JSON.stringify(box)}`);
      const isBeside = lines.some(({ top, bottom }) => Math.abs(box.y - bottom) < 10 || Math.abs(box.y + box.height - top) < 10);
      assert.ok(isBeside, `${text}: ${JSON.stringify([box, lines])}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
      await page.mouse.move(2, 2);
      await page.clock.runFor(LEAVE_WITHIN);
    }
    await close();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`WCAG 2.2 AA with a card, ${colorScheme}, ${viewport.width} px`, async () => {
      const { page, close } = await open(onHost('articles/one/'), { viewport, colorScheme });
      for (const place of [link(page, 'Kim'), mark(page, 1)]) {
        await rest(page, place);
        await page.evaluate(AXE);
        const running = page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
        const ticking = setInterval(() => page.clock.runFor(50).catch(() => {}), 20);
        const { violations } = await running.finally(() => clearInterval(ticking));
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}: ${nodes[0].failureSummary}`);
        assert.equal(await page.locator('.preview').count(), 1, 'it was looked at');
        assert.deepEqual(found, []);
        await page.mouse.move(2, 2);
        await page.clock.runFor(LEAVE_WITHIN);
      }
      await close();
    });
  }
}

test('who wants no motion sees none', async () => {
  for (const [reducedMotion, expected] of [['reduce', 'none'], ['no-preference', 'preview']]) {
    const { page, card, close } = await open(onHost('articles/one/'), { reducedMotion });
    await rest(page, link(page, 'Kim'));
    assert.equal(await card.evaluate((element) => getComputedStyle(element).animationName), expected);
    await close();
  }
});

test('without JavaScript a link is a link', async () => {
  const { page, seen, card, close } = await open(onHost('articles/one/'), { javaScriptEnabled: false });
  await link(page, 'Kim').hover();
  assert.equal(await card.count(), 0);
  await link(page, 'Kim').click();
  await page.waitForURL(onHost('actors/kim/'));
  await close();
  assert.deepEqual(seen, []);
});
