// The bundle's bill of materials (CycloneDX): the npm packages whose files are in it, and no others.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the package that a file is of: where the next package.json with a name and a version is. */
function packageOf(path) {
  for (let folder = dirname(path); folder.includes("node_modules"); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    const { name, version, license } = JSON.parse(readFileSync(file, "utf8"));
    if (name && version) return { name, version, license };
  }
  return undefined;
}

/** No time and no number of its own: the same bundle has the same bill. */
export function bill(folder, inputs) {
  const packages = new Map();
  for (const input of inputs) {
    const found = packageOf(join(folder, input));
    if (found) packages.set(`pkg:npm/${found.name.replace("@", "%40")}@${found.version}`, found);
  }
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const components = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([purl, one]) => ({
      type: "library",
      "bom-ref": purl,
      name: one.name,
      version: one.version,
      purl,
      ...(typeof one.license === "string" ? { licenses: [{ license: { id: one.license } }] } : {}),
    }));
  const metadata = { component: { type: "application", name, version } };
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata, components }, null, 1)}\n`;
}
