// All places of a room where a mutant can be made, and the sample of them.
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { SyntaxKind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";
import { globSync, readFileSync } from "../fs.mjs";
import { changesOf } from "./kinds.mjs";
import { isGenerated, isInOptionalChain, isLeftOut } from "./left_out.mjs";

/** Every possible mutant: {path, kind, start, end, by, isStatement}. */
export function placesOf(room) {
  const api = new API({ cwd: process.cwd() });
  try {
    const config = resolve("tsconfig.json");
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    return globSync(`src/${room}`, ".ts").flatMap((path) => {
      const file = project.program.getSourceFile(resolve(path));
      return file === undefined || isGenerated(file.text) ? [] : placesIn(file, path);
    });
  } finally {
    api.close();
  }
}

function placesIn(file, path) {
  const { text } = file;
  const found = [];
  const visit = (node) => {
    if (isLeftOut(node)) return;
    if (isPlace(node)) {
      for (const { kind, by } of changesOf(node, text)) {
        const swapped = kind === "order" && node.kind === SyntaxKind.ExpressionStatement;
        const end = swapped ? nextOf(node).end : node.end;
        const isStatement = [SyntaxKind.ExpressionStatement, SyntaxKind.IfStatement].includes(node.kind);
        found.push({ path, kind, start: node.getStart(), end, by, isStatement });
      }
    }
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return found;
}

function nextOf(node) {
  const { statements } = node.parent;
  return statements[statements.indexOf(node) + 1];
}

/** Names of properties, targets of assignments and parts of `?.` chains are none. */
function isPlace(node) {
  const { parent } = node;
  if (parent.name === node) return false;
  if (parent.kind === SyntaxKind.BinaryExpression && parent.left === node && isAssigned(parent)) return false;
  if (parent.kind === SyntaxKind.ForOfStatement && parent.initializer === node) return false;
  return !isInOptionalChain(node);
}

const isAssigned = ({ operatorToken }) => operatorToken.kind === SyntaxKind.EqualsToken;

/**
 * The sample: places in the order of a hash of the seed and what they say, not of where they stand, so that
 * an edit of one function leaves the rest of the sample as it was.
 */
export function sampleOf(places, { count, seed }) {
  const seen = new Map();
  const ranked = places.map((place) => {
    const words = [
      place.path,
      place.kind,
      readFileSync(place.path, "utf8").slice(place.start, place.end),
      place.by,
    ];
    const what = JSON.stringify(words);
    const again = seen.get(what) ?? 0;
    seen.set(what, again + 1);
    return { ...place, rank: createHash("sha1").update(`${seed} ${again} ${what}`).digest("hex") };
  });
  return ranked
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map((place, index) => ({ ...place, number: index + 1 }));
}
