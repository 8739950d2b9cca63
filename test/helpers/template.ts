import type { Value } from "../../src/model/value.js";
import type { TemplateContext } from "../../src/template/render.js";
import { readAllYaml } from "../../src/yaml/read.js";
import { openVault } from "../../src/yaml/vault.js";
import { sealText } from "../../src/yaml/vault_cipher.js";

/** A context over plain variables, with a world that has no files. */
export function contextOf(vars: Record<string, Value>): TemplateContext {
  return {
    scope: {
      get: (name) => (Object.hasOwn(vars, name) ? vars[name] : undefined),
      names: () => Object.keys(vars),
    },
    world: {
      lookup: () => undefined,
      lookupNames: () => [],
      find: () => undefined,
      places: () => [],
      readText: () => "",
      readBytes: () => Buffer.alloc(0),
      stat: () => undefined,
      realPath: (path) => path,
      glob: () => [],
      environment: (name) => (name === "HOME" ? "/home/web" : undefined),
      home: () => "/home/web",
      cwd: () => "/",
      run: async () => ({ code: 0, stdout: "", stderr: "" }),
      fetch: async () => "",
      write: () => {},
      lock: () => true,
      unlock: () => {},
      setting: (name) => (name === "DEFAULT_FORKS" ? { value: 5, origin: "default" } : undefined),
      hostsMatching: () => [],
      parseYaml: (text) => readAllYaml(text, "text"),
      templateVariables: ({ written }) => ({ template_path: written }),
      warn: () => {},
      decrypt: (text) => text,
      wasVaulted: () => false,
      sealVault: sealText,
      openVault,
    },
  };
}
