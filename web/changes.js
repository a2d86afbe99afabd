// What the engine's answers ask for, one bit each: the variants of `Effect` in src/app/effect.rs, in their order.

export const DRAW = 1 << 0;
export const ANIMATE = 1 << 1;
export const PANEL = 1 << 2;
export const SELECTION_CHANGED = 1 << 3;
export const HOVER_CHANGED = 1 << 4;
export const LAYERS_CHANGED = 1 << 5;
export const STEP_CHANGED = 1 << 6;
export const CHOICE_CHANGED = 1 << 7;
export const VIEW_CHANGED = 1 << 8;
export const LEGEND = 1 << 9;
export const WORDS = 1 << 10;
export const PALETTE = 1 << 11;
export const CONTROLS = 1 << 12;
export const ROUTES_CHANGED = 1 << 13;
export const GO_ON = 1 << 14;

/** Everything that a control can show is new. */
export const ALL = PANEL | CHOICE_CHANGED | LEGEND | WORDS | PALETTE | CONTROLS;
