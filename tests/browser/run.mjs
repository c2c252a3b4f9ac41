// Looks at every page of a running dashboard as a person would: both themes, wide and narrow, with an accessibility checker; then goes
// through journeys by keyboard alone. Prints one JSON object: { pages, journeys, problems }. Usage: node run.mjs settings.json
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const root = settings.address + '/loadline/dashboard';
const problems = [];
const report = { pages: [], journeys: [], problems };
mkdirSync(settings.screenshots, { recursive: true });

const browser = await chromium.launch({ executablePath: settings.browser, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

// Whatever a page says on its console, and any script of a stranger that ran, is a problem.
function watch(page, where, expected = []) {
  page.setDefaultTimeout(30_000);
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()) && !expected.some(text => message.text().includes(text))) problems.push(`${where()}: console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', error => problems.push(`${where()}: ${error.message}`));
}

async function noStranger(page, where) {
  if (await page.evaluate(() => globalThis.stranger !== undefined || document.querySelector('[data-stranger]') !== null)) problems.push(`${where}: a stranger's markup became part of the page`);
}

// --- by keyboard ---
async function tabTo(page, locator, most = 250) {
  const wanted = await locator.first().elementHandle();
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(element => document.activeElement === element, wanted)) return;
  }
  throw new Error(`${locator} cannot be reached by Tab`);
}

async function follow(page, locator, address) {
  await tabTo(page, locator);
  await Promise.all([page.waitForURL(address), page.keyboard.press('Enter')]);
}

