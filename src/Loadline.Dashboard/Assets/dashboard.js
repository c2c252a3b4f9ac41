// What pages do beyond what the server renders: follow what happens, change the theme, copy, ask before what cannot be undone.
// Whatever comes from the server is put in as text or as nodes of a parsed document; nothing is ever run.
'use strict';

const say = text => { document.getElementById('said').textContent = text; };

// --- theme: kept in a cookie, so that the server's first byte has it and nothing flashes ---
const themes = ['', 'light', 'dark'];
const themeButton = document.getElementById('theme');
const showTheme = () => {
  const name = document.documentElement.dataset.theme || '';
  themeButton.textContent = { '': 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' }[name];
};
themeButton.hidden = false;
showTheme();
themeButton.addEventListener('click', () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme || '') + 1) % themes.length];
  if (next) document.documentElement.dataset.theme = next; else delete document.documentElement.dataset.theme;
  document.cookie = `loadline-theme=${next}; path=/loadline/dashboard; max-age=${next ? 31536000 : 0}; samesite=strict`;
  showTheme();
});

// --- live: an event says that something happened; then the page is fetched again and what differs is exchanged ---
const parts = root => [...root.querySelectorAll('[data-part]')];
const busy = part => part.contains(document.activeElement) || part.contains(getSelection()?.anchorNode ?? null) && !getSelection().isCollapsed;

function exchange(fresh) {
  const now = new Map(parts(fresh).map(part => [part.dataset.part, part]));
  for (const part of parts(document)) {
    const next = now.get(part.dataset.part);
    if (!next || busy(part)) continue;
    // What somebody has unfolded stays so.
    const open = [...part.querySelectorAll('details')].map(one => one.open);
    [...next.querySelectorAll('details')].forEach((one, i) => { one.open = open[i] ?? false; });
    if (next.innerHTML !== part.innerHTML) part.replaceChildren(...document.importNode(next, true).childNodes);
  }
}

function follow(address, button) {
  let source = null, waits = false, last = 0;
  const refresh = async () => {
    waits = false;
    last = Date.now();
    try {
      const reply = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (reply.ok && !reply.redirected) exchange(new DOMParser().parseFromString(await reply.text(), 'text/html'));
    } catch { /* the gateway is away; the stream comes back by itself */ }
  };
  const start = () => {
    if (source || button.getAttribute('aria-pressed') !== 'true' || document.hidden) return;
    source = new EventSource(address);
    source.addEventListener('change', () => {
      if (waits) return;
      waits = true;
      setTimeout(refresh, Math.max(0, 2000 - (Date.now() - last)));
    });
  };
  const stop = () => { source?.close(); source = null; };
  button.hidden = false;
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    if (on) { start(); refresh(); } else stop();
    say(on ? 'The page follows what happens.' : 'The page stands still.');
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); else start(); });
  addEventListener('pagehide', stop);
  start();
}

const live = document.getElementById('live');
if (live && document.body.dataset.live) follow(document.body.dataset.live, live);

// --- copy buttons, and questions before what cannot be undone ---
document.addEventListener('click', async event => {
  const button = event.target.closest?.('button[data-copy]');
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
    button.textContent = 'Copied';
  } catch { say('This browser does not let pages copy; select the text instead.'); }
});
document.addEventListener('submit', event => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
