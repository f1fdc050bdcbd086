/* Where the theme's own script keeps its settings (this site only), before that script starts. */
(() => {
  const scope = new URL(document.currentScript.dataset.scope, location);
  const name = (key, base) => `${base.pathname}.${key}`;
  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
  window.__md_get = (key, store = localStorage, base = scope) => JSON.parse(store.getItem(name(key, base)));
  window.__md_set = (key, value, store = localStorage, base = scope) => {
    try {
      store.setItem(name(key, base), JSON.stringify(value));
    } catch {
      /* storage refused by the browser: the page works without it */
    }
  };
})();
