//! The library as a module of WebAssembly: what `src/web` gives to JavaScript, and nothing else.

extern crate central_asia_map as _;
