/* A table too wide for the screen scrolls in a box of its own: the keyboard must reach that box, and know its name. */
(() => {
  const name = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
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
  window.addEventListener("load", () => setTimeout(name, 100));
  window.addEventListener("resize", name);
})();
