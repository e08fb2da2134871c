
// The live preview's part in the browser. `chancery serve` puts it into every page; what `build` writes has none of it.
//
// The server says what this page looks like now, as prints of it and of its files. Where they differ from those that
// came with the page, it is brought up to date: style sheets are exchanged, changed parts of the text are changed in
// place, and whatever is left is a reload that keeps the place. No inline style or script is used: the pages forbid them.
(() => {
  'use strict';

  const script = document.currentScript;
  const OURS = new URL('./', script.src).pathname;
  const KEPT = 'chancery-preview';
  const LOST = '(connection lost) ';

  /** What this page looks like, in the words of the server. */
  let marks = JSON.parse(script.dataset.marks);
  script.remove();

  // ---- the page as it was sent ----

  /** A copy of the page before any script of its own has touched it, and for each node of it the one that is shown. */
  const shown = new WeakMap();
  let body = copyOf(document.body);
  let head = document.head.cloneNode(true);

  function copyOf(live) {
    const copy = live.cloneNode(true);
    pair(copy, live);
    trim(copy);
    return copy;
  }

  function pair(copy, live) {
    shown.set(copy, live);
    let next = live.firstChild;
    for (const child of copy.childNodes) {
      pair(child, next);
      next = next.nextSibling;
    }
  }

  /** Blanks after the end of a page belong to its body for the parser, but are not there yet when a script runs. */
  function trim(element) {
    while (element.lastChild?.nodeType === Node.TEXT_NODE && element.lastChild.data.trim() === '') {
      element.lastChild.remove();
    }
  }

  // ---- changing it in place ----

  /** Something else has changed what is to be changed: a script of the site. */
  class Touched extends Error {}

  /** The server did not answer. Once it is back it says how things are, and that is looked at then. */
  class Gone extends Error {}

  /** Leads the page that is shown from one state that was sent to the next. */
  function patch(old, next) {
    if (old.isEqualNode(next)) return;
    const live = shown.get(old);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (live.data !== old.data) throw new Touched();
      live.data = next.data;
      old.data = next.data;
      return;
    }
    patchAttributes(live, old, next);
    if (isAlike(old, next)) {
      const nexts = [...next.childNodes];
      [...old.childNodes].forEach((child, index) => patch(child, nexts[index]));
    } else {
      morph(live, old, next);
    }
  }

  function isAlike(old, next) {
    const names = (node) => Array.from(node.childNodes, (child) => child.nodeName).join(' ');
    return names(old) === names(next);
  }

  /** Only what was sent differently changes: what the reader opened stays open. */
  function patchAttributes(live, old, next) {
    const isKept = (name) => name === 'open' && live.nodeName === 'DETAILS';
    for (const { name, value } of [...next.attributes]) {
      if (old.getAttribute(name) === value) continue;
      if (!isKept(name)) live.setAttribute(name, value);
      old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (next.hasAttribute(name)) continue;
      if (!isKept(name)) live.removeAttribute(name);
      old.removeAttribute(name);
    }
  }

  function morph(live, old, next) {
    if (!looksLike(live, old)) throw new Touched();
    const children = (element) => [...element.cloneNode(true).childNodes];
    Idiomorph.morph(live, children(next), {
      morphStyle: 'innerHTML',
      ignoreActiveValue: true,
      callbacks: {
        beforeAttributeUpdated: (name, element) => !(name === 'open' && element.nodeName === 'DETAILS'),
      },
    });
    if (!looksLike(live, next)) throw new Touched();
    old.replaceChildren(...children(next));
    pair(old, live);
  }

  function looksLike(one, other) {
    const bare = (element) => {
      const copy = element.cloneNode(true);
      trim(copy);
      for (const details of copy.querySelectorAll('details')) details.removeAttribute('open');
      return copy;
    };
    const [left, right] = [bare(one), bare(other)];
    return left.childNodes.length === right.childNodes.length
      && Array.from(left.childNodes).every((child, index) => child.isEqualNode(right.childNodes[index]));
  }

  /** What cannot be exchanged in a page that is open: its policy, its scripts, which style sheets it has. */
  function frame(of) {
    const wanted = 'meta[http-equiv], link[rel~=stylesheet], script:not([type$=json])';
    return Array.from(of.querySelectorAll(wanted), (element) => element.outerHTML).join('\n');
  }

  function patchHead(next) {
    const passed = (element) => !element.matches('link[rel~=stylesheet], script, title, meta[http-equiv]');
    const before = Array.from(head.children).filter(passed).map((element) => element.outerHTML);
    const after = Array.from(next.children).filter(passed);
    for (const element of Array.from(document.head.children).filter(passed)) {
      if (before.includes(element.outerHTML)) element.remove();
    }
    document.head.append(...after.map((element) => element.cloneNode(true)));
    setTitle(next.querySelector('title')?.textContent ?? '');
    head = next.cloneNode(true);
  }

  // ---- bringing it up to date ----

  async function page() {
    try {
      const response = await fetch(location.href, { cache: 'no-cache', headers: { accept: 'text/html' } });
      return { response, text: await response.text() };
    } catch {
      throw new Gone();
    }
  }

  async function changePage() {
    const { response, text } = await page();
    const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
    if (response.redirected || !isPage) return reload();
    const next = new DOMParser().parseFromString(text, 'text/html');
    const ours = next.querySelector(`script[src="${OURS}preview.js"]`);
    if (!ours) return reload();
    const fresh = JSON.parse(ours.dataset.marks);
    ours.remove();
    trim(next.body);
    if (fresh.instance !== marks.instance || frame(next.head) !== frame(head) || frame(next.body) !== frame(body)) {
      return reload();
    }
    patchRoot(next.documentElement);
    if (!next.head.isEqualNode(head)) patchHead(next.head);
    patch(body, next.body);
    marks.page = fresh.page;
  }

  const root = document.documentElement.cloneNode(false);
  function patchRoot(next) {
    patchAttributes(document.documentElement, root, next);
  }

  /** The new style sheet is there before the old one goes: nothing is ever shown without. */
  function changeStyle(link, print) {
    const fresh = link.cloneNode();
    const url = new URL(link.href);
    url.search = `?${print}`;
    fresh.href = url.href;
    return new Promise((done) => {
      fresh.addEventListener('load', () => { link.remove(); done(); });
      fresh.addEventListener('error', () => { fresh.remove(); done(); });
      link.after(fresh);
    });
  }

  async function changeFiles(files) {
    const changed = Object.keys(files).filter((path) => path in marks.files && marks.files[path] !== files[path]);
    const links = [...document.querySelectorAll('link[rel~=stylesheet]')];
    const linksTo = (path) => links.filter((link) => new URL(link.href).pathname === path);
    if (changed.some((path) => linksTo(path).length === 0)) return reload();
    await Promise.all(changed.flatMap((path) => linksTo(path).map((link) => changeStyle(link, files[path]))));
    marks.files = files;
  }

  async function follow(state) {
    const now = state.marks;
    if (now.instance !== marks.instance) return reload();
    if (now.base !== marks.base) return leave(now.base + location.pathname.slice(marks.base.length));
    if (now.page !== marks.page) await changePage();
    await changeFiles(now.files);
    problems.show(state);
  }

  let isLeaving = false;

  function leave(path) {
    isLeaving = true;
    location.replace(path + location.hash);
    return new Promise(() => {});
  }

  /** A browser may be told to keep nothing, and then refuses to be asked. */
  function storage() {
    try {
      return sessionStorage;
    } catch {
      return null;
    }
  }

  /** Reloads, and comes back to the same place. */
  function reload() {
    isLeaving = true;
    const details = Array.from(document.querySelectorAll('details'), (element) => element.open);
    const place = { path: location.pathname, x: scrollX, y: scrollY, details };
    storage()?.setItem(KEPT, JSON.stringify(place));
    location.reload();
    return new Promise(() => {});
  }

  function comeBack() {
    const kept = JSON.parse(storage()?.getItem(KEPT) ?? 'null');
    storage()?.removeItem(KEPT);
    if (kept?.path !== location.pathname) return;
    document.querySelectorAll('details').forEach((element, index) => {
      if (index in kept.details) element.open = kept.details[index];
    });
    scrollTo({ left: kept.x, top: kept.y, behavior: 'instant' });
  }

  // ---- listening ----

  let latest = null;
  let isFollowing = false;

  /** One change after the other; of those that come meanwhile only the last counts. */
  async function hear(state) {
    latest = state;
    if (isFollowing) return;
    isFollowing = true;
    while (latest && !isLeaving) {
      const state = latest;
      latest = null;
      try {
        await follow(state);
      } catch (error) {
        if (!(error instanceof Gone)) await reload();
      }
    }
    isFollowing = false;
  }

  let source = null;
  let again = 0;

  function connect() {
    if (source || document.hidden) return;
    source = new EventSource(`${OURS}events?page=${encodeURIComponent(location.pathname)}`);
    source.addEventListener('open', () => setLost(false));
    source.addEventListener('state', (event) => hear(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      setLost(true);
      if (source?.readyState !== EventSource.CLOSED) return;
      disconnect();
      again = setTimeout(connect, 1000);
    });
  }

  function disconnect() {
    clearTimeout(again);
    source?.close();
    source = null;
  }

  let title = document.title;
  let isLost = false;

  function setLost(lost) {
    if (isLost === lost || isLeaving) return;
    if (lost) title = document.title;
    isLost = lost;
    setTitle(title);
  }

  function setTitle(text) {
    title = text;
    document.title = isLost ? LOST + text : text;
  }

  // A browser keeps few connections to one host: a page that nobody sees gives its own back.
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);

  // ---- what is to be said ----

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const problems = (() => {
    const host = element('chancery-preview', { hidden: '' });
    const shadow = host.attachShadow({ mode: 'open' });
    const style = element('link', { rel: 'stylesheet', href: `${OURS}preview.css` });
    const heading = element('h2', { id: 'heading' });
    const close = element('button', { type: 'button', 'aria-label': 'Close the list of problems' }, '×');
    const list = element('ol', {});
    const panel = element(
      'section', { role: 'region', 'aria-labelledby': 'heading', tabindex: '-1' },
      element('header', {}, heading, close), list,
    );
    const badge = element('button', { type: 'button', class: 'badge', 'aria-expanded': 'false' });
    // Read out when its text changes, wherever the focus is.
    const spoken = element('p', { role: 'status', class: 'spoken' });
    panel.hidden = true;
    badge.hidden = true;
    shadow.append(style, panel, badge, spoken);
    // Beside the body, so that no change of the page concerns it; without its style it is not shown.
    style.addEventListener('load', () => host.removeAttribute('hidden'));
    document.documentElement.append(host);

    let last = '';

    function open(isOpen) {
      const hadFocus = shadow.activeElement !== null;
      panel.hidden = !isOpen;
      badge.hidden = isOpen || badge.textContent === '';
      badge.setAttribute('aria-expanded', String(isOpen));
      if (hadFocus && !isOpen && !badge.hidden) badge.focus();
    }

    /** Names in backticks as code. */
    function words(text) {
      return text.split('`').map((part, at) => (at % 2 === 1 ? element('code', {}, part) : part));
    }

    function item(problem) {
      const { severity, code, message, place, href, excerpt, help } = problem;
      const where = place === null ? null
        : element('p', { class: 'place' }, href === null ? place : element('a', { href }, place));
      const line = excerpt === null ? null
        : element('pre', {}, excerpt[0], element('mark', {}, excerpt[1]), excerpt[2]);
      return element(
        'li', { class: severity },
        element('p', { class: 'message' }, element('strong', {}, `${severity}[${code}]: `), ...words(message)),
        where, line, help === null ? null : element('p', { class: 'help' }, element('strong', {}, 'Help: '), ...words(help)),
      );
    }

    function show({ problems, summary, stale, more }) {
      const said = JSON.stringify([problems, summary, stale]);
      if (said === last) return;
      last = said;
      const about = stale ? ' The page is shown as it was before.' : '';
      heading.textContent = summary === null ? '' : `${summary}.${about}`;
      spoken.textContent = stale ? heading.textContent : '';
      badge.textContent = summary ?? '';
      badge.className = stale ? 'badge error' : 'badge';
      list.replaceChildren(...problems.map(item));
      if (more > 0) list.append(element('li', {}, `and ${more} more, which the terminal shows`));
      open(stale);
    }

    close.addEventListener('click', () => open(false));
    badge.addEventListener('click', () => {
      open(true);
      close.focus();
    });
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !panel.hidden && !event.defaultPrevented) open(false);
    });
    return { show };
  })();

  comeBack();
  connect();
})();
