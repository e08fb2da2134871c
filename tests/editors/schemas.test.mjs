// What a validator of JSON Schema makes of metadata, with the schemas that `chancery schema` prints: it finds nothing
// wrong with what Chancery accepts, and marks mistakes on the lines where Chancery tells them.
//
// Run by scripts/editor-tests, which sees to the program and the packages.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';

import { kindOf, metadata, slashed, wrongLines } from './files.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../..');
const NOW = '2026-01-01T00:00:00Z';
const KINDS = ['article', 'actor', 'country', 'topic', 'event', 'source', 'author', 'page', 'site'];
/** Words for editors that no validator needs. */
const OF_EDITORS = ['enumDescriptions', 'patternErrorMessage'];
/** What Chancery warns of because it reads it in spite of something that an editor is to mark. */
const MARKED = ['unknown-key', 'duplicate-key', 'lenient-yaml', 'old-marking'];

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'chancery-editors-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

function chancery(...args) {
  const run = spawnSync(process.env.CHANCERY, args, { encoding: 'utf8', cwd: scratch, maxBuffer: 1 << 28 });
  assert.ifError(run.error);
  return run;
}

function schemaOf(kind, ...more) {
  const run = chancery('schema', kind, ...more);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

function compile(schema) {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true });
  ajv.addVocabulary(OF_EDITORS);
  return ajv.compile(schema);
}

const SCHEMAS = new Map(KINDS.map((kind) => [kind, schemaOf(kind)]));
const VALIDATORS = new Map(KINDS.map((kind) => [kind, compile(SCHEMAS.get(kind))]));

function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

/** What `chancery check` says of a site: diagnostics by file. Nothing where it could not run. */
function check(root) {
  const run = chancery('check', '--root', root, '--message-format', 'json', '--now', NOW);
  if (run.status === 2) return undefined;
  return Map.groupBy ? Map.groupBy(lines(run), ({ file }) => file) : grouped(lines(run));
}

