// Types of the element <central-asia-map> and of what its module exports.

/** Longitude and latitude in degrees. */
export type Position = [lon: number, lat: number];
/** West, south, east and north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];
/** CSS pixels from the element's top left. */
export type Pixels = [x: number, y: number];

/** Something on the map that can be selected. */
export interface MapFeature {
  id: string;
  layer: string;
  name: string;
}

/** What `save` gives and `restore` takes: the keys are those of the attributes. `null` takes one away, a key that is not there leaves it. */
export interface MapState {
  layers?: string;
  selected?: string | null;
  center?: Position;
  zoom?: number;
  year?: number;
  relief?: number | null;
  lang?: string;
  step?: string | null;
  shade?: string | null;
  closed?: string | null;
  route?: string | null;
  boundaries?: string;
  names?: string;
  theme?: string;
  projection?: string;
  [attribute: string]: unknown;
}

/** What went wrong; `code` is one of docs/troubleshooting.md. */
export interface MapProblem {
  code: string;
  message: string;
  url?: string;
  feature?: string;
  path?: string;
}

/** Nothing is selected, or under the pointer, where `id` is `null`. */
export interface FeatureDetail {
  id: string | null;
  layer?: string;
  name?: string;
}

/** GeoJSON as an object, its address, or a file of it in whatever form. */
export type OverlaySource = object | string | URL | Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array>;

/** Members of simplestyle for all features, and over them by a property of each. */
export interface OverlayStyle {
  stroke?: string;
  'stroke-width'?: number;
  'stroke-opacity'?: number;
  fill?: string;
  'fill-opacity'?: number;
  'marker-color'?: string;
  'marker-size'?: 'small' | 'medium' | 'large';
  categories?: { property: string; values: Record<string, OverlayStyle> };
  ramp?: { property: string; stops: [number, string][] };
  width?: { property: string; stops: [number, number][] };
}

/** What of an overlay is shown; `warnings` name each feature and the place in the file. */
export interface OverlayReport {
  features: number;
  skipped: number;
  warnings: MapProblem[];
}

export interface CentralAsiaMapEventMap {
  /** The map is drawn; also once more where another engine took the place of one that had stopped. */
  'map-ready': CustomEvent<Record<string, never>>;
  'map-progress': CustomEvent<{ id: string; loaded: number; total?: number; read: number }>;
  'map-error': CustomEvent<MapProblem>;
  'map-select': CustomEvent<FeatureDetail>;
  'map-hover': CustomEvent<FeatureDetail>;
  'map-step': CustomEvent<{ step: string | null }>;
  'map-layers': CustomEvent<{ layers: string[] }>;
  'map-view': CustomEvent<{ center: Position; zoom: number }>;
}

export class CentralAsiaMapElement extends HTMLElement {
  static readonly observedAttributes: string[];
  /** Lets a map follow the blocks with `data-map-step` in `root`; gives a function that ends it. */
  static follow(root: ParentNode, map: CentralAsiaMapElement): () => void;

  /** URL of an atlas manifest; without one, the built-in atlas. */
  get src(): string | null;
  set src(value: string | URL | null);
  /** URL of a GeoJSON file to lay over the map. */
  get overlay(): string | null;
  set overlay(value: string | URL | null);
  /** When to begin to load. */
  get loading(): string | null;
  set loading(value: 'eager' | 'lazy' | null);
  /** How the globe is laid flat; `conic` without it. */
  get projection(): string | null;
  set projection(value: 'conic' | 'mercator' | 'equirectangular' | null);
  /** Which gestures move the map, and which the page. */
  get gestures(): string | null;
  set gestures(value: 'cooperative' | 'free' | 'none' | null);
  /** `all`, `none`, or names, space-separated. */
  get controls(): string | null;
  set controls(value: string | null);
  /** The colours; `auto` are the reader's. */
  get theme(): string | null;
  set theme(value: 'auto' | 'light' | 'dark' | null);
  /** In which language the map writes names: `lang`, or the one that is spoken there. */
  get names(): string | null;
  set names(value: 'chosen' | 'local' | null);
  /** How strong the relief is, from 0 to 1. */
  get relief(): string | null;
  set relief(value: number | string | null);
  /** Whose view of disputed boundaries. */
  get boundaries(): string | null;
  set boundaries(value: string | null);
  /** Id of a step of the story. */
  get step(): string | null;
  set step(value: string | null);
  /** Id of a theme that colours the areas that stand out. */
  get shade(): string | null;
  set shade(value: string | null);
  /** What is shown is what there was. */
  get year(): string | null;
  set year(value: number | string | null);
  /** Ids, space-separated, or `none`. */
  get layers(): string | null;
  set layers(value: string | null);
  /** Ids of closed passages, space-separated. */
  get closed(): string | null;
  set closed(value: string | null);
  /** Two hubs, the first and the last of a route. */
  get route(): string | null;
  set route(value: string | null);
  /** Id of the selected feature. */
  get selected(): string | null;
  set selected(value: string | null);
  /** West, south, east and north in degrees, to be in view. */
  get bounds(): string | null;
  set bounds(value: Bounds | string | null);
  /** Longitude and latitude in degrees. */
  get center(): string | null;
  set center(value: Position | string | null);
  /** Web Mercator zoom of the same ground scale at the centre, from 0 to 12. */
  get zoom(): string | null;
  set zoom(value: number | string | null);