async function login(page) {
  await page.goto(root);
  await tabTo(page, page.getByLabel('Key'));
  await page.keyboard.type(settings.key);
  await Promise.all([page.waitForURL(url => url.pathname === '/loadline/dashboard'), page.keyboard.press('Enter')]);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

const journeys = {
  async 'find why this request was dear'(page) {
    await follow(page, page.locator('[data-part=dearest] tbody a'), /decisions\/\w{26}$/);
    await page.getByRole('heading', { name: 'Why it went there and cost what it did' }).waitFor();
    const story = await page.locator('#explanation ul').innerText();
    if (!/tokens output at \$[\d.]+ per million/.test(story)) throw new Error(`the story does not add the cost up: ${story}`);
  },
  async 'revoke a key'(page) {
    await page.goto(root + '/keys');
    await tabTo(page, page.getByLabel('Name'));
    await page.keyboard.type(settings.hostile);
    await page.keyboard.press('Enter');
    const secret = await page.locator('#secret').innerText();
    const models = () => fetch(settings.address + '/v1/models', { headers: { authorization: `Bearer ${secret}` } });
    const before = (await models()).status;
    page.once('dialog', dialog => dialog.accept());
    await tabTo(page, page.getByRole('button', { name: `Revoke ${settings.hostile}` }));
    await page.keyboard.press('Enter');
    await page.locator('#done', { hasText: 'is revoked' }).waitFor();
    const after = (await models()).status;
    if (before !== 200 || after !== 401) throw new Error(`the key opened with ${before}, and after it was revoked with ${after}`);
    await noStranger(page, 'keys');
  },
  async 'promote a canary'(page) {
    const route = settings.route;
    const change = async (button, done) => {
      await page.goto(root + '/routes');
      await tabTo(page, page.getByLabel('Why').first());
      await page.keyboard.type(settings.hostile);
      page.once('dialog', dialog => dialog.accept());
      await tabTo(page, page.getByRole('button', { name: `${button} ${route}` }));
      await page.keyboard.press('Enter');
      await page.locator('#done', { hasText: done }).waitFor();
    };
    await change('Canary of', '10% of the sessions');
    await page.getByText('canary 10%').first().waitFor();
    await change('Promote', 'enforce');
    await change('Roll back', 'the reference serves');
    const events = await page.locator('[data-part=events] tbody').innerText();
    if (!['canary', 'promoted', 'rolled back'].every(kind => events.includes(kind))) throw new Error(`events: ${events}`);
    await change('Promote', 'enforce');
    await noStranger(page, 'routes');
  },
  async 'label a disagreement'(page) {
    await page.goto(root + '/audits?show=open');
    await follow(page, page.locator('[data-part=audits] tbody a'), /audits\/\w{26}$/);
    await tabTo(page, page.locator('input[name=served]'));
    await page.keyboard.type('0.25');
    await tabTo(page, page.locator('input[name=reference]'));
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.locator('#done', { hasText: 'Your label is kept' }).waitFor();
    await page.getByText('said 0.25 for').waitFor();
  },
  async 'try a prompt'(page) {
    await page.goto(root + '/playground');
    // The row's recorded answer is a stranger's markup; a caller could only get it from a model.
    await page.route('**/playground/chat', route => route.continue({ headers: { ...route.request().headers(), 'x-loadline-row': settings.row } }));
    await tabTo(page, page.getByLabel('Prompt'));
    await page.keyboard.type(settings.hostile);
    await tabTo(page, page.getByRole('button', { name: 'Ask' }));
    await page.keyboard.press('Enter');
    await page.locator('#decided-s').waitFor({ state: 'visible' });
    const answers = await page.locator('.answer').allInnerTexts();
    if (answers.length !== 2 || !answers.every(answer => answer.includes(settings.hostile))) throw new Error(`answers: ${JSON.stringify(answers)}`);
    await page.getByText('The whole decision for').first().waitFor();
    for (const note of await page.locator('#answers .note').allInnerTexts()) {
      if (!/first token after [\d,]+ ms, all of it after [\d,]+ ms, cost \$0\.\d+/.test(note)) throw new Error(`no time and cost: ${note}`);
    }
    await noStranger(page, 'playground');
    await page.screenshot({ path: `${settings.screenshots}/journey-playground.png`, fullPage: true });
    await follow(page, page.getByText('The whole decision for'), /decisions\/\w{26}$/);
    if (!(await page.locator('#content').locator('..').innerText()).includes('<script data-stranger>stranger=1</script>')) throw new Error('the stored prompt is not shown');
    await noStranger(page, 'decision of the playground');
  },
  async 'change the theme, and leave'(page) {
    await tabTo(page, page.locator('#theme'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.reload();
    if (await page.evaluate(() => document.documentElement.dataset.theme) !== 'dark') throw new Error('the theme is not kept');
    await tabTo(page, page.getByRole('button', { name: 'Log out' }));
    await page.keyboard.press('Enter');
    await page.getByText('You are logged out').waitFor();
    await page.goto(root);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
  },
};

// As a printer has it: dark themes print as light ones, and nothing scrolls.
async function print(page, name) {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'], runOnly: ['color-contrast'] }));
  for (const one of found.violations) problems.push(`${name}, printed: axe ${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join('; ')}`);
  await page.screenshot({ path: `${settings.screenshots}/${name}-print.png`, fullPage: true });
}

// --- every page, both themes, both widths ---
async function look(context, path, name, isFirst) {
  const page = await context.newPage();
  watch(page, () => name);
  await page.goto(root + path, { waitUntil: 'load' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) problems.push(`${name}: wider than the window by ${wide} px`);
  await page.evaluate(axe);
  // Everything once in each theme and width; where both were looked at with another partner, colours alone.
  const found = await page.evaluate(runOnly => axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) }), isFirst ? null : ['color-contrast']);
  for (const one of found.violations.filter(one => ['serious', 'critical'].includes(one.impact))) {
    problems.push(`${name}: axe ${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join('; ')}`);
  }
  await noStranger(page, name);
  await page.screenshot({ path: `${settings.screenshots}/${name}.png`, fullPage: true });
  report.pages.push(name);
  if (settings.prints && isFirst) await print(page, name);
  await page.close();
}

try {
  const first = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const entry = await first.newPage();
  // The login is asked for with a 401, which the browser itself writes to its console.
  watch(entry, () => 'login', ['status of 401']);
  if (settings.key) await login(entry);
  const storageState = await first.storageState();
  await first.close();

  await Promise.all((settings.looks ?? [[1440, 'light'], [1440, 'dark'], [390, 'light'], [390, 'dark']]).map(async ([width, colorScheme]) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, storageState });
    for (const [name, path] of Object.entries(settings.pages)) await look(context, path, `${name}-${width}-${colorScheme}`, (width < 1000) === (colorScheme === 'dark'));
    await context.close();
    const stranger = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await stranger.newPage();
    await page.goto(root);
    await page.screenshot({ path: `${settings.screenshots}/login-${width}-${colorScheme}.png` });
    await stranger.close();
  }));

  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  let current = 'login';
  watch(page, () => current, ['status of 401']);
  if (settings.key) await login(page);
  for (const [name, run] of settings.key ? Object.entries(journeys) : []) {
    current = name;
    try {
      await run(page);
      report.journeys.push(name);
    } catch (error) {
      problems.push(`${name}: ${error.message}`);
      await page.screenshot({ path: `${settings.screenshots}/failed-${name.replaceAll(/\W+/g, '-')}.png`, fullPage: true }).catch(() => {});
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(report));
