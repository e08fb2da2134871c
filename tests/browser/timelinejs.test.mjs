// TimelineJS 3 draws what we tell it: the demo's events, and a site of hard dates.
//
// Run by scripts/browser-tests. TimelineJS's own files come from npm and are served beside the site.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { make, serve, temporary } from './sites.mjs';

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Timeline</title>
<link rel="stylesheet" href="css/timeline.css">
<div id="box" style="width: 1000px; height: 600px"></div>
<script src="js/timeline.js"></script>
`;

let browser;
let folder;

/** A built site with a page beside it that draws its timeline. */
async function drawn(root, name) {
  const output = make(root, path.join(folder, name), '--no-cache');
  const library = path.join(path.dirname(createRequire(import.meta.url).resolve('@knight-lab/timelinejs/package.json')), 'dist');
  fs.cpSync(library, path.join(output, 'timelinejs'), { recursive: true });
  fs.writeFileSync(path.join(output, 'timelinejs', 'index.html'), PAGE);
  return { server: await serve(output), data: JSON.parse(fs.readFileSync(path.join(output, 'timeline.json'), 'utf8')) };
}

/** What TimelineJS makes of it, and what it says. */
async function load(server) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
  const said = [];
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('response', (response) => {
    if (!response.ok() && !response.url().endsWith('/favicon.ico')) said.push(`${response.status()} ${response.url()}`);
  });
  // Pictures have the addresses that the site will have.
  await page.route('https://example.github.io/chancery/**', (route) => {
    const below = route.request().url().slice('https://example.github.io/chancery/'.length);
    return route.continue({ url: server.address + below }).catch(() => route.abort());
  });
  await page.goto(`${server.address}timelinejs/`);
  const found = await page.evaluate(async () => {
    const data = await (await fetch('../timeline.json')).json();
    const timeline = new TL.Timeline('box', data, { hash_bookmark: false });
    await new Promise((resolve) => {
      if (timeline.ready) resolve();
      timeline.on('ready', resolve);
    });
    const config = timeline.config;
    const shown = (event) => ({
      id: event.unique_id,
      year: event.start_date.data.date_obj.getFullYear(),
      words: event.display_date,
      headline: event.text.headline,
    });
    return {
      errors: config.getErrors(),
      events: config.events.map(shown),
      markers: document.querySelectorAll('.tl-timemarker').length,
      slides: document.querySelectorAll('.tl-slide').length,
      texts: [...document.querySelectorAll('.tl-slide')].map((slide) => slide.textContent),
      foreign: document.querySelectorAll('.tl-slide b').length,
    };
  });
  await page.close();
  return { ...found, said };
}

before(async () => {
  folder = temporary();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET });
});

after(async () => {
  await browser?.close();
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

describe('TimelineJS', () => {
  test('draws all events of the demo', async () => {
    const { server, data } = await drawn(REPOSITORY, 'demo');
    try {
      const found = await load(server);
      assert.deepEqual(found.errors, []);
      assert.deepEqual(found.said, []);
      assert.ok(data.events.length > 50, `the demo has ${data.events.length} events`);
      assert.equal(found.events.length, data.events.length);
      assert.equal(found.markers, data.events.length, 'a marker for each');
      assert.equal(found.slides, data.events.length + 1, 'and a slide for each, beside that of the title');
      assert.deepEqual(found.events.map((event) => event.id).sort(), data.events.map((event) => event.unique_id).sort());
    } finally {
      server.close();
    }
  });

  test('shows hard dates in our words, and no text as HTML', async () => {
    const { server, data } = await drawn(path.join(REPOSITORY, 'tests', 'sites', 'event-files', 'input'), 'hard');
    try {
      const found = await load(server);
      assert.deepEqual(found.errors, []);
      assert.equal(found.markers, data.events.length);
      const of = (id) => found.events.find((event) => event.id === id);
      assert.equal(of('caesar').words, '15 March 44 BC');
      assert.equal(of('caesar').year, -44);
      assert.equal(of('year-zero').year, -1);
      assert.equal(of('last-day').year, 9999);
      assert.equal(of('far').year, 12025);
      assert.equal(of('open-end').words, 'since 19 June 2024');
      assert.ok(found.texts.some((text) => text.includes('<b>not bold</b>')), 'a text is shown as it is');
      assert.equal(found.foreign, 0);
      assert.ok(found.texts.some((text) => text.includes('15 March 44 BC')));
    } finally {
      server.close();
    }
  });
});
