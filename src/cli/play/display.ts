import type { Display } from "../../model/reporter.js";
import type { Value } from "../../model/value.js";
import { dumpYaml } from "../../template/filters/dump_yaml.js";
import type { RunOptions } from "../options/run_options.js";

/** What the settings of Ansible's callbacks ask the outputs to show; `yaml` and `skippy` are the default one with such settings. */
export function displayOf({ settings }: RunOptions): Display {
  return {
    okHosts: settings.showOkHosts,
    skippedHosts: settings.showSkippedHosts && settings.output !== "skippy",
    failedToStderr: settings.failedToStderr,
    checkMarkers: settings.checkModeMarkers,
    failedPath: settings.pathOnFailure,
    customStats: settings.showCustomStats,
    actionWarnings: settings.actionWarnings,
    deprecations: settings.deprecationWarnings,
    diffContext: settings.diffContext,
    pretty: settings.prettyResults,
    yaml:
      settings.resultFormat === "yaml" || /^(community\.general\.)?yaml$/.test(settings.output)
        ? yamlText
        : undefined,
  };
}

function yamlText(value: unknown, { indent, lossy }: { indent: number; lossy: boolean }): string {
  return dumpYaml(value as Value, {
    indent,
    width: 80,
    sortKeys: true,
    flow: false,
    blocks: lossy ? "readable" : "exact",
  });
}
