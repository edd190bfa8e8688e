/* The page of results: reads what is in the page, filters by the query, sorts, turns pages. Without it the page lists all. */

const PAGE = 100;
const COLUMNS = [
  ["verdict", "Verdict", (r) => r.severity],
  ["error", "Error, ulps", (r) => r.error],
  ["claim", "Claim", (r) => r.name],
  ["backend", "Backend", (r) => r.label],
  ["dtype", "dtype", (r) => r.dtype[0]],
  ["mode", "Mode", (r) => r.mode[0]],
  ["execution", "Execution", (r) => r.execution[0]],
  ["order", "Order", (r) => r.order],
  ["point", "Point", (r) => r.point[0]],
  ["operator", "Operator", (r) => r.core],
  ["section", "Section", (r) => r.section[0] || r.document[0]],
];
const NUMBERS = new Set(["order", "error"]);
const FACETS = ["backend", "verdict", "operator", "order", "mode", "dtype", "execution", "section"];
const byId = (id) => document.getElementById(id);

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** Every result as the row that queries look at, and what the table shows besides; the most severe first. */
function rowsOf(data) {
  const text = (i) => data.texts[i];
  const [ofCase, ...claimed] = data.claims;
  const claims = ofCase.map((of, i) => [of, ...claimed.map((column) => column[i])]).map(
    ([of, id, sizes, anchor, section, document, tags, operators, core, order]) => ({
    case: [text(of)], claim: [text(id)], section: [text(section)], document: [text(document)], tag: tags.map(text),
    operator: operators.map(text), order, core: core.map(text).join(", "), 
    address: `case/${text(of)}.html#${anchor === null ? text(id) : text(anchor)}`,
    name: `${text(of)}/${text(id)}${text(sizes)}`,
  }));
  const ways = data.ways.map(([column, dtype, mode, execution]) => ({
    backend: [data.columns[column][0]], label: data.columns[column][1], baseline: data.columns[column][2],
    dtype: [text(dtype)], mode: [text(mode)], execution: [text(execution)],
    way: [data.columns[column][0], text(dtype), text(mode), text(execution)].join("."),
  }));
  const verdicts = data.verdicts.map(([verdict, group, symbol, css, severity, truth]) => ({
    verdict: [verdict], group: [group], truth: [truth], symbol, css, severity,
  }));
  const [steps, ofWay, ofPoint, ofVerdict, errors] = data.rows;
  let claim = 0;
  const rows = steps.map((step, i) => {
    claim += step;
    const row = { ...claims[claim], ...ways[ofWay[i]], ...verdicts[ofVerdict[i]], point: [data.points[ofPoint[i]]] };
    row.error = errors[i] === "inf" ? Infinity : errors[i];
    row.id = [`${row.name}@${row.point[0]}:${row.way}`];
    return row;
  });
  const size = (error) => (error === null ? 0 : error);
  return rows.sort((a, b) => a.baseline - b.baseline || a.severity - b.severity || compared(size(b.error), size(a.error)));
}

/** What is missing comes last, whichever way is sorted. */
function compared(a, b, direction = 1) {
  if (a === b) return 0;
  if (a === null || a === "") return 1;
  if (b === null || b === "") return -1;
  return a < b ? -direction : direction;
}

/** A number as the other pages write it. */
function compact(number) {
  if (number === null) return "–";
  if (number === Infinity) return "∞";
  if (number === 0) return "0";
  if (number >= 0.01 && number < 99999.5) {
    const digits = number < 0.995 ? 2 : number < 99.95 ? 1 : 0;
    return number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
  const [mantissa, exponent] = number.toExponential(1).split("e");
  const raised = { "-": "⁻", "+": "" };
  return `${mantissa}×10${[...exponent].map((c) => raised[c] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("")}`;
}

const made = (tag, attributes = {}, text = "") => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};

function lineOf(row) {
  const line = document.createElement("tr");
  for (const [key] of COLUMNS) {
    const cell = made(key === "claim" ? "th" : "td");
    if (key === "verdict") {
      cell.className = `c-${row.css}`;
      cell.append(made("b", {}, row.symbol), ` ${row.verdict[0]}`);
    } else if (key === "claim") {
      cell.scope = "row";
      cell.append(made("a", { href: row.address }, row.name));
    } else if (NUMBERS.has(key)) {
      cell.className = "n";
      cell.textContent = key === "error" ? compact(row.error) : row.order ?? "–";
    } else {
      cell.textContent = { backend: row.label, operator: row.core, section: row.section[0] || row.document[0] }[key] ?? row[key][0];
      if (key === "section") cell.dir = "auto";
    }
    line.append(cell);
  }
  return line;
}

/** What the page shows; its address has all of it, so that it can be linked to and gone back to. */
const shown = { q: "", sort: "", from: 0 };

function readAddress() {
  const asked = new URLSearchParams(location.hash.startsWith("#q=") ? location.hash.slice(1) : location.search);
  shown.q = asked.get("q") ?? "";
  const sort = asked.get("sort") ?? "";
  shown.sort = COLUMNS.some(([key]) => key === sort.replace(/^-/, "")) ? sort : "";
  shown.from = Math.max(0, (parseInt(asked.get("from"), 10) || 1) - 1);
}

