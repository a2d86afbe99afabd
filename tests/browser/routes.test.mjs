// Routes: closing a passage redraws the shortest way and says by how much it grew; by mouse, touch and keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage();

const result = (map) => map.locator('.routes .result').innerText();

test('closing Russia leads over the Caspian, closing that too through Iran, and then nothing may be left', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.getByRole('button', { name: 'Routes' }).click();
  assert.match(await result(map), /^Shortest way: 9,\d\d0 km/);
  const tick = (name) => map.getByRole('checkbox', { name, exact: true }).check();
  const best = () => map.locator('.routes .best summary').innerText();
  await tick('Russia');
  assert.match(await result(map), /longer than with all open/);
  assert.match(await best(), /Caspian Sea/);
  await tick('Caspian Sea');
  assert.match(await best(), /Iran/);
  assert.equal(await map.evaluate((map) => map.save().closed), 'RUS caspian');
  for (const name of ['Iran', 'Suez Canal']) await tick(name);
  assert.match(await result(map), /No way is left/);
  // The state brings it back.
  await map.evaluate((map) => map.restore({ ...map.save(), closed: 'RUS' }));
  await settle(page);
  assert.match(await best(), /Caspian Sea/);
  assert.ok(await map.getByRole('checkbox', { name: 'Russia' }).isChecked());
  assert.ok(!(await map.getByRole('checkbox', { name: 'Iran' }).isChecked()));
  await map.locator('.routes').getByRole('button', { name: 'Close' }).click();
  const { closed, route } = await map.evaluate((map) => map.save());
  assert.deepEqual({ closed, route }, { closed: null, route: null });
});

test('other ends, by keyboard', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.getByRole('button', { name: 'Routes' }).focus();
  await page.keyboard.press('Enter');
  await map.getByRole('combobox', { name: 'To' }).selectOption('poti-port');
  assert.match(await map.locator('.routes .best summary').innerText(), /Georgia/);
  assert.equal(await map.evaluate((map) => map.save().route), 'xian-hub poti-port');
  await page.keyboard.press('Escape');
  await map.locator('.routes').waitFor({ state: 'hidden' });
});

test('on a phone nothing is cut, and a tap closes a passage', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.getByRole('button', { name: 'Routes' }).tap();
  await map.getByRole('checkbox', { name: 'Kazakhstan', exact: true }).tap();
  assert.match(await result(map), /longer/);
  const wide = await map.locator('.routes').evaluate((element) => element.scrollWidth > element.clientWidth);
  assert.equal(wide, false);
});
