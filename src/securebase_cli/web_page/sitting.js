// A sitting: its questions with their answers, and its closing. Nothing here touches the page.
//
// A sitting is written to a file as it is; `securebase import` makes entries of it, and
// docs/page.md describes the format.

"use strict";

/**
 * A question as the page asks it. `parent` is the text of the question that it follows, or empty;
 * `note` stands below it. A closed question can be answered with yes or no alone.
 * @typedef {{id: string, text: string, parent: string, note: string, isClosed: boolean}} Question
 *
 * `quality` is the sentence that the scale asks about; empty if this page asks for no scale.
 * @typedef {{id: string, title: string, quality: string, summary: string,
 *   questions: Question[]}} Domain
 *
 * What the program puts into the page.
 * @typedef {{title: string, kind: string, domains: Domain[], actions: string[],
 *   words: Object<string, string>, bases: Object<string, string>,
 *   introduction: string[], notice: string[], maxWordsBeforeDeeper: number, deeper: {pattern: string, question: string}[]}} Content
 *
 * The answer is empty if the question was skipped, and null if it was not reached.
 * @typedef {{id: string, domain: string, text: string, answer: string | null}} AskedQuestion
 *
 * `step` is the index of the current question, or the name of a step after the questions.
 * @typedef {{securebase_sitting: 1, id: string, content: string, date: string, kind: string,
 *   questions: AskedQuestion[], scalings: {domain: string, value: number, basis: string}[],
 *   takeaway: string, action: {text: string, due: string, domain: string},
 *   step: number | "scale" | "takeaway" | "action" | "end"}} Sitting
 */

/**
 * @param {Content} content
 * @param {Domain[]} domains
 * @returns {Sitting}
 */
function beginSitting(content, domains) {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return {
    securebase_sitting: 1,
    id: Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    content: content.title,
    date: dateWithOffset(new Date()),
    kind: content.kind,
    questions: domains.flatMap((domain) =>
      domain.questions.map(({ id, text }) => ({ id, domain: domain.id, text, answer: null })),
    ),
    scalings: [],
    takeaway: "",
    action: { text: "", due: "", domain: "" },
    step: 0,
  };
}

/**
 * Return the sitting in the text of a file, or null if the text holds none that this page can show.
 * @param {string | null} text
 * @param {Content} content
 * @returns {Sitting | null}
 */
function parseSitting(text, content) {
  try {
    const sitting = JSON.parse(text ?? "");
    const domains = content.domains.map((domain) => domain.id);
    const isText = (/** @type {unknown} */ value) => typeof value === "string";
    const isSitting =
      sitting.securebase_sitting === 1 &&
      sitting.content === content.title &&
      sitting.kind === content.kind &&
      isText(sitting.id) &&
      !Number.isNaN(Date.parse(sitting.date)) &&
      sitting.questions.length > 0 &&
      sitting.questions.every(
        (/** @type {AskedQuestion} */ question) =>
          isText(question.id) &&
          isText(question.text) &&
          domains.includes(question.domain) &&
          (question.answer === null || isText(question.answer)),
      ) &&
      sitting.scalings.every((/** @type {{domain: string}} */ scaling) =>
        domains.includes(scaling.domain),
      ) &&
      [sitting.takeaway, ...Object.values(sitting.action)].every(isText) &&
      stepsOf(sitting).includes(sitting.step);
    return isSitting ? sitting : null;
  } catch {
    return null;
  }
}

/**
 * Whether a text is empty or has white space only, as the program sees it.
 * @param {string} text
 */
function isBlank(text) {
  return /^[^\S\uFEFF]*$/.test(text);
}

/**
 * Set the text of an answer while it is written; a question is skipped by leaving it only.
 * @param {AskedQuestion} question
 * @param {string} text
 */
function setAnswer(question, text) {
  if (!isBlank(text)) {
    question.answer = text;
  } else if (question.answer) {
    question.answer = null;
  }
}

/**
 * Go on; a question without an answer is recorded as skipped.
 * @param {Sitting} sitting
 */
function goOn(sitting) {
  if (typeof sitting.step === "number") {
    sitting.questions[sitting.step].answer ??= "";
  }
  const steps = stepsOf(sitting);
  sitting.step = steps[steps.indexOf(sitting.step) + 1];
}

/** @param {Sitting} sitting */
function goBack(sitting) {
  const steps = stepsOf(sitting);
  sitting.step = steps[Math.max(0, steps.indexOf(sitting.step) - 1)];
}

/**
 * Go straight to the closing; questions that were not reached are not recorded as skipped.
 * @param {Sitting} sitting
 */
function goToClosing(sitting) {
  sitting.step = closingSteps(sitting)[0];
}

/**
 * @param {Sitting} sitting
 * @returns {Sitting["step"][]}
 */
function stepsOf(sitting) {
  return [...sitting.questions.keys(), ...closingSteps(sitting), "end"];
}

/**
 * @param {Sitting} sitting
 * @returns {("scale" | "takeaway" | "action")[]}
 */
function closingSteps(sitting) {
  return scaleDomain(sitting) ? ["scale", "takeaway", "action"] : ["takeaway", "action"];
}

/**
 * Return the first domain with a scale of which all questions were reached and one was answered.
 * @param {Sitting} sitting
 * @returns {Domain | undefined}
 */
function scaleDomain(sitting) {
  return CONTENT.domains.find((domain) => {
    const asked = sitting.questions.filter((question) => question.domain === domain.id);
    return (
      domain.quality &&
      asked.some((question) => question.answer) &&
      asked.every((question) => question.answer !== null)
    );
  });
}

/**
 * @param {Sitting} sitting
 * @returns {Domain[]} the domains of which a question was answered or skipped
 */
function reachedDomains(sitting) {
  const reached = sitting.questions.filter((question) => question.answer !== null);
  return CONTENT.domains.filter((domain) => reached.some(({ domain: id }) => id === domain.id));
}

/** @param {Sitting} sitting */
function hasWords(sitting) {
  return Boolean(
    sitting.questions.some((question) => question.answer) ||
      sitting.takeaway ||
      sitting.action.text ||
      sitting.scalings.length,
  );
}

/**
 * Return what to ask after a short answer to a closed question, or an empty text.
 * @param {Question | undefined} question
 * @param {string} answer
 */
function deeperQuestion(question, answer) {
  const words = answer.toLowerCase().replaceAll("’", "'").split(/\s+/).filter(Boolean);
  if (!question?.isClosed || words.length > CONTENT.maxWordsBeforeDeeper) {
    return "";
  }
  const text = words.join(" ");
  return CONTENT.deeper.find(({ pattern }) => new RegExp(pattern).test(text))?.question ?? "";
}

/**
 * @param {Sitting} sitting
 * @returns {string} the file that `securebase import` takes, and that this page opens again
 */
function sittingFile(sitting) {
  return `${JSON.stringify(sitting, null, 2)}\n`;
}

/** @param {AskedQuestion} asked */
function domainOf(asked) {
  return CONTENT.domains.find((domain) => domain.id === asked.domain);
}

/**
 * Return the question of this page that was asked; a draft may have one that the page lacks.
 * @param {AskedQuestion} asked
 */
function questionOf(asked) {
  return domainOf(asked)?.questions.find((item) => item.id === asked.id);
}
