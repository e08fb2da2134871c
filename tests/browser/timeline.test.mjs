// Timelines: the way to months and years, filters with a script and without, over all pages of a year, from a host and from
// the disk.
//
// Run by scripts/browser-tests.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { make, put, serve, SUB_PATH, temporary } from './sites.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

/** Thirty events in 2025: three a month but one in January, four in December. Kim is in all, Xi in every third. */
const EVENTS = Array.from({ length: 30 }, (_, index) => {
  const month = String(Math.min(12, 1 + Math.floor((index + 2) / 3) + (index > 27 ? 2 : 0))).padStart(2, '0');
  const isXi = index % 3 === 0;
  return `- id: e${index}
  date: 2025-${month}-1${index % 3}
  title: 'Event ${index}${index === 3 ? ' <img src=x onerror=alert(1)>' : ''}'
  summary: 'Sentence ${index}, <b>plain</b>.'
  actors: [${isXi ? 'kim, xi' : 'kim'}]
  countries: [${isXi ? 'CN' : 'KP'}]
  topics: [${index < 15 ? 'Talks' : 'Drills & more'}]
  importance: ${1 + (index % 5)}
  place: {name: Square ${index}}
`;
}).join('');

const SITE = {
  'site.toml': `title = "Desk"
base_url = "https://example.org${SUB_PATH}"
default_marking = "TLP:CLEAR"
[lists]
page_size = 10
[profiles.web]
[profiles.disk]
links = "file"
`,
  'content/actors/kim.md': '---\nname: Kim\n---\n',
  'content/actors/xi.md': '---\nname: Xi <b>\n---\n',
  'content/events/all.yaml': `${EVENTS}- {id: old, date: 1999-05, title: Long ago, actors: [kim], importance: 5}\n`,
  'content/articles/one.md': '---\ntitle: An article\ndate: 2025-06-02\nactors: [xi]\n---\nWords.\n',
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
  web = make(root, path.join(folder, 'web'), '--profile', 'web', '--now', '2025-12-31');
  disk = make(root, path.join(folder, 'disk'), '--profile', 'disk', '--now', '2025-12-31');
  server = await serve(web);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

const onHost = (file) => server.address + file;
const onDisk = (file) => {
  const [, folders, rest] = /^([^?#]*)(.*)$/.exec(file);
  return pathToFileURL(path.join(disk, folders, 'index.html')).href + rest;
};

/** Opens a page. `seen`: what should not happen; `asked`: which years were loaded. */
async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const [seen, asked] = [[], []];
  page.on('console', (message) => seen.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const year = /timeline\/([^/]+)\/entries\.js$/.exec(request.url());
    if (year) asked.push(year[1]);
  });
  await page.goto(address);
  return { page, seen, asked, close: () => context.close() };
}

const status = (page) => page.getByRole('status');
const shown = (page) => page.locator('#_filters ~ .events > li .title').allTextContents();
const search = (page) => new URL(page.url()).search;
const told = (page, text) => status(page).filter({ hasText: text }).waitFor();

for (const [where, address] of [['on a host', onHost], ['from the disk', onDisk]]) {
  describe(where, () => {
    test(`${where}: a filter looks at all pages of a year, and stands in the address`, async () => {
      const { page, seen, asked, close } = await open(address('timeline/2025/page/2/'));
      assert.deepEqual(asked, [], 'nothing is loaded before a filter is used');
      await page.locator('#_filters > summary').click();
      await page.locator('option', { hasText: 'Xi <b> (11)' }).waitFor({ state: 'attached' });
      await page.getByLabel('Actor').selectOption('xi');
      await told(page, /^11 of 31 entries$/);
      const titles = await shown(page);
      assert.equal(titles.length, 11);
      assert.deepEqual(titles.slice(0, 2), ['Event 0', 'Event 3 <img src=x onerror=alert(1)>'], 'texts are no markup');
      assert.ok(titles.includes('An article'));
      assert.equal(search(page), '?actor=xi');
      assert.equal(await page.locator('#_entries').isVisible(), false);
      assert.deepEqual(asked, ['2025']);
      await page.getByLabel('4 and above').check();
      await told(page, /^4 of 31 entries$/);
      assert.equal(search(page), '?actor=xi&importance=4');
      await page.getByLabel('Country').selectOption('cn');
      await page.getByLabel('Topic').selectOption('drills-more');
      await told(page, /^2 of 31 entries$/);
      await page.goBack();
      await told(page, /^4 of 31 entries$/);
      assert.equal(await page.getByLabel('Topic').inputValue(), '');
      await page.goBack();
      await page.goBack();
      await told(page, /^11 of 31 entries$/);
      await page.goBack();
      await page.locator('#_entries').waitFor();
      assert.equal(await status(page).textContent(), '');
      assert.equal(search(page), '');
      await page.goForward();
      await told(page, /^11 of 31 entries$/);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.locator('#_entries').waitFor();
      assert.equal(search(page), '');
      assert.deepEqual(asked, ['2025'], 'it is loaded once');
      assert.deepEqual(seen, []);
      await close();
    });

    test(`${where}: an address with a filter opens as it was left, and rows lead on`, async () => {
      const { page, seen, close } = await open(address('timeline/2025/?country=cn&importance=5'));
      await told(page, /^2 of 31 entries$/);
      assert.equal(await page.locator('#_filters').getAttribute('open'), '');
      const rows = page.locator('#_filters ~ .events > li');
      assert.match(await rows.first().textContent(), /Event 9.*Sentence 9, <b>plain<\/b>\.Major eventSquare 9KimXi <b>China/);
      await rows.first().getByRole('link', { name: 'Xi <b>' }).click();
      await page.getByRole('heading', { level: 1, name: 'Xi <b>' }).waitFor();
      await page.goBack();
      await told(page, /^2 of 31 entries$/);
      await rows.first().locator('.title').click();
      await page.getByRole('heading', { level: 1, name: 'Event 9' }).waitFor();
      assert.deepEqual(seen, []);
      await close();
    });

    test(`${where}: a timeline of one's own is filtered over its years`, async () => {
      const { page, seen, asked, close } = await open(address('actors/kim/timeline/page/3/?importance=5'));
      await told(page, /^7 of 31 entries$/);
      assert.deepEqual((await shown(page)).slice(0, 2), ['Long ago', 'Event 4']);
      assert.deepEqual([...asked].sort(), ['1999', '2025']);
      assert.equal(await page.locator('option', { hasText: 'Kim (31)' }).count(), 1);
      assert.deepEqual(seen, []);
      await close();
    });

    test(`${where}: what an address asks for in vain, or in bad faith, does nothing`, async () => {
      const hostile = encodeURIComponent('"><img src=x onerror=alert(1)>');
      const { page, seen, close } = await open(address(`timeline/2025/?actor=${hostile}&importance=99&topic=nobody#month-05`));
      await page.locator('option', { hasText: 'Xi <b> (11)' }).waitFor({ state: 'attached' });
      await page.locator('#_entries').waitFor();
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.locator('select[name=actor]').inputValue(), '');
      assert.equal(await page.getByLabel('All', { exact: true }).isChecked(), true);
      assert.deepEqual(seen, []);
      await close();
    });
  });
}