function writeAddress(step) {
  const parts = [`q=${encodeURIComponent(shown.q)}`];
  if (shown.sort) parts.push(`sort=${shown.sort}`);
  if (shown.from) parts.push(`from=${shown.from + 1}`);
  const nothing = parts.length === 1 && !shown.q;
  if (nothing && !location.hash.startsWith("#q=")) return;
  const address = nothing && !location.search ? location.pathname : `#${parts.join("&")}`;
  if (address === location.hash) return;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function begin(data) {
  const rows = rowsOf(data);
  let found = rows;

  /** The query with its terms of one field replaced by one that has this value. */
  function asking(field, value) {
    let terms = [];
    try { terms = parseQuery(shown.q, data.fields); } catch { return shown.q; }
    const kept = terms.filter((t) => t.negated || t.field !== field).map((t) => t.source);
    if (value) kept.push(`${field}:${/[\s,]/.test(value) ? `"${value}"` : value}`);
    return kept.join(" ");
  }

  const selects = FACETS.map((field) => {
    const values = new Map();
    for (const row of rows) for (const value of Array.isArray(row[field]) ? row[field] : [row[field]]) {
      if (value !== null && value !== "" && !String(value).includes('"')) values.set(String(value), true);
    }
    const names = [...values.keys()].sort((a, b) => (NUMBERS.has(field) ? a - b : compared(a, b)));
    const select = made("select", { id: `Facet-${field}`, name: field });
    select.append(made("option", { value: "" }, "any"), ...names.map((name) => made("option", { value: name }, name)));
    select.addEventListener("change", () => ask(asking(field, select.value), true));
    const label = made("label", { for: select.id }, COLUMNS.find(([key]) => key === field)[1]);
    const both = made("span", { class: "facet" });
    both.append(label, " ", select);
    byId("Facets").append(both, " ");
    return [field, select];
  });

  /** Each list shows the value that the query asks for, if it is one. */
  function showFacets(terms) {
    for (const [field, select] of selects) {
      const about = terms.filter((t) => t.field === field && !t.negated);
      const one = about.length === 1 && about[0].values.length === 1 ? about[0].values[0] : null;
      const wanted = one === null ? "" : typeof one === "object" ? (one.relation === "=" ? String(one.number) : "") : one;
      const option = [...select.options].find((o) => o.value && (plainText(o.value) === wanted || plainText(o.value).replaceAll(" ", "-") === wanted));
      select.value = option ? option.value : "";
    }
  }

  const heads = COLUMNS.map(([key, title]) => {
    const head = made("th", { scope: "col" });
    const button = made("button", { type: "button" }, title);
    if (NUMBERS.has(key)) head.className = "n";
    button.addEventListener("click", () => {
      shown.sort = shown.sort === key ? `-${key}` : shown.sort === `-${key}` ? "" : key;
      shown.from = 0;
      show(true);
    });
    head.append(button);
    byId("Heads").append(head);
    return [key, head];
  });

  function sorted(list) {
    const key = shown.sort.replace(/^-/, "");
    const column = COLUMNS.find(([name]) => name === key);
    if (!column) return list;
    const direction = shown.sort.startsWith("-") ? -1 : 1;
    return [...list].sort((a, b) => compared(column[2](a), column[2](b), direction));
  }

  /** Whether the newest step of the history is a query that is still being typed. */
  let typing = false;

  function show(step) {
    typing = false;
    let terms = [];
    const input = byId("Query");
    if (input.value !== shown.q) input.value = shown.q;
    try {
      terms = parseQuery(shown.q, data.fields);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      input.setAttribute("aria-invalid", "true");
      byId("Status").textContent = `Not a query: ${error.message}.`;
      writeAddress(step);
      return;
    }
    input.removeAttribute("aria-invalid");
    showFacets(terms);
    found = sorted(terms.length ? rows.filter((row) => fitsQuery(terms, row)) : rows);
    if (shown.from >= found.length) shown.from = 0;
    const upTo = Math.min(found.length, shown.from + PAGE);
    const count = (n) => n.toLocaleString("en");
    byId("Status").textContent = terms.length ? `${count(found.length)} of ${count(rows.length)} results fit.` : `${count(rows.length)} results.`;
    byId("Range").textContent = found.length ? `${count(shown.from + 1)} to ${count(upTo)} of ${count(found.length)}` : "none";
    byId("Before").disabled = shown.from === 0;
    byId("After").disabled = upTo >= found.length;
    byId("Rows").replaceChildren(...found.slice(shown.from, upTo).map(lineOf));
    for (const [key, head] of heads) {
      const way = shown.sort === key ? "ascending" : shown.sort === `-${key}` ? "descending" : null;
      if (way) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    }
    const asked = Boolean(terms.length || shown.sort || shown.from);
    byId("Found").hidden = !asked;
    byId("Listed").hidden = asked;
    writeAddress(step);
  }

  function ask(query, step) {
    shown.q = query;
    shown.from = 0;
    show(step);
  }

  function turn(pages) {
    shown.from = Math.max(0, shown.from + pages * PAGE);
    show(true);
    byId("FoundTitle").scrollIntoView();
  }

  /** A query is one step of the history, however often it was shown while it was typed. */
  function typed(more) {
    const [begun, before] = [typing, location.hash];
    ask(byId("Query").value, !begun);
    typing = more && (begun || location.hash !== before);
  }

  let waiting = 0;
  byId("Query").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => typed(true), 150);
  });
  byId("Search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    typed(false);
  });
  byId("Clear").addEventListener("click", () => { shown.sort = ""; ask("", true); byId("Query").focus(); });
  byId("Before").addEventListener("click", () => turn(-1));
  byId("After").addEventListener("click", () => turn(1));
  const again = () => { readAddress(); show(false); };
  addEventListener("hashchange", again);
  addEventListener("popstate", again);
  for (const link of document.querySelectorAll(".tallies a")) link.href = `#q=verdict:${link.hash.slice(1)}`;
  byId("Search").hidden = false;
  again();
}

if (typeof DecompressionStream === "function" && byId("Found")) unpacked(byId("Data").textContent).then(begin);
