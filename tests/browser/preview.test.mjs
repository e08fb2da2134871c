// What a browser shows of `chancery serve` while files are saved.
//
// Run by scripts/browser-tests. Nothing here waits for a time, only for what is to happen.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const PROGRAM = process.env.CHANCERY ?? path.join(REPOSITORY, 'target', 'release', 'chancery');
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
/** How long a busy machine may take for anything, in milliseconds. */
const PATIENCE = 60_000;
const PARADE = 'content/articles/2025-09-03-parade.md';
const STYLE = 'static/theme/style.css';

const parade = (first, more = '') => `---
title: Parade
---
${first}

<details><summary>More</summary>

Hidden words.

</details>

${more}${Array.from({ length: 80 }, (_, at) => `Paragraph ${at} of a text that is longer than any window.\n`).join('\n')}`;

let browser;
let root;
let server;
let page;
let seen;

const put = (file, text) => {
  const full = path.join(root, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
};

/** Starts a preview; its port is given, or any. */
function start(port = 0) {
  const child = spawn(PROGRAM, ['serve', '--port', String(port), '--root', root, '--now', '2026-01-01'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const ended = new Promise((done) => child.on('exit', done));
    const stop = () => { child.kill('SIGINT'); return ended; };
    child.stderr.on('data', (data) => { said += data; });
    child.stdout.on('data', (data) => {
      said += data;
      const address = /serving (http:\S+);/.exec(said)?.[1];
      if (address) resolve({ address, port: Number(new URL(address).port), stop });
    });
    child.on('exit', (status) => reject(new Error(`the preview ended with ${status}: ${said}`)));
  });
}

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(() => browser?.close());

beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'chancery-preview-'));
  put('site.toml', 'title = "Desk"\nbase_url = "https://desk.example/briefings/"\ndefault_marking = "TLP:CLEAR"\n');
  put(PARADE, parade('They stood side by side.'));
  put(STYLE, `${fs.readFileSync(path.join(REPOSITORY, STYLE), 'utf8')}\nh1 { outline-color: rgb(1, 2, 3); }\n`);
  server = await start();
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1000, height: 700 } });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  seen = [];
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(error.message));
});

afterEach(async () => {
  await page?.context().close();
  await server?.stop();
  fs.rmSync(root, { recursive: true, force: true });
});

const PAGE = 'articles/parade/';

/** Opens a page and marks its window: a reload would lose the mark. */
async function open(below = PAGE) {
  await page.goto(server.address + below);
  await page.evaluate(() => { window.marked = true; });
}

const isMarked = () => page.evaluate(() => window.marked === true);
const wait = (condition, argument = null) => page.waitForFunction(condition, argument, { timeout: PATIENCE });
const waitForText = (text) => wait((wanted) => document.body.textContent.includes(wanted), text);

/** What the overlay says; nothing where it is not shown. */
const overlay = (text) => wait((wanted) => {
  const panel = document.querySelector('chancery-preview')?.shadowRoot.querySelector('section');
  const shown = panel?.checkVisibility() ? panel.textContent : '';
  return wanted === '' ? shown === '' : shown.includes(wanted);
}, text);

test('a saved text is seen, and the reader stays where they are', async () => {
  await open();
  await page.click('main summary');
  await page.evaluate(() => scrollTo(0, 500));
  const before = await page.evaluate(() => scrollY);
  put(PARADE, parade('They walked side by side.'));
  await waitForText('They walked side by side.');
  put(PARADE, parade('They walked side by side.', 'One paragraph more.\n\n'));
  await waitForText('One paragraph more.');
  assert.equal(await isMarked(), true, 'the page was not loaded again');
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.equal(await page.locator('main details').evaluate((details) => details.open), true);
  put(PARADE, parade('They walked side by side.').replace('title: Parade', 'title: March'));
  await wait(() => document.title.startsWith('March'));
  assert.equal(await isMarked(), true);
  assert.deepEqual(seen, []);
});