test('months and years lead to the page and place where they begin', async () => {
  const { page, seen, close } = await open(onHost('timeline/2025/'));
  await page.getByRole('navigation', { name: 'Months' }).getByRole('link', { name: 'December' }).click();
  await page.waitForURL(/timeline\/2025\/page\/\d\/#month-12$/);
  assert.equal(await page.locator(':target h2').textContent(), 'December');
  await page.goto(onHost('actors/kim/timeline/page/2/'));
  await page.getByRole('navigation', { name: 'Years' }).getByRole('link', { name: '2025' }).click();
  await page.waitForURL(/actors\/kim\/timeline\/#year-2025$/);
  assert.equal(await page.locator(':target > h2').textContent(), '2025');
  assert.deepEqual(seen, []);
  await close();
});

test('without scripts there are links, and importance', async () => {
  const { page, seen, asked, close } = await open(onHost('timeline/2025/'), { javaScriptEnabled: false });
  await page.locator('#_filters > summary').click();
  assert.equal(await page.locator('select').count(), 0);
  const rows = page.locator('#_entries .events > li');
  const visible = async () => {
    const all = await rows.all();
    return (await Promise.all(all.map((row) => row.isVisible()))).filter(Boolean).length;
  };
  assert.equal(await visible(), 10);
  await page.getByLabel('3 and above').check();
  assert.equal(await visible(), 6);
  await page.getByLabel('4 and above').check();
  assert.equal(await visible(), 4);
  await page.getByText('5', { exact: true }).click();
  assert.equal(await visible(), 2);
  await page.getByLabel('All').check();
  assert.equal(await visible(), 10);
  await page.locator('#_filters').getByRole('link', { name: 'Kim' }).click();
  await page.waitForURL(/actors\/kim\/timeline\/#year-2025$/);
  await page.goto(onHost('timeline/2025/page/2/'));
  await page.locator('#_filters > summary').click();
  await page.locator('#_filters').getByRole('link').click();
  await page.waitForURL(/timeline\/2025\/#_filters$/);
  assert.deepEqual([seen, asked], [[], []]);
  await close();
});

test('the keyboard opens, chooses and clears, and keeps its place', async () => {
  const { page, seen, close } = await open(onHost('timeline/2025/'));
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.localName);
  await page.locator('#_filters > summary').focus();
  await page.keyboard.press('Enter');
  await page.locator('option', { hasText: 'Xi <b> (11)' }).waitFor({ state: 'attached' });
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'actor');
  await page.keyboard.type('Xi');
  await told(page, /^11 of 31 entries$/);
  assert.equal(await focused(), 'actor', 'the focus stays where it was');
  for (const next of ['country', 'topic', 'importance']) {
    await page.keyboard.press('Tab');
    assert.equal(await focused(), next);
  }
  await page.keyboard.press('ArrowRight');
  await told(page, /^6 of 31 entries$/);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'button');
  await page.keyboard.press('Enter');
  await page.locator('#_entries').waitFor();
  assert.equal(await focused(), 'summary', 'the focus is not left on what went away');
  assert.deepEqual(seen, []);
  await close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [WIDE, NARROW]) {
    test(`WCAG 2.2 AA, ${colorScheme}, ${viewport.width} px`, async () => {
      for (const file of ['timeline/', 'timeline/2025/', 'timeline/2025/?actor=xi', 'actors/kim/timeline/page/2/?importance=4', 'events/e9/']) {
        const { page, seen, close } = await open(onHost(file), { viewport, colorScheme });
        if (file.includes('?')) await told(page, / of 31 entries$/);
        else if (file.includes('2025')) await page.locator('#_filters > summary').click();
        await page.evaluate(AXE);
        const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }), RULES);
        const found = violations.map(({ id, nodes }) => `${file}: ${id}: ${nodes[0].html}`);
        assert.deepEqual(found, []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${file} is ${overflow} px too wide`);
        assert.deepEqual(seen, []);
        await close();
      }
    });
  }
}
