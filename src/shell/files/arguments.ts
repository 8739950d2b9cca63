import { flag, mode, text } from "../../model/args.js";

/** Arguments that every module that makes files has. */
export const FILE_ARGS = {
  mode: mode({ about: "permissions: octal text, or symbolic as chmod takes it" }),
  owner: text({ about: "owner, by name or number" }),
  group: text({ about: "group, by name or number" }),
  attributes: text({ about: "file attributes as chattr takes them", aliases: ["attr"] }),
  seuser: text({ about: "SELinux user; left alone where SELinux is off" }),
  serole: text({ about: "SELinux role" }),
  setype: text({ about: "SELinux type" }),
  selevel: text({ about: "SELinux level" }),
  _diff_peek: flag({ about: "accepted: Ansible's own, without effect", default: false }),
  unsafe_writes: flag({
    about:
      "write into the file itself where it cannot be replaced; default: what ANSIBLE_UNSAFE_WRITES says there",
  }),
} as const;

export const BACKUP = flag({ about: "keep a copy of what was there before", default: false });

export const VALIDATE = text({ about: "a command that must accept the new file, `%s` stands for its path" });
