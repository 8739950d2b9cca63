// An asciicast as an SVG that moves: its pictures side by side on a film behind a window, each distinct row drawn once.
import { Terminal } from "./terminal.mjs";

const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
/** seconds */
const SHORTEST = 0.12;
const LONGEST = 1.6;
const LAST = 4;

const COLOURS = {
  "0;30": "#6e7681",
  "0;31": "#ff7b72",
  "0;32": "#7ee787",
  "0;33": "#e3b341",
  "0;34": "#79c0ff",
  "0;35": "#d2a8ff",
  "0;36": "#76e3ea",
  "0;37": "#e6edf3",
  "1;30": "#8b949e",
  "1;31": "#ff7b72",
  "1;35": "#d2a8ff",
  "1;37": "#ffffff",
};

/** `cast`: lines of asciicast version 2. */
export function svgOf(cast) {
  const [header, ...events] = cast
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const frames = framesOf(events, header);
  const names = new Map();
  const drawn = frames.map(({ rows }, index) => frameText(rows, index, header.width, names));
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  const size = {
    width: Math.ceil(header.width * CELL.width + 2 * MARGIN),
    height: Math.ceil(header.height * CELL.height + 2 * MARGIN),
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img">
<title>${escaped(header.title)}</title>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}
.film{animation:film ${total.toFixed(2)}s steps(1,end) infinite}
@media(prefers-reduced-motion:reduce){.film{animation:none;transform:translateX(-${offset(frames.length - 1, header.width)}px)}}
@keyframes film{${keyframes(frames, total, header.width)}}
</style>
<defs>
${[...names].map(([row, name]) => `<g id="${name}">${row}</g>`).join("\n")}
</defs>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<svg x="${MARGIN}" y="${MARGIN}" width="${header.width * CELL.width}" height="${header.height * CELL.height}">
<g class="film">
${drawn.join("\n")}
</g>
</svg>
</svg>
`;
}

/** What there is to see, and for how long: what follows too soon is one picture, and nobody waits long. */
function framesOf(events, { height }) {
  const terminal = new Terminal();
  const frames = [];
  let since = 0;
  for (const [index, [at, , text]] of events.entries()) {
    terminal.write(text);
    const next = events[index + 1]?.[0] ?? at + LAST;
    since += Math.min(LONGEST, next - at);
    if (since < SHORTEST && index < events.length - 1) continue;
    const rows = terminal.screen(height);
    const isSame = JSON.stringify(frames.at(-1)?.rows) === JSON.stringify(rows);
    if (isSame) frames.at(-1).seconds += since;
    else frames.push({ rows, seconds: since });
    since = 0;
  }
  return frames;
}

const offset = (index, width) => (index * (width + 4) * CELL.width).toFixed(1);

function keyframes(frames, total, width) {
  let at = 0;
  const stops = frames.map(({ seconds }, index) => {
    const stop = `${((at / total) * 100).toFixed(3)}%{transform:translateX(-${offset(index, width)}px)}`;
    at += seconds;
    return stop;
  });
  return stops.join("");
}

function frameText(rows, index, width, names) {
  const uses = rows.map((pieces, row) => {
    if (pieces.length === 0) return "";
    const drawn = rowText(pieces);
    if (!names.has(drawn)) names.set(drawn, `r${names.size}`);
    return `<use href="#${names.get(drawn)}" y="${row * CELL.height}"/>`;
  });
  return `<g transform="translate(${offset(index, width)})">${uses.join("")}</g>`;
}

function rowText(pieces) {
  let column = 0;
  const spans = pieces.map(([text, colour]) => {
    const x = (column * CELL.width).toFixed(1);
    column += [...text].length;
    const length = ([...text].length * CELL.width).toFixed(1);
    const fill = COLOURS[colour] ? ` fill="${COLOURS[colour]}"` : "";
    return text.trim() === ""
      ? ""
      : `<tspan x="${x}" textLength="${length}"${fill ? ` style="fill:${COLOURS[colour]}"` : ""}>${escaped(text)}</tspan>`;
  });
  return `<text y="14">${spans.join("")}</text>`;
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
