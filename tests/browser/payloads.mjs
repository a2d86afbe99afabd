// Texts that become code where somebody forgets that they are texts. Each calls `hacked()` if it ever runs.

export const PAYLOADS = [
  '<script>hacked()</script>',
  '</script><script>hacked()</script>',
  '"><script src="data:text/javascript,hacked()"></script>',
  '<img src=x onerror=hacked()>',
  '\'"><img src=x onerror="hacked()">',
  '<svg onload=hacked()><animate onbegin=hacked() attributeName=x>',
  '<svg><script>hacked()</script></svg>',
  '<math><mi xlink:href="javascript:hacked()">x</mi></math>',
  '<iframe srcdoc="<script>parent.hacked()</script>"></iframe>',
  '<iframe src="javascript:parent.hacked()"></iframe>',
  '<a href="javascript:hacked()">x</a>',
  '<form action="javascript:hacked()"><button>x</button></form>',
  '<object data="javascript:hacked()"></object><embed src="javascript:hacked()">',
  '<meta http-equiv="refresh" content="0;url=javascript:hacked()">',
  '<base href="javascript:hacked()//">',
  '<link rel="stylesheet" href="javascript:hacked()"><style>@import "javascript:hacked()";</style>',
  '<details open ontoggle=hacked()><input autofocus onfocus=hacked()>',
  '<template><img src=x onerror=hacked()></template><noscript><p title="</noscript><img src=x onerror=hacked()>">',
  '<!--><img src=x onerror=hacked()>-->',
  ']]><script>hacked()</script><![CDATA[',
  '&lt;script&gt;hacked()&lt;/script&gt;&#60;img src=x onerror=hacked()&#62;',
  '%3Cscript%3Ehacked()%3C/script%3E',
  '\\u003cscript\\u003ehacked()\\u003c/script\\u003e',
  'javascript:hacked()',
  ' \u0001JaVa\tScRiPt\n:hacked()',
  'javascript://example.org/%0Ahacked()',
  'vbscript:hacked()',
  'data:text/html,<script>hacked()</script>',
  'https://example.org/"onmouseover="hacked()',
  '\'-hacked()-\'',
  '`${hacked()}`',
  '{{constructor.constructor("hacked()")()}}',
  '");hacked();//',
  'url(javascript:hacked())',
  'red;background:url(javascript:hacked())',
  'expression(hacked())',
  '__proto__',
  'constructor',
  'toString',
  '\u0000<script>hacked()</script>',
  '\u202e\u2066<script>hacked()</script>',
  '\ud800<script>hacked()</script>',
  `${'A'.repeat(5000)}<img src=x onerror=hacked()>`,
  '',
];

/** Runs in every page: what a payload calls, and what else would tell of one. */
export function watchForCode() {
  window.executions = [];
  window.hacked = () => window.executions.push('hacked');
  for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = (...words) => void window.executions.push(`${name} ${words}`);
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => window.executions.push(`${effectiveDirective} ${blockedURI} ${sample}`));
}

/** Runs in the page: what in it, shadow roots included, could run, or leads to what could. */
export function suspects() {
  const known = new Set('a article aside b bdi body br button canvas central-asia-map datalist dd details dialog div dl dt em fieldset figcaption figure footer form g h1 h2 h3 h4 head header html i iframe img input kbd label legend li link main meta nav noscript ol optgroup option output p path script section select slot small span strong sub summary sup svg table tbody td textarea tfoot th thead time title tr u ul'.split(' '));
  const found = [];
  const own = new Set([...document.querySelectorAll('script, iframe, link, meta')]);
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const name = element.localName;
      if (!known.has(name)) found.push(`<${name}>`);
      if (root !== document && ['script', 'iframe', 'link', 'meta', 'noscript'].includes(name) && !own.has(element)) found.push(`<${name}> inside`);
      for (const { name: attribute, value } of element.attributes) {
        if (/^on|^srcdoc$/.test(attribute)) found.push(`${name} ${attribute}=${value}`);
        if (/^(href|src|action|formaction|xlink:href|data)$/.test(attribute) && /^(?!https?:|data:(image|,)|\.?\/|[\w-]+(\/|\.|$)|#|$)/i.test(value.trim())) found.push(`${name} ${attribute}=${value.slice(0, 80)}`);
      }
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return [...found, ...window.executions];
}