test('a page that did not change is left alone', async () => {
  await open('topics/');
  await page.evaluate(() => {
    window.changes = 0;
    new MutationObserver(() => { window.changes += 1; })
      .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const other = await page.context().newPage();
  await other.goto(server.address + PAGE);
  put(PARADE, parade('They walked.'));
  await other.waitForFunction(() => document.body.textContent.includes('They walked.'), null, { timeout: PATIENCE });
  await other.close();
  assert.equal(await page.evaluate(() => window.changes), 0);
  assert.equal(await isMarked(), true);
});

test('a change between loading and listening is not missed', async () => {
  let letGo;
  const gate = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/.chancery/events?*', async (route) => {
    await gate;
    await route.continue();
  });
  await open();
  put(PARADE, parade('Saved in between.'));
  const other = await page.context().newPage();
  await other.goto(server.address + PAGE);
  await other.waitForFunction(() => document.body.textContent.includes('Saved in between.'), null, { timeout: PATIENCE });
  await other.close();
  letGo();
  await waitForText('Saved in between.');
});

test('a mistake is told over the last good page, and goes when it is mended', async () => {
  await open();
  await page.focus('.brand');
  put(PARADE, parade('See [[nobody]] <script>window.harmed = true</script> <b>bold</b>.'));
  await overlay('nothing here is called');
  await overlay('See [[nobody]] <script>window.harmed = true</script> <b>bold</b>.');
  await overlay(`${PARADE}:4:7`);
  const state = await page.evaluate(() => ({
    harmed: window.harmed === true,
    text: document.body.textContent.includes('They stood side by side.'),
    focus: document.activeElement.className,
    href: document.querySelector('chancery-preview').shadowRoot.querySelector('a').href,
    bold: document.querySelector('chancery-preview').shadowRoot.querySelectorAll('b, script').length,
    background: getComputedStyle(document.querySelector('chancery-preview').shadowRoot.querySelector('section')).position,
  }));
  assert.match(state.href, /^vscode:\/\/file\/.*2025-09-03-parade\.md:4:7$/);
  delete state.href;
  assert.deepEqual(state, { harmed: false, text: true, focus: 'brand', bold: 0, background: 'fixed' });
  assert.deepEqual(seen, []);
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] } }));
  assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  // The checker itself tries a style that the policy forbids.
  seen.length = 0;

  await page.keyboard.press('Escape');
  await overlay('');
  await page.locator('chancery-preview .badge').click();
  await overlay(`${PARADE}:4:7`);
  put(PARADE, parade('Mended.'));
  await waitForText('Mended.');
  await overlay('');
  assert.equal(await isMarked(), true);
  assert.deepEqual(seen, []);
});

test('a site with a mistake from the beginning shows itself once it is mended', async () => {
  await server.stop();
  put(PARADE, parade('See [[nobody]].'));
  server = await start();
  await page.goto(server.address + PAGE);
  await overlay('nothing here is called');
  put(PARADE, parade('Mended.'));
  await waitForText('Mended.');
  await overlay('');
});

test('warnings are a count that can be opened', async () => {
  await open();
  put(PARADE, parade('Words.').replace('title: Parade', 'title: Parade\ncolour: red'));
  await waitForText('Words.');
  const badge = page.locator('chancery-preview .badge');
  await badge.filter({ hasText: '1 warning' }).waitFor();
  await overlay('');
  await badge.click();
  await overlay('unknown-key');
});

