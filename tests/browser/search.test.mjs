// Search: found in any spelling, flown to and selected, from the keyboard alone or by a tap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMap, PHONE, settle, stage } from './browser.mjs';

const it = stage();

test('arrows and Enter select what is found, Escape returns to the map', async (t) => {
  const page = await it.open(t, { reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  const input = map.getByRole('combobox', { name: 'Search the map' });
  await input.focus();
  await page.keyboard.type('Port of ');
  const options = map.getByRole('option');
  assert.ok(await options.count() > 3);
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  assert.equal(await input.getAttribute('aria-activedescendant'), 'found-0');
  await page.keyboard.press('ArrowDown');
  assert.equal(await options.nth(1).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await input.inputValue(), '');
  assert.equal(await map.evaluate((map) => map.shadowRoot?.activeElement?.tagName ?? 'closed'), 'CANVAS');
  await input.fill('Chorgos Gatewai');
  const before = await map.evaluate((map) => map.save().center);
  await page.keyboard.press('Enter');
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), 'khorgos-gateway');
  assert.notDeepEqual(await map.evaluate((map) => map.save().center), before);
  await input.fill('zzzzqqqq');
  assert.match(await map.locator('.search p').innerText(), /Nothing/);
});

test('a tap on a result goes there', async (t) => {
  const page = await it.open(t, { ...PHONE, reducedMotion: 'reduce' });
  const map = await openMap(page, it.server.url);
  await map.getByRole('combobox', { name: 'Search the map' }).fill('里海');
  const option = map.getByRole('option').first();
  assert.ok((await option.boundingBox()).height >= 44);
  await option.tap();
  await settle(page);
  assert.equal(await map.evaluate((map) => map.selected), 'caspian-sea');
});