  /** Settles when the map is drawn for the first time, or rejects with a `MapError`. */
  readonly ready: Promise<this>;

  /** Tries again after a failure; of a map that is there, asks for the files that did not come. Gives `ready`. */
  retry(): Promise<this>;
  /** One plain state: the same keys as the attributes. */
  save(): MapState;
  /** Sets what `save` gave; what the state lacks stays. */
  restore(state: MapState): void;
  /** Flies to a step of the story by id, or with `null` to the overview. Settles when the flight has begun. */
  goTo(step: string | null): Promise<void>;
  /** Flies to a feature, layer or overlay by id, or to bounds in degrees. Throws for an id that there is not. */
  fit(target: string | Bounds): void;
  /** Sets centre and zoom without a flight, in the next frame. */
  setView(view: { center?: Position; zoom?: number }): void;
  /** Flies to `{center, zoom}`, `{id}` or `{bounds}`. Throws for an id that there is not. */
  flyTo(target: { id?: string; bounds?: Bounds; center?: Position; zoom?: number }): void;
  /** Selects a feature by id, or none; one that is on its way, once it is there. Throws for an id that there is not. */
  select(id: string | null): void;
  /** The feature at CSS pixels from the element's top left, or `null`. */
  featureAt(x: number, y: number): (MapFeature & { lngLat: Position | null }) | null;
  /** Where a position is drawn, in CSS pixels from the element's top left; `null` for what is not on the map. */
  project(position: Position): Pixels | null;
  /** What position is drawn there; `null` beside the map. */
  unproject(pixels: Pixels): Position | null;
  /** Everything that can be selected. */
  features(): MapFeature[];
  /** Lays GeoJSON over the map as the layer `id`; rejects with a `MapError`, and the map is then as before. */
  addOverlay(id: string, source: OverlaySource, options?: { style?: OverlayStyle; title?: string; signal?: AbortSignal }): Promise<OverlayReport>;
  /** Takes an overlay away; one that is being read is not read on. */
  removeOverlay(id: string): void;
  /** The map in words. */
  describe(): string;
  /** The picture as an SVG document, the relief in it unless that is not wanted. */
  toSVG(options?: { relief?: boolean }): string;
  /** The same as PNG with `scale` pixels to a CSS pixel, by default as many as the screen has. */
  toPNG(options?: { scale?: number; relief?: boolean }): Promise<Blob>;

  addEventListener<Name extends keyof CentralAsiaMapEventMap>(
    type: Name,
    listener: (this: CentralAsiaMapElement, event: CentralAsiaMapEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: CentralAsiaMapElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof CentralAsiaMapEventMap>(
    type: Name,
    listener: (this: CentralAsiaMapElement, event: CentralAsiaMapEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: CentralAsiaMapElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The error that `ready` rejects with and methods throw. */
export class MapError extends Error {
  readonly detail: MapProblem;
  constructor(detail: MapProblem);
  static from(thrown: unknown, url?: string): MapError;
}

/** Where a bundler has put files of the package: addresses by the path that they have in it. */
export const places: Record<string, string | URL>;

/** What `save` gave as the part of an address that reopens it: `center=75,42&zoom=4&…`. */
export function query(state: MapState, overlays?: ReadonlySet<string>): string;

declare global {
  interface HTMLElementTagNameMap {
    'central-asia-map': CentralAsiaMapElement;
  }
}
