"use strict";
/* The query language: parse.py and match.py in the browser's language. Tests hold the two together. */

class QueryError extends Error {
  constructor(column, what, allowed = []) {
    const rest = allowed.length - 20;
    const shown = allowed.slice(0, 20).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
    super(`column ${column}: ${what}${allowed.length ? `; allowed: ${shown}` : ""}`);
    Object.assign(this, { column, what, allowed });
  }
}

const SPACE = new Set(" \t\n\r\f\v\u00a0");

/** A text as it is compared: upper and lower case alike, with and without a dot on the i. */
const plainText = (text) => text.replace(/[\u0130\u0131]/g, "i").toLowerCase();

/** The terms of a query, given the table of fields. */
function parseQuery(text, fields) {
  const chars = Array.from(text);
  const ends = (place, listed) => place >= chars.length || SPACE.has(chars[place]) || (listed && chars[place] === ",");
  const overSpace = (place) => { while (SPACE.has(chars[place])) place++; return place; };
  const terms = [];

  function valueAt(place, listed) {
    if (chars[place] !== '"') {
      let end = place;
      while (!ends(end, listed)) end++;
      return [chars.slice(place, end).join(""), end];
    }
    const end = chars.indexOf('"', place + 1);
    if (end < 0) throw new QueryError(place + 1, "the quotation that begins here has no end");
    if (!ends(end + 1, listed)) {
      throw new QueryError(end + 2, "after a quotation comes a space" + (listed ? " or a comma" : ""));
    }
    return [chars.slice(place + 1, end).join(""), end + 1];
  }

  let place = overSpace(0);
  while (place < chars.length) {
    const start = place;
    const negated = chars[place] === "-";
    if (negated) place++;
    const named = /^([A-Za-z][A-Za-z-]{0,39}):/.exec(chars.slice(place, place + 41).join(""));
    let field = null;
    if (named) {
      field = fields.find((f) => f.name === named[1].toLowerCase());
      if (!field) throw new QueryError(place + 1, `there is no field '${named[1]}'`, fields.map((f) => f.name));
      place += named[0].length;
    }
    const values = [];
    for (;;) {
      const column = place + 1;
      const [value, end] = valueAt(place, field !== null);
      if (!value) {
        const after = field ? `after ${field.name}: a value is missing` : "a word is missing here";
        throw new QueryError(column, `${after}, for example ${field ? field.example : "-sin"}`);
      }
      values.push(checkedValue(value, field, column));
      place = end;
      if (!field || chars[place] !== ",") break;
      place++;
    }
    terms.push({ field: field ? field.name : "id", kind: field ? field.kind : "text", values, negated, source: chars.slice(start, place).join("") });
    place = overSpace(place);
  }
  return terms;
}

function checkedValue(value, field, column) {
  if (!field || field.kind === "text") return plainText(value);
  if (field.kind === "number") {
    const found = /^(>=|<=|>|<|=|)(-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|inf))$/.exec(value);
    if (!found) {
      throw new QueryError(column, `'${value}' is no number; ${field.name} takes one, for example ${field.example}`);
    }
    return { relation: found[1] || "=", number: Number(found[2].replace("inf", "Infinity")) };
  }
  const name = plainText(value).replaceAll(" ", "-");
  if (field.allowed.length && !field.allowed.includes(name) && !/[*?]/.test(name)) {
    throw new QueryError(column, `there is no ${field.name} '${value}'`, field.allowed);
  }
  return name;
}

/** Whether a row, a mapping from fields to lists of texts or a number or null, fits every term. */
function fitsQuery(terms, row) {
  return terms.every((term) => term.values.some((value) => valueFits(value, row[term.field], term)) !== term.negated);
}

function valueFits(value, found, term) {
  if (term.kind === "number") return found !== null && compares(value, found);
  return found.some((text) => {
    const plain = plainText(text);
    return term.kind === "name" ? isLike(value, plain.replaceAll(" ", "-"), true) : isLike(value, plain, false);
  });
}

function compares({ relation, number }, found) {
  switch (relation) {
    case ">=": return found >= number;
    case "<=": return found <= number;
    case ">": return found > number;
    case "<": return found < number;
    default: return found === number;
  }
}

/** Goes back to the last star alone, so that no pattern takes long. */
function isLike(pattern, text, whole) {
  if (!/[*?]/.test(pattern)) return whole ? pattern === text : text.includes(pattern);
  const p = Array.from(pattern), t = Array.from(text);
  let i = 0, j = 0, star = -1, mark = 0;
  while (j < t.length) {
    if (p[i] === "*") { star = i++; mark = j; }
    else if (i < p.length && (p[i] === "?" || p[i] === t[j])) { i++; j++; }
    else if (star >= 0) { i = star + 1; j = ++mark; }
    else return false;
  }
  while (p[i] === "*") i++;
  return i === p.length;
}
