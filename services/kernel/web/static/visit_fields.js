// The fields of the inspection page: made of the same parts as every form, large enough for a finger.
let made = 0;

// An element with its attributes and children; nothing is ever read as markup.
export function h(name, attributes = {}, ...children) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) one.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") one[key] = value;
    else one.setAttribute(key, value === true ? "" : value);
  }
  one.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return one;
}

const fresh = () => `f${(made += 1)}`;

export function text(label, value, write, { max = 80, type = "text", area = false, mode, hidden = false } = {}) {
  const id = fresh();
  const field = h(area ? "textarea" : "input", {
    id, maxlength: max, value: value ?? "", inputmode: mode, autocomplete: "off",
    ...(area ? { rows: 3 } : { type }),
    oninput: (event) => write(event.target.value),
  });
  return h("div", { class: "field" }, h("label", { for: id, class: hidden ? "only-heard" : null }, label), field);
}

export function number(label, value, write, { most = 1000000000, hidden = false } = {}) {
  const read = (typed) => (/^\d+$/.test(typed.trim()) && Number(typed) <= most ? Number(typed) : null);
  return text(label, value === null || value === undefined ? "" : String(value), (typed) => write(read(typed)),
    { max: 10, mode: "numeric", hidden });
}

export const day = (label, value, write) => text(label, value ?? "", (typed) => write(typed || null), { type: "date", max: 10 });

export function tick(label, value, write) {
  return h("div", { class: "field ticks" }, h("label", { class: "tick" },
    h("input", { type: "checkbox", checked: Boolean(value), onchange: (event) => write(event.target.checked) }),
    h("span", {}, label)));
}

// One of a few, all in sight.
export function choice(label, options, value, write, { hidden = false, tone = false } = {}) {
  const name = fresh();
  return h("fieldset", { class: `field ticks inline${tone ? " choices" : ""}` },
    h("legend", { class: hidden ? "only-heard" : null }, label),
    h("div", { class: "options" }, Object.entries(options).map(([key, words]) =>
      h("label", { class: `tick${tone ? ` is-${key}` : ""}` },
        h("input", { type: "radio", name, value: key, checked: key === value, onchange: () => write(key) }),
        h("span", {}, words)))));
}

// One of many.
export function select(label, options, value, write, { blank = "Choisir…" } = {}) {
  const id = fresh();
  return h("div", { class: "field" }, h("label", { for: id }, label),
    h("select", { id, onchange: (event) => write(event.target.value || null) },
      h("option", { value: "" }, blank),
      Object.entries(options).map(([key, words]) => {
        const one = h("option", { value: key }, words);
        one.selected = key === value;
        return one;
      })));
}

export const button = (words, act, kind = "") => h("button", { type: "button", class: `button ${kind}`.trim(), onclick: act }, words);
export const badge = (words, tone) => h("span", { class: `badge ${tone}` }, words);
export const group = (title, columns, ...children) =>
  h("fieldset", { class: "group" }, h("legend", {}, title), h("div", { class: `fields columns-${columns}` }, ...children));