function lines(run) {
  return run.stderr.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function grouped(diagnostics) {
  const files = new Map();
  for (const diagnostic of diagnostics) {
    files.set(diagnostic.file, [...(files.get(diagnostic.file) ?? []), diagnostic]);
  }
  return files;
}

/** The deepest places at which a value is refused: of alternatives that is the one that was meant. */
function faults(validator, value) {
  if (validator(value)) return [];
  const places = validator.errors.map(({ instancePath, keyword, params, message }) => {
    const pointer = instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const key = keyword === 'additionalProperties' ? params.additionalProperty : undefined;
    return { pointer, key, message, depth: pointer.length + (key === undefined ? 0 : 1) };
  });
  const deepest = Math.max(...places.map(({ depth }) => depth));
  return places.filter(({ depth }) => depth === deepest);
}

function told(file, read, found) {
  return found.map(({ pointer, key, message }) =>
    `${file}:${read.line(pointer, key)}: /${[...pointer, key ?? ''].join('/')} ${message}`);
}

// ---- what Chancery accepts ----

/** A validator of defaults: they may be for any of these kinds, and nothing is required of them. */
function defaultsFaults(folder, value) {
  const kinds = folder === 'content' ? KINDS.filter((kind) => kind !== 'site') : [kindOf(`${folder}/x`)];
  const optional = (kind) => {
    const schema = structuredClone(SCHEMAS.get(kind));
    delete (schema.definitions.Item ?? schema).required;
    return compile(schema);
  };
  const validators = kinds.map(optional);
  return Object.entries(value).flatMap(([key, one]) => {
    const found = validators.map((validator) => faults(validator, { [key]: one }));
    return found.some((all) => all.length === 0) ? [] : found[0];
  });
}

/** The complaints about the files of a site that Chancery has none about, and how many of them there are. */
function complaints(root) {
  const diagnostics = check(root);
  if (!diagnostics) return { count: 0, all: [] };
  const settings = path.join(root, 'site.toml');
  const files = [...filesBelow(path.join(root, 'content')), ...(fs.existsSync(settings) ? [settings] : [])];
  let count = 0;
  const all = files.flatMap((absolute) => {
    const file = slashed(path.relative(root, absolute));
    const isBad = ({ severity, code }) => severity === 'error' || MARKED.includes(code);
    const name = path.basename(file);
    if (diagnostics.get(file)?.some(isBad) || !/\.(md|markdown|txt|ya?ml|toml)$/.test(name)) return [];
    if (name.startsWith('_') && name !== '_defaults.yaml') return [];
    const kind = name === 'site.toml' ? 'site' : kindOf(file);
    const read = metadata(file, fs.readFileSync(absolute, 'utf8'));
    if (!read || read.value === null) return [];
    if (kind === 'site') assert.deepEqual(read.value.collections ?? {}, {}, `${absolute}: foreign keys would have to be left out`);
    count += 1;
    const found = name === '_defaults.yaml'
      ? defaultsFaults(path.dirname(file), read.value)
      : kind ? faults(VALIDATORS.get(kind), read.value) : [];
    return told(absolute, read, found);
  });
  return { count, all };
}

/** Keys of a kind that no file of a site has. */
function unusedKeys(root, kind) {
  const files = kind === 'site' ? [path.join(root, 'site.toml')] : filesBelow(path.join(root, 'content'));
  const values = files.flatMap((absolute) => {
    const file = slashed(path.relative(root, absolute));
    if (kind !== 'site' && (kindOf(file) !== kind || file.endsWith('.svg'))) return [];
    return metadata(file, fs.readFileSync(absolute, 'utf8')).value;
  });
  const used = new Set(values.flatMap(Object.keys));
  const schema = SCHEMAS.get(kind);
  const known = Object.keys((schema.definitions.Item ?? schema).properties);
  return known.filter((key) => !used.has(key)).map((key) => `${kind}: ${key}`);
}

describe('what Chancery accepts', () => {
  test('the demo validates', () => {
    const { count, all } = complaints(ROOT);
    assert.deepEqual(all, []);
    assert.ok(count >= 25, `${count} files`);
  });

  test('a site with every key validates', () => {
    const root = path.join(HERE, 'right');
    const diagnostics = [...check(root).values()].flat();
    assert.deepEqual(diagnostics.filter(({ severity, code }) => severity === 'error' || MARKED.includes(code)), []);
    const { count, all } = complaints(root);
    assert.deepEqual(all, []);
    assert.equal(count, filesBelow(root).length - 1, 'all but the picture');
    const missing = KINDS.flatMap((kind) => unusedKeys(root, kind));
    assert.deepEqual(missing, []);
  });

  test('every fixture validates', () => {
    const sites = fs.readdirSync(path.join(ROOT, 'tests/sites'));
    const found = sites.map((site) => complaints(path.join(ROOT, 'tests/sites', site, 'input')));
    assert.deepEqual(found.flatMap(({ all }) => all), []);
    const count = found.reduce((sum, one) => sum + one.count, 0);
    assert.ok(count >= 120, `${count} files`);
  });
});

// ---- what it refuses ----

/** Where an editor and Chancery complain about one file, and where they should. */
function compare(file, absolute, validator, diagnostics) {
  const text = fs.readFileSync(absolute, 'utf8');
  const read = metadata(file, text);
  const wrong = wrongLines(text);
  assert.equal(wrong.length, 1, `${file} has one line that is wrong`);
  const found = faults(validator, read.value);
  const editor = [...new Set(found.map(({ pointer, key }) => read.line(pointer, key)))];
  assert.deepEqual(editor, wrong, `an editor marks ${JSON.stringify(told(file, read, found))}`);
  const relevant = diagnostics.filter(({ severity, code }) => severity === 'error' || MARKED.includes(code));
  assert.deepEqual([...new Set(relevant.map(({ line }) => line))], wrong, `chancery says ${JSON.stringify(relevant)}`);
}

describe('what Chancery refuses in content', () => {
  const root = path.join(HERE, 'wrong');
  const diagnostics = check(root);
  const files = filesBelow(path.join(root, 'content')).map((file) => slashed(path.relative(root, file)));
  const marked = files.filter((file) => wrongLines(fs.readFileSync(path.join(root, file), 'utf8')).length > 0);
  assert.ok(marked.length >= 60, `${marked.length} files`);
  for (const file of marked) {
    test(file, () =>
      compare(file, path.join(root, file), VALIDATORS.get(kindOf(file)), diagnostics.get(file) ?? []));
  }
  test('nothing else is told', () => {
    const others = [...diagnostics.keys()].filter((file) => file && !marked.includes(file));
    const errors = others.filter((file) => diagnostics.get(file).some(({ severity }) => severity === 'error'));
    assert.deepEqual(errors, []);
  });
});

describe('what Chancery refuses in site.toml', () => {
  const files = filesBelow(path.join(HERE, 'wrong/settings'));
  assert.ok(files.length >= 20, `${files.length} files`);
  for (const file of files) {
    const name = path.basename(file);
    test(name, () => {
      const root = path.join(scratch, name);
      fs.mkdirSync(path.join(root, 'content'), { recursive: true });
      fs.copyFileSync(file, path.join(root, 'site.toml'));
      compare('site.toml', file, VALIDATORS.get('site'), check(root)?.get('site.toml') ?? []);
    });
  }
});

// ---- the schemas themselves ----

describe('the schemas', () => {
  for (const kind of KINDS) {
    test(`${kind}: a schema of draft 7 that a strict validator takes`, () => {
      const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
      ajv.addVocabulary(OF_EDITORS);
      assert.ok(ajv.validateSchema(SCHEMAS.get(kind)), JSON.stringify(ajv.errors));
    });
  }

  test('with the ids of a site they take what they took, and offer the ids', () => {
    const own = schemaOf('article', '--ids', '--root', ROOT);
    const validator = compile(own);
    const offered = (name) => own.definitions[name].anyOf[0].enum;
    assert.ok(offered('ActorName').includes('kim-jong-un'));
    assert.ok(offered('CountryName').includes('KP'));
    for (const actor of ['kim-jong-un', 'Kim Jong Un', 'the leader', 'somebody else']) {
      assert.deepEqual(faults(validator, { actors: [actor], countries: ['KP', 'North Korea'] }), []);
    }
    assert.deepEqual(faults(validator, { actors: [['x']] })[0].pointer, ['actors', '0']);
  });
});
