import { integer, list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { restart } from "../../shell/system/restart.js";

const PATHS = ["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin"];

export default defineModule({
  name: "reboot",
  about: "Restarts the host, and waits until it is there again",
  check: "full",
  args: {
    pre_reboot_delay: integer({
      about: "seconds until it goes down; less than 60 are none on Linux, less than 2 are 2 on Windows",
      default: 0,
    }),
    post_reboot_delay: integer({ about: "seconds to wait before it is looked for", default: 0 }),
    reboot_timeout: integer({ about: "seconds to wait for it, and again for the test", default: 600 }),
    connect_timeout: integer({ about: "seconds for one answer while it is waited for" }),
    test_command: text({ about: "what must work when it is back", default: "whoami" }),
    msg: text({ about: "what its users are told", default: "Reboot initiated by Ansible" }),
    search_paths: list(text({ about: "a folder" }), {
      about: "where the program is looked for, but on Windows",
      default: PATHS,
    }),
    boot_time_command: text({ about: "prints something else after each start" }),
    reboot_command: text({ about: "the program and its words, in place of the system's own" }),
  },
  examples: [{}, { reboot_timeout: 1200, msg: "a new kernel" }],
  returns: { rebooted: "was it?", elapsed: "seconds that it took" },
  here: async (args, controller) => {
    if ((await controller.transport()) === "local")
      return {
        failed: true,
        changed: false,
        elapsed: 0,
        rebooted: false,
        msg: "Running reboot with local connection would reboot the control node.",
      };
    if (controller.check) return { changed: true, elapsed: 0, rebooted: true };
    return restart(args, controller);
  },
});