test('a style is exchanged, and the page stays', async () => {
  await open();
  await page.evaluate(() => scrollTo(0, 500));
  const style = fs.readFileSync(path.join(root, STYLE), 'utf8');
  for (const color of ['rgb(4, 5, 6)', 'rgb(7, 8, 9)']) {
    put(STYLE, style.replace('rgb(1, 2, 3)', color));
    await wait((wanted) => getComputedStyle(document.querySelector('h1')).outlineColor === wanted, color);
    await wait(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
  }
  assert.equal(await isMarked(), true);
  assert.equal(await page.evaluate(() => scrollY), 500);
  put(PARADE, parade('And the text after it.'));
  await waitForText('And the text after it.');
  assert.equal(await isMarked(), true);
  assert.deepEqual(seen, []);
});

test('a switch of three hundred files comes as a whole', async () => {
  const many = (word) => {
    for (let at = 0; at < 300; at += 1) {
      put(`content/articles/many/a${at}.md`, `---\ntitle: Number ${at}\ntopics: [many]\n---\n${word}\n`);
    }
  };
  many('Before.');
  await open();
  await page.goto(`${server.address}articles/a299/`);
  await waitForText('Before.');
  many('After.');
  await waitForText('After.');
  await page.goto(`${server.address}articles/a0/`);
  await waitForText('After.');
  fs.rmSync(path.join(root, 'content/articles/many'), { recursive: true });
  await waitForText('Page not found');
});

test('a page that comes back is shown again', async () => {
  await open();
  fs.rmSync(path.join(root, PARADE));
  await waitForText('Page not found');
  put(PARADE, parade('Back again.'));
  await waitForText('Back again.');
});

test('a page finds the server again', async () => {
  await open();
  // Only a page that listens can lose the connection.
  put(PARADE, parade('Heard.'));
  await waitForText('Heard.');
  await server.stop();
  await wait(() => document.title.startsWith('(connection lost) Parade'));
  put(PARADE, parade('Saved while nobody listened.'));
  server = await start(server.port);
  await waitForText('Saved while nobody listened.');
  await wait(() => document.title.startsWith('Parade'));
});

test('a page that nobody sees gives its connection back, and catches up when it is seen', async () => {
  await open();
  put(PARADE, parade('Heard.'));
  await waitForText('Heard.');
  const see = (isHidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await see(true);
  put(PARADE, parade('Saved behind its back.'));
  const other = await page.context().newPage();
  await other.goto(server.address + PAGE);
  await other.waitForFunction(() => document.body.textContent.includes('Saved behind'), null, { timeout: PATIENCE });
  await other.close();
  assert.deepEqual(asked, []);
  await see(false);
  await waitForText('Saved behind its back.');
  assert.equal(await isMarked(), true);
  assert.deepEqual(seen, []);
});

test('a site that moves takes its pages along', async () => {
  await open();
  put('site.toml', 'title = "Desk"\nbase_url = "https://desk.example/moved/"\n');
  await page.waitForURL((url) => url.pathname === `/moved/${PAGE}`, { timeout: PATIENCE });
  await waitForText('They stood side by side.');
});

test('what scripts of the site have made is kept, or made again', async () => {
  put('static/own.js', `
    document.querySelector('.site-head').append(Object.assign(document.createElement('p'), { id: 'own', textContent: 'made' }));
    const main = document.querySelector('#many');
    if (main) main.append(Object.assign(document.createElement('p'), { className: 'own', textContent: 'made' }));
  `);
  put('templates/partials/head.html', '<script src="{{ root }}own.js" defer></script>');
  await server.stop();
  server = await start();
  await open();
  await wait(() => document.getElementById('own') !== null);
  put(PARADE, parade('Another text.', 'One paragraph more.\n\n'));
  await waitForText('One paragraph more.');
  assert.equal(await isMarked(), true, 'what the script has made lies elsewhere');
  assert.equal(await page.evaluate(() => typeof Idiomorph), 'undefined', 'nothing of ours is in its way');
  assert.equal(await page.locator('#own').count(), 1);

  // Here it lies in what changes: the page is loaded again.
  put(PARADE, parade('Another text.', '## Many\n\n'));
  await waitForText('Many');
  await page.reload();
  await page.evaluate(() => { window.marked = true; });
  await page.waitForSelector('#many .own', { state: 'attached' });
  put(PARADE, parade('Another text.', '## Many *more* {#many}\n\n'));
  await wait(() => document.querySelector('#many')?.textContent.startsWith('Many more'));
  await page.waitForSelector('#many .own', { state: 'attached' });
  assert.equal(await isMarked(), false);

  // The place and what is open are kept by a reload, too.
  await page.click('main summary');
  await page.evaluate(() => scrollTo(0, 500));
  put('static/own.js', 'document.documentElement.dataset.own = "new";');
  await wait(() => document.documentElement.dataset.own === 'new');
  await wait(() => scrollY === 500 && document.querySelector('main details').open);
});
