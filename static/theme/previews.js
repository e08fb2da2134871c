// Cards of what links lead to: kind, name, a sentence, a date. Every page loads this, deferred; without it nothing is lost.
//
// A pointer that rests on a link within <main>, or the focus of the keyboard, calls for the card; Escape puts it away, and
// touch never calls for one. What cards say stands in previews/00.js to previews/ff.js: scripts that call back, so that
// pages opened from the disk have them, too. A mark that leads to the list of sources shows that source as it stands there.
(() => {
  'use strict';

  /** In milliseconds: when to load, when to show, and how long a pointer may be on its way to the card. */
  const LOAD_AFTER = 150;
  const SHOW_AFTER = 500;
  const LEAVE_WITHIN = 300;

  /** All words of a card that are not the site's own. */
  const WORDS = { latest: 'Latest:', source: 'Source' };

  /** Pages about one thing, by their URLs below the root. */
  const HAS_CARD = /^(?:articles|actors|countries|topics|events|sources)\/[^/]+\/$/;

  /** Ways through the site, rows that say themselves what a card would, and what a site wants to be quiet. */
  const QUIET = 'nav, .title, .lead h2, ol.sources, ul.sources, .preview, [data-preview="off"]';

  /** Between link and card, and between card and window, in pixels. */
  const GAP = 6;
  const MARGIN = 12;

  const ROOT = new URL('../', document.currentScript.src).href;
  const main = document.querySelector('main');
  if (!main) return;

  // ---- which link leads to what ----

  /** The URL of a page below the root, as the files of cards have it; null for pages of others. */
  function urlOf(href) {
    const page = href.split(/[?#]/)[0];
    if (!page.startsWith(ROOT)) return null;
    try {
      return decodeURIComponent(page.slice(ROOT.length)).replace(/(^|\/)index\.html$/, '$1');
    } catch {
      return null;
    }
  }

  const HERE = urlOf(location.href);

  /** The entry of the page's list of sources that a link leads to. */
  function sourceOf(link) {
    if (!link.hash || link.href.split('#')[0] !== location.href.split('#')[0]) return null;
    const entry = document.getElementById(link.hash.slice(1));
    return entry?.matches('ol.sources > li') ? entry : null;
  }

  /** The link there, if it may have a card. */
  function linkAt(place) {
    const link = place instanceof Element ? place.closest('main a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.closest(QUIET)) return null;
    const url = urlOf(link.href);
    return sourceOf(link) || (url !== HERE && HAS_CARD.test(url ?? '')) ? link : null;
  }

  // ---- what cards say ----

  /** By the URL of the page. */
  const cards = new Map();
  /** Files of cards that are or have been loaded. */
  const shards = new Map();

  window.chanceryPreviews = (held) => {
    for (const [url, card] of Object.entries(held)) cards.set(url, card);
  };

  /** The number of the file that holds a card: 32-bit FNV-1a of the URL in UTF-8, its four bytes folded into one. */
  function shardOf(url) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(url)) hash = Math.imul(hash ^ byte, 0x01000193);
    hash ^= hash >>> 16;
    hash ^= hash >>> 8;
    return (hash & 0xff).toString(16).padStart(2, '0');
  }

  function load(shard) {
    const script = document.createElement('script');
    const loaded = new Promise((resolve) => {
      script.onload = resolve;
      script.onerror = () => {
        // Another time it may be there.
        shards.delete(shard);
        resolve();
      };
    });
    script.src = `${ROOT}previews/${shard}.js`;
    document.head.append(script);
    return loaded.then(() => script.remove());
  }

  /** What the card of a link holds; null if there is nothing to say. */
  async function contentOf(link) {
    const source = sourceOf(link);
    if (source) return contentOfSource(source);
    const url = urlOf(link.href);
    const shard = shardOf(url);
    if (!cards.has(url) && !shards.has(shard)) shards.set(shard, load(shard));
    await shards.get(shard);
    const found = cards.get(url);
    return found ? contentOfCard(found) : null;
  }

  /** Texts become text nodes: nothing in them is markup. */
  function element(name, className, ...content) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...content);
    return made;
  }

  function contentOfCard(said) {
    const { kind, name, lang, summary, summary_lang: summaryLang, details = [], date, latest, datetime, marking } = said;
    const content = [eyebrow([kind, ...details], marking), inLanguage(lang, element('p', 'preview-name', name))];
    if (summary) content.push(inLanguage(summaryLang, element('p', 'preview-text', summary)));
    if (date || latest) content.push(dateOf(date ?? latest, datetime, latest ? `${WORDS.latest} ` : ''));
    return content;
  }

  function inLanguage(lang, made) {
    return lang ? Object.assign(made, { lang, dir: 'auto' }) : made;
  }

  function eyebrow(parts, marking) {
    const made = element('p', 'eyebrow', ...parts.map((part) => element('span', '', part)));
    if (marking) {
      const mark = element('span', 'mark', marking);
      mark.dataset.marking = marking;
      made.append(mark);
    }
    return made;
  }

  function dateOf(words, datetime, label) {
    const time = element(datetime ? 'time' : 'span', '', words);
    if (datetime) time.dateTime = datetime;
    return element('p', 'preview-date', label, time);
  }

  /** The entry without the ways back from it. The keyboard has its links where it stands: the mark leads there. */
  function contentOfSource(entry) {
    const copy = entry.cloneNode(true);
    copy.querySelectorAll('.uses').forEach((uses) => uses.remove());
    copy.querySelectorAll('[id]').forEach((named) => named.removeAttribute('id'));
    copy.querySelectorAll('a').forEach((link) => { link.tabIndex = -1; });
    return [eyebrow([`${WORDS.source} ${entry.value}`]), element('div', 'preview-source', ...copy.childNodes)];
  }

  // ---- the card ----

  const card = element('div', 'preview');
  card.id = '_preview';
  card.role = 'tooltip';
  /** The link whose card is shown. */
  let shown = null;

  function show(link, content, pointer) {
    hide();
    shown = link;
    card.replaceChildren(...content);
    main.append(card);
    place(link, pointer);
    describe(link, (ids) => [...ids, card.id]);
  }

  function hide() {
    clearTimeout(leaving);
    if (!shown) return;
    card.remove();
    describe(shown, (ids) => ids.filter((id) => id !== card.id));
    shown = null;
  }

  /** A screen reader says of the link what the card says; other descriptions stay. */
  function describe(link, change) {
    const ids = change((link.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
    if (ids.length) link.setAttribute('aria-describedby', ids.join(' '));
    else link.removeAttribute('aria-describedby');
  }

  /** Below the line of the link, or above it where there is room above alone; never past the sides of the window. */
  function place(link, pointer) {
    const lines = [...link.getClientRects()];
    const line = lines.find((one) => pointer && isIn(pointer, one)) ?? lines[0] ?? link.getBoundingClientRect();
    card.style.left = '0';
    card.style.top = '0';
    const { left, top, width, height } = card.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const isAbove = line.bottom + GAP + height > clientHeight && line.top - GAP - height >= 0;
    const isLeftward = getComputedStyle(link).direction === 'rtl';
    const wanted = isLeftward ? line.right - width : line.left;
    const x = Math.max(MARGIN, Math.min(wanted, clientWidth - MARGIN - width));
    const y = isAbove ? line.top - GAP - height : line.bottom + GAP;
    card.style.left = `${x - left}px`;
    card.style.top = `${y - top}px`;
  }

  function isIn({ x, y }, box) {
    return x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1;
  }

  // ---- when it is shown ----

  /** The link that a card is called for. */
  let sought = null;
  /** The one whose card was put away: it is not shown again before pointer or focus come back. */
  let dismissed = null;
  let loading;
  let showing;
  let leaving;

  function seek(link, pointer) {
    if (link === shown) clearTimeout(leaving);
    if (link === sought || link === dismissed) return;
    forget();
    sought = link;
    if (link === shown) return;
    let content = null;
    loading = setTimeout(() => { content = contentOf(link); }, LOAD_AFTER);
    showing = setTimeout(async () => {
      const found = await content;
      if (found && link === sought && link.isConnected) show(link, found, pointer);
    }, SHOW_AFTER);
  }

  function forget() {
    clearTimeout(loading);
    clearTimeout(showing);
    sought = null;
  }

  function leave(link) {
    if (link === dismissed) dismissed = null;
    if (link === sought && link !== shown) forget();
    if (!shown || link !== shown) return;
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      if (isHeld(link)) return;
      if (sought === link) forget();
      hide();
    }, LEAVE_WITHIN);
  }

  /** Whoever lets go of a link in one way may hold it in the other. */
  function isHeld(link) {
    return link.matches(':hover') || card.matches(':hover') || link.matches(':focus-visible');
  }

  function dismiss() {
    dismissed = sought ?? shown ?? dismissed;
    forget();
    hide();
  }

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    if (card.contains(event.target)) {
      if (shown) seek(shown);
      return;
    }
    const link = linkAt(event.target);
    if (link) seek(link, { x: event.clientX, y: event.clientY });
  });

  document.addEventListener('pointerout', (event) => {
    if (event.pointerType === 'touch') return;
    const within = card.contains(event.target) ? card : linkAt(event.target);
    if (within && !within.contains(event.relatedTarget)) leave(within === card ? shown : within);
  });

  document.addEventListener('focusin', (event) => {
    const link = linkAt(event.target);
    // Whoever touches or clicks a link gives it the focus, too, but asks for no card.
    if (link?.matches(':focus-visible')) seek(link);
  });

  document.addEventListener('focusout', (event) => {
    const link = linkAt(event.target);
    if (link) leave(link);
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dismiss();
  });

  document.addEventListener('click', (event) => {
    if (!card.contains(event.target)) dismiss();
  });

  // A page that is gone back to is as it was left.
  window.addEventListener('pagehide', dismiss);
})();
