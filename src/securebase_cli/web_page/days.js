// Days, and dates with the time, as the program writes them.

"use strict";

/**
 * @param {Date} moment
 * @returns {string} such as 2026-11-23T14:30:12+00:00, in local time
 */
function dateWithOffset(moment) {
  const minutes = -moment.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const hours = twoDigits(Math.trunc(Math.abs(minutes) / 60));
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(twoDigits);
  const offset = `${sign}${hours}:${twoDigits(Math.abs(minutes) % 60)}`;
  return `${isoDay(moment)}T${time.join(":")}${offset}`;
}

/**
 * @param {Date} moment
 * @returns {string} such as 2026-11-23, in local time
 */
function isoDay(moment) {
  const year = String(moment.getFullYear()).padStart(4, "0");
  return `${year}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
}

/**
 * @param {string} iso a day, or a date with the time
 * @returns {string} such as 23 November 2026
 */
function longDate(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  const words = new Date(year, month - 1, day).toLocaleDateString("en-GB", { month: "long" });
  return `${day} ${words} ${year}`;
}

/** @param {number} count */
function inDays(count) {
  const today = new Date();
  return isoDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() + count));
}

/** Return the same day of the next month, or its last day if it is shorter. */
function inMonth() {
  const today = new Date();
  const lastDay = new Date(today.getFullYear(), today.getMonth() + 2, 0);
  const day = Math.min(today.getDate(), lastDay.getDate());
  return isoDay(new Date(lastDay.getFullYear(), lastDay.getMonth(), day));
}

/** @param {number} number */
function twoDigits(number) {
  return String(number).padStart(2, "0");
}
