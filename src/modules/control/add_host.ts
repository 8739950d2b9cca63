import { list, raw, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { defineModule } from "../../model/module.js";
import type { PlainDict, Value } from "../../model/value.js";

export default defineModule({
  name: "add_host",
  about: "Adds a host, or variables of a host, to the inventory of this run",
  check: "run",
  pure: true,
  open: true,
  args: {
    name: text({ about: "the host", aliases: ["host", "hostname"] }),
    groups: list(raw({ about: "a group" }), { about: "groups it joins", aliases: ["group", "groupname"] }),
  },
  examples: [{ name: "10.0.0.7", groups: ["web"], ansible_user: "ubuntu" }],
  returns: { add_host: "what was added" },
  here: ({ name, groups, ...vars }: Record<string, unknown>) => {
    if (typeof name !== "string" || name === "")
      throw new Fault("ARGUMENT_MISSING", "name, host or hostname needs to be provided");
    const given = ((groups as Value[] | undefined) ?? [])
      .map((group) => String(group).trim())
      .filter(Boolean);
    const port = /^([^:]+):(\d+)$/.exec(name);
    const host_vars: PlainDict = {
      ...(vars as PlainDict),
      ...(port ? { ansible_ssh_port: Number(port[2]) } : {}),
    };
    return { changed: true, add_host: { host_name: port?.[1] ?? name, groups: given, host_vars } };
  },
});
