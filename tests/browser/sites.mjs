// The finished sites that the browser tests look at, and a server for one of them.
//
// In: the program and this repository's own site. Out: two builds in a temporary folder: one as it stands on a host,
// below `/chancery/`, and one whose links name files, to be opened from the disk; and the same for a small site of hard
// cases (markings, long words, other scripts, wide tables, nothing at all in a list).

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const PROGRAM = process.env.CHANCERY ?? path.join(REPOSITORY, 'target', 'release', 'chancery');
const INPUTS = ['site.toml', 'content', 'static', 'templates'];

/** Below which path of the host the site stands. */
export const SUB_PATH = '/chancery/';

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** A site of hard cases, by path. */
const HARD_CASES = {
  'site.toml': `title = "Hard cases"
base_url = "https://example.org${SUB_PATH}"
default_marking = "TLP:GREEN"
[profiles.web]
marking = "TLP:AMBER+STRICT"
[profiles.disk]
marking = "TLP:AMBER+STRICT"
links = "file"
`,
  'content/articles/2025-01-01-long.md': `---
title: ${LONG}
summary: ${LONG} ${LONG}
actors: [{id: long, role: ${LONG}}]
countries: [GB]
topics: [${LONG}]
authors: [${LONG}]
marking: TLP:AMBER
status: withdrawn
redirects: [/old/long/]
key_points: [{text: ${LONG}, likelihood: roughly even chance, confidence: moderate}]
figures: [{label: ${LONG}, value: 1234567890123456789012345678901234567890, unit: ${LONG}}]
corrections: [{date: 2025-01-02, kind: retraction, text: ${LONG}}]
sources: [{id: one, title: ${LONG}, url: 'https://example.org/${LONG.toLowerCase()}', reliability: B, credibility: 2}]
events: [{date: '2025~', title: ${LONG}, place: {name: ${LONG}, country: GB}, sources: [one], importance: 5}]
---
## ${LONG}

${LONG}. Cited [@one; @one], noted[^1], linked to [[actor:long]].

| ${LONG} | Right | Left |
|---|--:|:--|
| ${'a cell that may not break '.repeat(3)}| 12 | \`${LONG}\` |

\`\`\`rust
fn main() { println!("${LONG}"); }
\`\`\`

> [!WARNING]
> ${LONG}

- [ ] to do
- [x] done

Term
: ${LONG}

[^1]: ${LONG}
`,
  'content/articles/2025-01-02-arabic.md': `---
title: القمة الثلاثية
lang: ar
translation_of: long
countries: [SA]
---
التقى القادة في العاصمة. **English words** في النص.
`,
  'content/actors/long.md': `---
name: ${LONG}
kind: organization
native_name: {text: ${LONG}, lang: de}
aliases: [${LONG}, Long]
roles: [{title: ${LONG}, of: GB, from: 2001, to: 2002}]
relations: [{type: ally, to: other, note: ${LONG}}]
founded: 1999?
identifiers: {wikidata: Q1, other: ${LONG}}
website: https://example.org/${LONG.toLowerCase()}
---
${LONG}
`,
  'content/actors/other.md': '---\nname: 三位领导人\nkind: group\n---\n',
  'content/pages/about.md': `# ${LONG}\n\n${LONG}\n`,
};

/** A folder for sites. The caller removes it. */
export function temporary() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'chancery-browser-'));
}

/** Writes the files of a site, by path. */
export function put(root, files) {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
}

/** Builds a site into a folder, and says which that was. */
export function make(root, output, ...options) {
  try {
    execFileSync(PROGRAM, ['build', '--root', root, '--output', output, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Error(`cannot build ${root}: ${error.stderr ?? error.message}`);
  }
  return output;
}

/** Builds both sites twice. The caller removes `folder`. */
export function build() {
  const folder = temporary();
  const demo = path.join(folder, 'demo');
  for (const input of INPUTS) fs.cpSync(path.join(REPOSITORY, input), path.join(demo, input), { recursive: true });
  fs.appendFileSync(path.join(demo, 'site.toml'), '\n[profiles.browser-tests]\nlinks = "file"\n');
  const hard = path.join(folder, 'hard');
  put(hard, HARD_CASES);
  const into = (name) => path.join(folder, name);
  return {
    folder,
    web: { demo: make(demo, into('web-demo')), hard: make(hard, into('web-hard'), '--profile', 'web') },
    disk: {
      demo: make(demo, into('disk-demo'), '--profile', 'browser-tests'),
      hard: make(hard, into('disk-hard'), '--profile', 'disk'),
    },
  };
}

/** All pages of a build, by path below its folder, each with its kind: the class of its body, or `redirect`. */
export function pages(folder) {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  return files.sort().map((file) => {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const kind = /<body class="([^"]*)"/.exec(text)?.[1] ?? 'redirect';
    return { file: file.split(path.sep).join('/'), kind, size: text.length };
  });
}

/** The largest page of each kind: what it can show, it shows. */
export function largest(folder) {
  const kinds = new Map();
  for (const page of pages(folder)) {
    if (page.kind !== 'redirect' && page.size > (kinds.get(page.kind)?.size ?? 0)) kinds.set(page.kind, page);
  }
  return [...kinds.values()];
}

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.xml': 'application/xml', '.png': 'image/png', '.jpg': 'image/jpeg',
};

/** Serves a folder below the sub-path, as hosts of static sites do: folders by their index, `404.html` for the rest. */
export async function serve(folder) {
  const answer = (request, response) => {
    const url = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const below = url.startsWith(SUB_PATH) ? url.slice(SUB_PATH.length) : null;
    const file = below === null ? '' : path.join(folder, below, url.endsWith('/') ? 'index.html' : '');
    const found = file.startsWith(folder) && fs.statSync(file, { throwIfNoEntry: false })?.isFile();
    const shown = found ? file : path.join(folder, '404.html');
    response.writeHead(found ? 200 : 404, { 'content-type': TYPES[path.extname(shown)] ?? 'application/octet-stream' });
    response.end(fs.readFileSync(shown));
  };
  const server = http.createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { address: `http://127.0.0.1:${port}${SUB_PATH}`, close: () => server.close() };
}
