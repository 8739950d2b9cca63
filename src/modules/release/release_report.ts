import { flag, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { toPlain } from "../../model/value.js";
import { type Outcome, reportText } from "../../shell/releases/report.js";

export default defineModule({
  name: "release_report",
  collection: "tera.rollout",
  about: "Says in one block what has become of a release, and why",
  hostLocal: true,
  check: "run",
  args: {
    service: text({ about: "its name", required: true }),
    environment: text({ about: "where", required: true }),
    kind: text({ about: "deploy or rollback", default: "deploy" }),
    version: text({ about: "which release", required: true }),
    image: text({ about: "its image", required: true }),
    failed: flag({ about: "was it taken back?", default: false }),
    hosts: raw({ about: "what each host has done, and what it was before", required: true }),
  },
  examples: [
    { service: "webapp", environment: "prod", version: "1.2.0", image: "webapp@sha256:…", hosts: [] },
  ],
  returns: { report: "the text" },
  here: ({ hosts, ...what }) => ({
    changed: false,
    report: reportText({ ...what, hosts: toPlain(hosts) as unknown as Outcome[] }),
    outcome: what.failed ? "returned" : "good",
    ...{ version: what.version, image: what.image },
  }),
});
