import { spawnSync } from "node:child_process";
import test from "ava";
import packageFacts from "../../../src/modules/packages/package_facts.js";
import { applied, shells } from "../../helpers/module.js";

const dpkg = spawnSync("dpkg-query", ["-W", "-f", "${Version}", "coreutils"], { encoding: "utf8" });

for (const shell of shells())
  (dpkg.status === 0 ? test : test.skip)(
    `${shell}: package_facts tells each package's version, in check mode too`,
    async (t) => {
      for (const check of [false, true]) {
        const { changed, ansible_facts } = await applied(packageFacts, {}, { shell, check });
        t.false(changed);
        const { packages } = ansible_facts as { packages: Record<string, { version: string }[]> };
        t.like(packages.coreutils?.[0], { name: "coreutils", source: "apt", version: dpkg.stdout });
      }
    },
  );

test("package_facts says which managers it knows", async (t) => {
  const { failed, msg } = await applied(packageFacts, { manager: ["pkg5"] });
  t.true(failed);
  t.is(msg, "Unsupported package managers requested: pkg5");
});
