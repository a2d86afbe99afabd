// Pictures to take away: PNG, and paper.

import { make } from './dom.js';

const uri = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/**
 * A PNG of an SVG document of ours with `scale` pixels to a CSS pixel. The browser draws it as an image of its own, so its
 * names are in fonts of the system, and it is the same picture as the document.
 */
export async function toPNG(svg, scale) {
  const picture = make('img', { src: uri(svg) });
  await picture.decode();
  const canvas = make('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    // A canvas that is too large for the browser has no content.
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new RangeError(`no picture is ${canvas.width}×${canvas.height} pixels large`))));
  });
}

/** On paper, an image of vectors stands for the canvas and what lies over it. */
export function paper(map) {
  const picture = make('img', { class: 'paper off', part: 'paper' });
  const print = (on) => {
    map.element.classList.toggle('printing', on);
    picture.classList.toggle('off', !on);
    picture.alt = on ? map.element.ariaLabel : '';
    if (on) picture.src = uri(map.toSVG(true, true));
    else picture.removeAttribute('src');
  };
  map.on(window, 'beforeprint', () => print(true));
  map.on(window, 'afterprint', () => print(false));
  return picture;
}
