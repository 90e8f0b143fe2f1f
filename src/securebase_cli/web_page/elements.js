// The elements that screens are made of.

"use strict";

// The spelling checkers of some browsers send what is typed to their makers.
const PRIVATE_FIELD = { dir: "auto", spellcheck: "false", autocomplete: "off" };

/**
 * Make an element. Text is only ever set as text, and never read as HTML.
 * @param {string} tag
 * @param {Object<string, any>} attributes attributes, and handlers such as `onclick`
 * @param {...(Node | string)} children
 * @returns {any}
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value);
    } else if (typeof value === "boolean") {
      made.toggleAttribute(name, value);
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** @param {string} text @param {string} className */
function paragraph(text, className = "") {
  return element("p", { class: className, dir: "auto" }, text);
}

/** @param {string} label @param {() => void} onclick @param {string} className */
function button(label, onclick, className = "") {
  return element("button", { type: "button", class: className, onclick }, label);
}

/** @param {string} text */
function heading(text) {
  return element("h1", { id: "heading", tabindex: "-1", dir: "auto" }, text);
}

/** @param {...HTMLElement} items */
function buttons(...items) {
  return element("div", { class: "buttons" }, ...items);
}
