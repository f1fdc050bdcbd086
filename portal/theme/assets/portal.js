/* Faults of the theme for those who use no mouse, mended. */
(() => {
  /* A table too wide for the screen scrolls in a box of its own: the keyboard must reach that box, and know its name. */
  const known = new WeakSet();
  const sizes = new ResizeObserver(() => nameTables());
  const nameTables = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      for (const one of [box, ...box.children]) {
        if (!known.has(one)) sizes.observe(one); // a table also grows when its letters arrive
        known.add(one);
      }
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", "Tableau à faire défiler");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
        box.removeAttribute("aria-label");
      }
    }
  };
  const article = document.querySelector("article") ?? document.body;
  new MutationObserver(nameTables).observe(article, { childList: true, subtree: true }); // the theme puts tables in boxes later
  sizes.observe(article);

  /* On a small screen the menu and the search open by labels that the keyboard cannot reach: buttons take their place. */
  const drawer = document.getElementById("__drawer");
  const buttons = ["__drawer", "__search"].map((box) => {
    const label = document.querySelector(`label.md-header__button[for=${box}]`);
    const toggle = document.getElementById(box);
    const button = document.createElement("button");
    button.type = "button";
    button.className = `md-header__button md-icon portal-opens${box}`;
    button.setAttribute("aria-label", box === "__drawer" ? "Menu" : "Rechercher");
    button.append(...[...label.childNodes].map((one) => one.cloneNode(true)));
    const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", tell);
    tell();
    button.addEventListener("click", () => label.click());
    label.before(button);
    label.hidden = true;
    return button;
  });
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    buttons[0].focus();
  });

  /* The theme jumps at single letters (f, s, n, p…): who dictates or strikes a key by mistake would be lost. Off. */
  window.addEventListener(
    "keydown",
    (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (!typing && event.key.length === 1 && event.key !== " ") event.stopImmediatePropagation();
    },
    true
  );
})();
