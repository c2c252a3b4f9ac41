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

// The entry of this page is in sight where the menu is wider than the window.
const here = document.querySelector('nav [aria-current]');
if (here) here.closest('nav').scrollLeft = here.offsetLeft - 40;

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
    // The browser tries again by itself; meanwhile the page says that its figures stand still.
    source.addEventListener('error', () => { button.lastChild.data = 'Away'; button.classList.add('away'); });
    source.addEventListener('open', () => {
      if (!button.classList.contains('away')) return;
      button.classList.remove('away');
      button.lastChild.data = 'Live';
      refresh();
    });
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

// --- playground: the same prompt to several, side by side; answers are text and stay text ---
function* events(buffer) {
  // Whole events only; what is left over waits for more.
  let end;
  while ((end = buffer.text.search(/\r?\n\r?\n/)) >= 0) {
    const event = buffer.text.slice(0, end);
    buffer.text = buffer.text.slice(end).replace(/^\r?\n\r?\n/, '');
    const data = event.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart()).join('\n');
    if (data) yield data;
  }
}

const milliseconds = since => `${Math.round(performance.now() - since).toLocaleString('en')} ms`;

async function answerOf(form, model, prompt, most, signal, card) {
  const [title, note, text, links] = ['h3', '.note', '.answer', '.links'].map(part => card.querySelector(part));
  title.textContent = model;
  note.textContent = 'Asked …';
  const began = performance.now();
  const reply = await fetch(form.dataset.address, {
    method: 'POST', signal,
    headers: { 'content-type': 'application/json', 'x-loadline-csrf': document.body.dataset.csrf },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: prompt }], max_tokens: most, stream: true, stream_options: { include_usage: true } }),
  });
  const decision = reply.headers.get('x-loadline-decision');
  if (!reply.ok) {
    const problem = await reply.text();
    let message = problem;
    try { message = JSON.parse(problem).error.message; } catch { /* not JSON: shown as it is */ }
    note.textContent = `Refused with HTTP ${reply.status}.`;
    text.textContent = message;
    return null;
  }
  const served = reply.headers.get('x-loadline-model');
  const buffer = { text: '' };
  const decoder = new TextDecoder();
  let first = '';
  for (const reader = reply.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    buffer.text += decoder.decode(value, { stream: true });
    for (const data of events(buffer)) {
      if (data === '[DONE]') continue;
      const chunk = JSON.parse(data);
      if (chunk.error) { text.append(`\n${chunk.error.message}`); continue; }
      const piece = chunk.choices?.[0]?.delta?.content;
      if (piece) {
        if (!first) first = milliseconds(began);
        text.append(piece);
      }
    }
    note.textContent = `${served}: first token after ${first || '…'}`;
  }
  note.textContent = `${served}: first token after ${first || '–'}, all of it after ${milliseconds(began)}`;
  const record = decision && await recorded(form, decision);
  if (record) {
    note.textContent += `, cost ${record.querySelector('[data-cost]').dataset.cost}`;
    const link = document.createElement('a');
    link.href = `${form.dataset.decisions}/${encodeURIComponent(decision)}`;
    link.textContent = `The whole decision for ${model}`;
    links.append(link);
  }
  return record;
}

// The record is written just after the answer's last byte, so it may have to be asked for twice.
async function recorded(form, decision) {
  for (let tries = 0; tries < 10; tries++) {
    const reply = await fetch(`${form.dataset.decisions}/${encodeURIComponent(decision)}`);
    if (reply.ok) return new DOMParser().parseFromString(await reply.text(), 'text/html');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return null;
}

const form = document.getElementById('ask');
form?.addEventListener('submit', async event => {
  event.preventDefault();
  const fields = new FormData(form);
  const models = fields.getAll('model');
  if (models.length === 0) { say('Choose at least one to answer.'); return; }
  const stop = document.getElementById('stop'), ask = form.querySelector('[type=submit]');
  const control = new AbortController();
  stop.hidden = false;
  stop.onclick = () => control.abort();
  ask.disabled = true;
  document.getElementById('answers-s').hidden = false;
  document.getElementById('decided-s').hidden = true;
  const list = document.getElementById('answers');
  list.replaceChildren();
  say('Asked.');
  const all = await Promise.all(models.map(async model => {
    const card = document.getElementById('answer').content.firstElementChild.cloneNode(true);
    list.append(card);
    try {
      return await answerOf(form, model, fields.get('prompt'), Number(fields.get('most')) || 1000, control.signal, card);
    } catch (problem) {
      card.querySelector('.note').textContent = problem.name === 'AbortError' ? 'Stopped.' : `Broken off: ${problem.message}`;
      return null;
    }
  }));
  const told = all.find(record => record !== null);
  if (told) {
    document.getElementById('decided').replaceChildren(document.importNode(told.getElementById('explanation'), true));
    document.getElementById('decided-s').hidden = false;
  }
  stop.hidden = true;
  ask.disabled = false;
  say('All answers are there.');
});
