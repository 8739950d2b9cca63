/** How names end, where nothing else is said. */

/** YAML files */
export const YAML_ENDINGS = [".yml", ".yaml", ".json"];

/** what in an inventory folder is no source */
export const IGNORED_ENDINGS = "~ .pyc .pyo .swp .bak .rpm .md .txt .rst .orig .ini .cfg .retry".split(" ");
