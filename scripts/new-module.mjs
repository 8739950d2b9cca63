// Writes a module and its test from a template. Usage: npm run new-module ROOM/NAME   (files/touch)
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";

const [room, name] = (process.argv[2] ?? "").split("/");
if (!existsSync(`src/modules/${room}`) || !/^[a-z][a-z0-9_]*$/.test(name ?? "")) {
  const rooms = readdirSync("src/modules").filter((one) => !one.includes("."));
  console.error(
    `usage: npm run new-module ROOM/NAME   (NAME: lower case, digits and _; rooms: ${rooms.join(", ")})`,
  );
  process.exit(2);
}
const source = `src/modules/${room}/${name}.ts`;
const test = `test/modules/${room}/${name}.test.ts`;
if (existsSync(source)) {
  console.error(`${source} exists`);
  process.exit(1);
}

mkdirSync(`test/modules/${room}`, { recursive: true });
writeFileSync(
  source,
  `import { path } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "${name}",
  about: "Says in one line what it does",
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "what to manage", required: true }),
  },
  examples: [{ path: "/srv/app" }],
  sh: \`
    if [ ! -e "$path" ] && differs state absent present; then must touch "$path"; fi
    say path "$path"
  \`,
});
`,
);
writeFileSync(
  test,
  `import test from "ava";
import module from "../../../src/modules/${room}/${name}.js";
import { applied, inScratch } from "../../helpers/module.js";

test("what is there already is left alone", (t) =>
  inScratch(async (folder) => {
    const args = { path: \`\${folder}/new\` };
    t.true((await applied(module, args, { check: true })).changed, "check mode predicts");
    t.true((await applied(module, args)).changed);
    t.false((await applied(module, args)).changed);
  }));
`,
);
console.log(`${source}\n${test}\nthen: npm run generate`);
