// Filters of a timeline: by actor, country, topic and importance, over all pages of it, at once.
//
// Only timelines load this, deferred; without it their links lead on, and importance is a matter of style alone. What each
// year holds stands in a script beside its page (timeline/2025/entries.js), which is loaded when a filter is first used and
// calls back, so that pages opened from the disk have it, too. What is chosen stands in the address of the page.
(() => {
  'use strict';

  const KINDS = ['actor', 'country', 'topic'];
  const FOLDERS = { actor: 'actors', country: 'countries', topic: 'topics' };

  /** All words that are not the site's own. */
  const WORDS = {
    actor: 'Actor', country: 'Country', topic: 'Topic', any: 'Any', clear: 'Clear',
    article: 'Article', major: 'Major event', loading: 'Loading…', filtered: 'Filtered',
    failed: 'The entries could not be loaded.',
    found: (found, all, one) => `${found} of ${all} ${one ? 'entry' : 'entries'}`,
  };

  /** An article's own date counts as a lesser event. */
  const ARTICLE = 0;
  const OF_AN_ARTICLE = 2;
  const MAJOR = 4;

  const box = document.getElementById('_filters');
  const entries = document.getElementById('_entries');
  if (!box || !entries) return;
  const ROOT = new URL('../', document.currentScript.src).href;
  const YEARS = box.dataset.years.split(' ');
  const [OF_KIND, OF_SLUG] = box.dataset.of.split('=');

  function element(name, attributes, ...content) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...content);
    return made;
  }

  // ---- what the years hold ----

  /** By the path of their script. */
  const years = new Map();
  window.chanceryTimeline = (path, year) => years.set(path, year);

  function load(path) {
    const script = document.createElement('script');
    const loaded = new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
    });
    script.src = ROOT + path;
    document.head.append(script);
    return loaded.finally(() => script.remove());
  }

  let asked = null;

  /** All entries of this timeline; asked for once, and again if that failed. */
  function told() {
    asked ??= Promise.all(YEARS.map(load)).then(() => YEARS.flatMap((path) => entriesOf(years.get(path))));
    asked.catch(() => { asked = null; });
    return asked;
  }

  function entriesOf(year) {
    const all = year.entries.map(([url, date, title, importance, actor, country, topic, place, summary, marking]) => {
      const named = { actor, country, topic };
      for (const kind of KINDS) named[kind] = named[kind].map((number) => year[kind][number]);
      return { url, date, title, importance, named, place, summary, marking };
    });
    return OF_KIND ? all.filter((entry) => entry.importance !== ARTICLE && names(entry, OF_KIND, OF_SLUG)) : all;
  }

  const names = (entry, kind, slug) => entry.named[kind].some(([known]) => known === slug);
  const weight = (entry) => entry.importance || OF_AN_ARTICLE;

  // ---- what is offered ----

  const radios = [...box.querySelectorAll('input[name="importance"]')];
  const selects = new Map(KINDS.map((kind) => {
    const select = element('select', { name: kind }, new Option(WORDS.any, ''));
    return [kind, select];
  }));
  const status = element('p', { className: 'found' });
  status.setAttribute('role', 'status');
  const clear = element('button', { type: 'button', hidden: true }, WORDS.clear);
  const results = element('ol', { className: 'events', hidden: true });
  results.setAttribute('aria-label', WORDS.filtered);

  function build() {
    const controls = element('div', { className: 'controls' });
    for (const [kind, select] of selects) controls.append(element('label', {}, `${WORDS[kind]} `, select));
    box.querySelector('summary').after(controls);
    box.querySelector('fieldset').after(element('div', { className: 'outcome' }, status, clear));
    entries.before(results);
  }

  /** All names, each with the number of its entries, in the order of the site. */
  function offer(all) {
    for (const [kind, select] of selects) {
      if (select.length > 1) continue;
      const counts = new Map();
      for (const [slug, name] of all.flatMap((entry) => entry.named[kind])) {
        const known = counts.get(slug);
        if (known) known.count += 1;
        else counts.set(slug, { name, count: 1 });
      }
      const sorted = [...counts].sort(([, left], [, right]) => left.name.localeCompare(right.name));
      for (const [slug, { name, count }] of sorted) select.append(new Option(`${name} (${count})`, slug));
    }
  }

  // ---- what is chosen ----

  /** As the page's address has it; what nobody offers counts as nothing. */
  function wanted() {
    const address = new URLSearchParams(location.search);
    const state = Object.fromEntries(KINDS.map((kind) => [kind, address.get(kind) ?? '']));
    const importance = address.get('importance') ?? '';
    state.importance = radios.some((radio) => radio.value === importance) ? importance : '';
    return state;
  }

  function chosen() {
    const state = Object.fromEntries([...selects].map(([kind, select]) => [kind, select.value]));
    state.importance = radios.find((radio) => radio.checked)?.value ?? '';
    return state;
  }

  const isAny = (state) => Object.values(state).some(Boolean);

  function remember(state) {
    const address = new URL(location.href);
    for (const [key, value] of Object.entries(state)) {
      if (value) address.searchParams.set(key, value);
      else address.searchParams.delete(key);
    }
    address.hash = '';
    if (address.href === location.href) return;
    // Some browsers keep the addresses of files as they are; then the filter works, and only its address does not.
    try { history.pushState(null, '', address); } catch { /* nothing is lost */ }
  }

  /** Puts the controls where the state says. */
  function show(state) {
    for (const [kind, select] of selects) {
      const isThere = [...select.options].some((option) => option.value === state[kind]);
      select.value = isThere ? state[kind] : '';
    }
    for (const radio of radios) radio.checked = radio.value === state.importance;
  }

  // ---- what is shown ----

  function meets(entry, state) {
    return weight(entry) >= Number(state.importance || 0)
      && KINDS.every((kind) => !state[kind] || names(entry, kind, state[kind]));
  }

  /** A row as templates/partials/event_row.html has it. Texts become text nodes: nothing in them is markup. */
  function row({ url, date, title, importance, named, place, summary, marking }) {
    const isArticle = importance === ARTICLE;
    // Where links name files, all do.
    const index = /\/index\.html(?:#|$)/.test(url) ? 'index.html' : '';
    const meta = element('p', { className: 'meta' });
    const kind = isArticle ? WORDS.article : importance >= MAJOR ? WORDS.major : '';
    for (const words of [kind, place].filter(Boolean)) meta.append(element('span', {}, words));
    for (const one of ['actor', 'country']) {
      for (const [slug, name] of named[one]) {
        meta.append(element('a', { href: `${ROOT}${FOLDERS[one]}/${encodeURIComponent(slug)}/${index}` }, name));
      }
    }
    if (marking) {
      const mark = element('span', { className: 'mark' }, marking);
      mark.dataset.marking = marking;
      meta.append(mark);
    }
    const name = url ? element('a', { href: ROOT + url }, title) : element('b', {}, title);
    name.className = 'title';
    const text = element('div', {}, name, ...(summary ? [element('p', {}, summary)] : []), meta);
    const made = element('li', { className: isArticle ? 'told' : importance >= MAJOR ? 'major' : '' });
    made.append(element('span', { className: 'when' }, date), text);
    return made;
  }

  /** What is asked for last is what is shown, whatever is loaded first. */
  let turn = 0;

  async function apply(state, isNew) {
    const own = ++turn;
    if (!isAny(state)) {
      show(state);
      if (isNew) remember(state);
      return reveal(null);
    }
    if (!years.size) status.textContent = WORDS.loading;
    try {
      const all = await told();
      offer(all);
      if (own !== turn) return;
      show(state);
      const known = chosen();
      if (isNew) remember(known);
      reveal(isAny(known) ? all.filter((entry) => meets(entry, known)) : null, all);
    } catch {
      if (own === turn) status.textContent = WORDS.failed;
    }
  }

  /** The entries that were found, or the page as it is. */
  function reveal(found, all) {
    const isFiltered = found !== null;
    results.replaceChildren(...(found ?? []).map(row));
    box.classList.toggle('filtered', isFiltered);
    results.hidden = !isFiltered;
    entries.hidden = isFiltered;
    status.textContent = isFiltered ? WORDS.found(number(found.length), number(all.length), all.length === 1) : '';
    // The keyboard is not left on what goes away.
    if (!isFiltered && document.activeElement === clear) box.querySelector('summary').focus();
    clear.hidden = !isFiltered;
  }

  const number = (count) => count.toLocaleString(document.documentElement.lang || undefined);

  const NOTHING = { actor: '', country: '', topic: '', importance: '' };

  build();
  box.addEventListener('change', () => apply(chosen(), true));
  clear.addEventListener('click', () => apply({ ...NOTHING }, true));
  window.addEventListener('popstate', () => apply(wanted(), false));
  box.addEventListener('toggle', () => {
    if (box.open) told().then(offer, () => { status.textContent = WORDS.failed; });
  });

  const first = wanted();
  if (isAny(first)) {
    box.open = true;
    apply(first, false);
  } else {
    // A browser that goes back may bring controls back as they were left, but not what they had done.
    show(first);
  }
})();
