// Files of metadata as an editor reads them: YAML and TOML in, a value out, and the line of everything in it.

import path from 'node:path';
import { parseTOML, getStaticTOMLValue } from 'toml-eslint-parser';
import { LineCounter, isMap, isNode, parseDocument } from 'yaml';

const KINDS = {
  articles: 'article', actors: 'actor', countries: 'country', topics: 'topic', events: 'event', sources: 'source',
  authors: 'author', pages: 'page',
};

/** Of what kind a file below `content/` is, by the folder that it lies in. */
export function kindOf(file) {
  return KINDS[file.split('/')[1]];
}

/** The metadata of a file: `{ value, line(pointer, key) }`; nothing where it has none or cannot be read. */
export function metadata(file, text) {
  if (file.endsWith('.toml')) return toml(text, 0);
  if (/\.ya?ml$/.test(file)) return yaml(text, 0);
  const front = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)^\1[ \t]*\r?$/m.exec(text);
  if (!front) return undefined;
  return front[1] === '---' ? yaml(front[2], 1) : toml(front[2], 1);
}

/** YAML 1.2, as editors read it. `above` lines stand before it. */
function yaml(text, above) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' });
  if (document.errors.length > 0 || document.contents === null) return undefined;
  const start = (node) => lines.linePos(node.range[0]).line + above;
  const line = (pointer, key) => {
    const node = pointer.length > 0 ? document.getIn(pointer, true) : document.contents;
    const pair = key !== undefined && isMap(node) && node.items.find((item) => String(item.key.value) === key);
    if (pair) return start(pair.key);
    if (isNode(node)) return start(node);
    return line(pointer.slice(0, -1), String(pointer.at(-1)));
  };
  return { value: document.toJS(), line };
}

/** TOML 1.0. Dates are texts to a schema. */
function toml(text, above) {
  const tree = parseTOML(text);
  const places = new Map();
  const note = (names, node) => {
    const pointer = names.join('/');
    if (!places.has(pointer)) places.set(pointer, node.loc.start.line + above);
  };
  const names = (key) => key.keys.map((part) => part.name ?? part.value);
  const walk = (node, at) => {
    if (node.type === 'TOMLTable') {
      node.resolvedKey.forEach((_, depth) => note(node.resolvedKey.slice(0, depth + 1), node));
      node.body.forEach((child) => walk(child, node.resolvedKey));
    } else if (node.type === 'TOMLKeyValue') {
      const own = names(node.key);
      own.forEach((_, depth) => note([...at, ...own.slice(0, depth + 1)], node));
      walk(node.value, [...at, ...own]);
    } else if (node.type === 'TOMLArray') {
      node.elements.forEach((element, index) => (note([...at, index], element), walk(element, [...at, index])));
    } else {
      node.body?.forEach((child) => walk(child, at));
    }
  };
  walk(tree.body[0], []);
  const line = (pointer, key) => places.get([...pointer, ...(key === undefined ? [] : [key])].join('/')) ?? 1 + above;
  const value = JSON.parse(JSON.stringify(getStaticTOMLValue(tree)));
  return { value, line };
}

/** The lines that say of themselves that they are wrong, counted from 1. */
export function wrongLines(text) {
  return text.split('\n').flatMap((line, index) => (line.endsWith('# wrong') ? [index + 1] : []));
}

/** A path with `/` between folders, on every system. */
export function slashed(file) {
  return file.split(path.sep).join('/');
}
