// Where the words are: in this browser, or, where it keeps nothing, in files that people save.

"use strict";

/** The draft of this page; pages on the same questions share it. */
const draft = {
  /** Pages that are opened from files may share one storage, so the key says whose draft it is. */
  get key() {
    const domains = CONTENT.domains.map((domain) => domain.id);
    return `securebase ${JSON.stringify([CONTENT.title, CONTENT.kind, ...domains])}`;
  },

  /** @returns {Sitting | null} */
  load() {
    try {
      return parseSitting(localStorage.getItem(this.key), CONTENT);
    } catch {
      return null;
    }
  },

  /**
   * @param {Sitting} sitting
   * @returns {boolean} whether the browser kept it
   */
  save(sitting) {
    const text = JSON.stringify(sitting);
    try {
      localStorage.setItem(this.key, text);
      return localStorage.getItem(this.key) === text;
    } catch {
      return false;
    }
  },

  /** @returns {boolean} whether nothing is left in the browser */
  wipe() {
    try {
      localStorage.removeItem(this.key);
      return localStorage.getItem(this.key) === null;
    } catch {
      // What can't be reached was never kept.
      return true;
    }
  },
};

/**
 * Let the browser save a text as a file. The page can't know whether it does.
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: address, download: name }).click();
  // The browser reads the address after this function has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  announce(
    `Look for ${name} among your downloads. If it isn’t there, use Copy on the last screen.`,
  );
}
