// The finer level's features: only those that differ from the first level's, which they replace by their id.
import { checkTogether } from './check.mjs';
import { inPolygons, segments } from './geojson.mjs';

/**
 * The features of `fine` whose geometry is not the one in `base`. All else stays as it was there, so that neither names nor
 * label points jump when the reader comes nearer.
 */
export function replacements(file, base, fine) {
  const before = new Map(base.map((feature) => [feature.id, feature]));
  const changed = [];
  for (const feature of fine) {
    const known = before.get(feature.id);
    if (!known) throw new Error(`${file}: ${feature.id} is in the finer level alone`);
    if (sameShape(known.geometry, feature.geometry)) continue;
    const { label } = known.properties;
    const stays = label && feature.geometry.type.endsWith('Polygon') && inPolygons(label, feature.geometry);
    changed.push({ ...feature, properties: { ...known.properties, ...(label && !stays && { label: feature.properties.label }) } });
  }
  const replaced = new Map(changed.map((feature) => [feature.id, feature]));
  const together = base.map((feature) => replaced.get(feature.id) ?? feature);
  checkTogether(file, together);
  return { changed, together };
}

/** Whether two geometries have the same segments; where their rings begin is chance. */
function sameShape(a, b) {
  const [first, second] = [segments(a), segments(b)];
  return first.size === second.size && [...first].every((segment) => second.has(segment));
}
