import { useState } from 'react';
import 'central-asia-map';

const STOPS = { KAZ: 'Kazakhstan', UZB: 'Uzbekistan', 'trans-caspian': 'Over the Caspian' };

// React 19 sets properties and listens to custom events of elements by itself.
export function App() {
  const [selected, select] = useState('KAZ');
  return (
    <>
      <p>
        {Object.entries(STOPS).map(([id, name]) => (
          <button key={id} type="button" aria-pressed={id === selected} onClick={() => select(id)}>{name}</button>
        ))}
      </p>
      <central-asia-map
        style={{ display: 'flow-root', height: '26rem' }}
        lang="en"
        selected={selected}
        onmap-select={({ detail }) => select(detail.id ?? null)}
      >
        <a href="https://example.org/map">A map of the corridors</a>
      </central-asia-map>
      <output>{selected ?? 'nothing'}</output>
    </>
  );
}
