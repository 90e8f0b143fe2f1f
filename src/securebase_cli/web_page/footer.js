// Below each screen: where the words are, and how to wipe them.

"use strict";

const PLACE_OF_WORDS = "What you write stays in this browser on this device, until you wipe it.";
const KEPT_NOWHERE =
  "This browser does not keep what you write here. Save a draft to a file before you close the page.";

/**
 * The line below each screen: where the words are, and how to wipe them.
 * @param {boolean} isKept
 * @param {() => void} saveDraft
 * @param {() => void} wipe
 */
function wordsFooter(isKept, saveDraft, wipe) {
  return [
    paragraph(isKept ? PLACE_OF_WORDS : KEPT_NOWHERE, isKept ? "quiet" : "remark"),
    buttons(button("Save a draft to a file", saveDraft), button("Wipe what I wrote", wipe)),
  ];
}

/** @param {() => void} onWipe */
function wipeDialog(onWipe) {
  const keepIt = button("Keep it", () => dialog.close(), "main");
  // The dialog opens with the focus on it.
  keepIt.autofocus = true;
  const dialog = element(
    "dialog",
    { "aria-labelledby": "wipe-question", onclose: () => dialog.remove() },
    element("h2", { id: "wipe-question" }, "Wipe everything you wrote on this page?"),
    paragraph("This can’t be undone. Files that you have saved stay where they are."),
    buttons(
      button("Wipe it", () => {
        dialog.close();
        onWipe();
      }),
      keepIt,
    ),
  );
  return dialog;
}
