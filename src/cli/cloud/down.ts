import { rmSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { SHARED } from "../../terraform/root.js";
import { EXIT_CODES } from "../options/exit_codes.js";
import type { Input } from "../options/option.js";
import { apply, type Cloud, checkGuards, plan, prepare } from "./root.js";
import { forgottenRoots } from "./roots.js";
import { checkUnused } from "./shared.js";

/** Destroys what `up` made, the last root first; what is shared only where that is named. */
export async function down(cloud: Cloud, input: Input): Promise<number> {
  const { environment } = cloud;
  const own = cloud.roots.filter((root) => root.environment === environment);
  if (input.values.roots === undefined) checkNothingForgotten(cloud);
  if (environment === SHARED) await checkUnused(cloud);
  for (const root of [...own].reverse()) {
    const place = await prepare(cloud, root);
    const planned = await plan(cloud, place, ["-destroy"]);
    if (!planned) continue;
    checkGuards(place, planned, environment);
    if (!(await apply(cloud, place, planned, environment))) return EXIT_CODES.error[0];
    // it describes what is gone, secrets included
    if (root.isLocal) rmSync(`${root.state}.backup`, { force: true });
  }
  for (const { name } of cloud.roots.filter((root) => !own.includes(root)))
    cloud.say(`${name} stays, because environments share it; \`tera cloud down ${SHARED}\` destroys it`);
  cloud.say(own.length > 0 ? `${environment} is down` : `nothing else of ${environment} was named`);
  return EXIT_CODES.ok[0];
}

/** What was made with --with may stand on what is about to go. */
function checkNothingForgotten({ roots, environment }: Cloud): void {
  const others = forgottenRoots(roots, environment);
  if (others.length === 0) return;
  const own = roots.filter((root) => root.environment === environment);
  const names = own.map(({ folder }) => folder.split("/").at(-1)).join(",");
  throw new Fault("USAGE", `${others.join(" and ")} may hold something of ${environment} too`, {
    hint: `destroy it as well: --with ${others.join(",")}${names && `; or leave it as it is: --roots ${names}`}`,
  });
}
